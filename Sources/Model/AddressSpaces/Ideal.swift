import ARMSemantics
import Logic

/// What each space may reach, as if every space had page tables of its own.
///
/// There is no domain here, no caching page directory, no TLB and no cache. A space reaches what its own page tables
/// map, as they permit; and where it maps nothing itself, through a window, what a granter maps there: as those tables
/// permit for a client, in any way for a manager.
public enum Ideal {
  /// How an access by user code of a space ends.
  @inlinable
  public static func outcome<S: Store>(
    _ k: S, _ space: Space<S.R>, _ access: Access<S.R>, _ profile: Profile
  ) -> AccessOutcome<S.R> {
    let mva = FCSE.relocate(
      access.address, FCSE.slot(of: k[SpaceTable.processID, space]), reading: S.R.self)
    let entry = DirectoryEntry<S.R>(space, Megabyte(at: mva))
    let granter = Space<S.R>(k[PageDirectory.granter, entry])
    let rights = k[Grants.rights, Ref(client: space, granter: granter)]
    let isOwn = !FirstLevelDescriptor<S.R>(k[PageDirectory.descriptor, entry]).isFault
    let isGranted =
      !isOwn && k[PageDirectory.isWindow, entry] != 0
      && (rights == S.R.Word(constant: DACR.client) || rights == S.R.Word(constant: DACR.manager))
    let theirs = DirectoryEntry<S.R>(granter, Megabyte(at: mva))
    let descriptor = S.R.ite(
      isOwn, k[PageDirectory.descriptor, entry], S.R.ite(isGranted, k[PageDirectory.descriptor, theirs], 0))
    let mapping = Walk.firstLevel(k, FirstLevelDescriptor(descriptor), mva, profile)
    let isMapped = mapping.status.completes
    let isManager = isGranted && rights == S.R.Word(constant: DACR.manager)
    let checked = S.R.ite(
      isManager, .completes,
      Checks.permissions(mapping, access, k[CP15.control], profile))
    let alignment = Checks.alignment(access, k[CP15.control], profile)
    return AccessOutcome(
      status: S.R.ite(alignment != .completes, alignment, S.R.ite(isMapped, checked, mapping.status)), mva: mva,
      physicalAddress: mapping.physicalAddress(of: mva),
      domain: 0, attributes: mapping.attributes, isPage: mapping.isPage)
  }
}
