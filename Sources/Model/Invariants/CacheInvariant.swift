import ARMSemantics
import Logic

/// What caches may hold. A line stands for what some space maps, at the frame that it maps there now. While that space is
/// not the one whose entry is in the CPD, both are of one vspace. So a gap in the CPD, or an entry whose domain counts as
/// clean, tells that no line is there.
public enum CacheInvariant {
  /// The claims about both caches.
  public static func claims<S: Store>(_ k: S) -> [Claim<S.R>] {
    claims(k, DataCache.self, LineOwners.data, "data")
      + claims(k, InstructionCache.self, LineOwners.instruction, "instruction")
  }

  static func claims<S: Store, T: CacheLineTable>(
    _ k: S, _ cache: T.Type, _ owner: Field<LineOwners, Plain>, _ side: String
  ) -> [Claim<S.R>] {
    [
      Claim(
        "\(side)-lines", "A line of the \(side) cache is a line of a frame that its space maps there.", forAll: k,
        VirtualLineKind.self
      ) { line in
        (k[T.isValid, line] != 0).implies(isMapped(k, T.self, line, by: Space(k[owner, line])))
      },
      Claim(
        "\(side)-lines-are-dirty",
        "Where the \(side) cache has a line, the CPD has an entry whose domain counts as dirty, and so does that of the line's space; both are one, or of one vspace. (UTCBs always stay where they are.)",
        forAll: k, VirtualLineKind.self
      ) { line in
        let m = megabyte(line)
        let installed = CachingDirectory.entry(k, m)
        let (theirs, space) = (k[DomainTable.owner, Ref(installed.domain)], Space<S.R>(k[owner, line]))
        let domain = k[SpaceTable.domain, space]
        let sharesVspace: S.R.Truth =
          k.exists(theirs) && k[SpaceTable.vspace, space] != 0
          && k[SpaceTable.vspace, theirs] == k[SpaceTable.vspace, space]
        let isDirty: S.R.Truth =
          domain != .noDomain && counts(k, domain) && !installed.isFault && counts(k, Ref(installed.domain))
        return (k[T.isValid, line] != 0 && m.word < S.R.Word(constant: Section.utcbs)).implies(
          isDirty && (theirs == space || sharesVspace))
      },
    ]
  }

  static func counts<S: Store>(_ k: S, _ domain: Ref<DomainKind, S.R>) -> S.R.Truth {
    k[Machine.dirtyDomains].intersects(DACR.access(DACR.field, to: domain))
  }

  static func megabyte<R: Reading>(_ line: VirtualLine<R>) -> Megabyte<R> {
    Megabyte(line.word &>> R.Word(constant: Section.shift - Granule.lineShift))
  }

  /// Whether a space maps the line that the cache holds, as cacheable, to the frame that it came from.
  static func isMapped<S: Store, T: CacheLineTable>(
    _ k: S, _ cache: T.Type, _ line: VirtualLine<S.R>, by space: Space<S.R>
  ) -> S.R.Truth {
    let mva = line.address
    let descriptor = k[PageDirectory.descriptor, DirectoryEntry(space, megabyte(line))]
    let mapping = Walk.firstLevel(k, FirstLevelDescriptor<S.R>(descriptor), mva, Kernel.processor)
    let isSame: S.R.Truth =
      mapping.physicalAddress(of: mva) == Granule.address(ofLine: k[T.physicalLine, line])
      && k[T.physicalLine, line] <= S.R.Word(constant: Granule.lastLine)
    return k.exists(space) && mapping.status.completes && isSame
      && mapping.attributes.contains(.cacheable)
  }
}
