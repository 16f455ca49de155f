import ARMSemantics
import Checker
import Logic

/// Exactly one case of the manual applies to every access, and the code does what it says.
public struct OneOutcome: MemorySystemProperty {
  public init() {}
  public var name: String { "arm/one-outcome-as-the-manual-says" }
  public var statement: String {
    """
    For every processor, all contents of memory and of CP15's registers, and every access: exactly one case of the \
    manual's applies — a fault, an outcome that the architecture leaves open, or an access that goes ahead — and that \
    is how the access ends, with the manual's physical address, domain, and C and B bits.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the PID is not added to low addresses", .alterRead(.init(CP15.processID), .become(0))),
      Mutation("R is overlooked", .alterRead(.init(CP15.control), .clear(Control.rom.mask))),
      Mutation("S is overlooked", .alterRead(.init(CP15.control), .clear(Control.system.mask))),
      Mutation("alignment is never checked", .alterRead(.init(CP15.control), .clear(Control.alignment.mask))),
      Mutation("the table base has a bit too few", .alterRead(.init(CP15.translationTableBase), .clear(1 << 14))),
      Mutation("the DACR has one bit a domain", .alterRead(.init(CP15.domainAccessControl), .shiftLeft(1))),
      Mutation("the bus never aborts a walk", .alterRead(.init(PhysicalMemory.aborts), .become(0))),
      Mutation("descriptors of type 11 pass for 10", .alterRead(.init(PhysicalMemory.contents), .clear(1))),
      Mutation(
        "the walker sees the write buffer", .misread(.init(PhysicalMemory.contents), as: .init(PhysicalMemory.buffered))
      ),
      Mutation("C is taken for 0", .alterRead(.init(PhysicalMemory.contents), .clear(Attributes[.cacheable]))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let access = t.arbitraryAccess()
    t.assumeSize(of: access)
    for profile in Profile.all {
      let outcome = t.outcome(access, on: before, profile)
      let manual = Manual(k: before, access: access, profile: profile)
      let cases = manual.cases
      let applying = cases.reduce(T.R.Word(constant: 0)) { $0 &+ T.R.word($1.applies) }
      t.prove("\(profile.name): exactly one case applies", applying == 1)
      for one in cases {
        t.prove("\(profile.name): \(one.name)", one.applies.implies(outcome.is(one.status)))
        t.reach(one.name, one.applies)
      }
      t.prove("\(profile.name): the modified virtual address", outcome.mva == manual.mva)
      t.prove(
        "\(profile.name): the physical address",
        outcome.completes.implies(outcome.physicalAddress == manual.physicalAddress))
      t.prove(
        "\(profile.name): the domain",
        (outcome.aborts && Aborts.hasDomain(outcome)).implies(outcome.domain == manual.domain))
      t.prove(
        "\(profile.name): the C and B bits",
        (outcome.completes && Control.mmu.isSet(in: before[CP15.control]))
          .implies(outcome.attributes == manual.attributes))
    }
  }
}

/// What a domain's field in the DACR decides by itself.
public struct DomainsDecide: MemorySystemProperty {
  public init() {}
  public var name: String { "arm/domains-decide" }
  public var statement: String {
    """
    For every processor, all contents of memory and registers, and every access with the MMU on: as a manager of its \
    domain it never takes a permission fault, nor does it matter what S, R and the access permissions are; in a domain \
    without access, or with the reserved field, it never goes ahead; and which fields the DACR holds for other domains \
    never matters.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation(
        "domains are looked up in the wrong register",
        .misread(.init(CP15.domainAccessControl), as: .init(CP15.processID))),
      Mutation(
        "every domain is taken for a client's", .alterRead(.init(CP15.domainAccessControl), .become(0x5555_5555))),
      Mutation("fields are read one domain too high", .alterRead(.init(CP15.domainAccessControl), .shiftRight(2))),
      Mutation(
        "reserved fields are taken for client ones", .alterRead(.init(CP15.domainAccessControl), .flip(0xFFFF_FFFF))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let access = t.arbitraryAccess()
    let dacr = before[CP15.domainAccessControl]
    let other = t.word("another DACR")
    let control = t.word("another control register")
    t.assume("the MMU is on", Control.mmu.isSet(in: before[CP15.control]))
    for profile in Profile.all {
      let outcome = t.outcome(access, on: before, profile)
      // Of an access that is not stopped before its domain is known.
      let isMapped =
        outcome.completes || outcome.isFault(.sectionDomain)
        || outcome.isFault(.sectionPermission) || outcome.is(.reservedPermissions)
      let field = DACR.access(to: outcome.domain, in: dacr)
      func has(_ access: UInt32) -> T.R.Truth { isMapped && field == T.R.Word(constant: access) }
      t.prove("\(profile.name): a manager's access goes ahead", has(DACR.manager).implies(outcome.completes))
      t.prove(
        "\(profile.name): without access, there is a domain fault",
        has(DACR.noAccess).implies(outcome.isFault(.sectionDomain)))
      t.prove(
        "\(profile.name): a reserved field is like no access",
        has(DACR.reserved).implies(outcome.isFault(.sectionDomain)))
      t.prove(
        "\(profile.name): a client never takes a domain fault",
        has(DACR.client).implies(!outcome.isFault(.sectionDomain)))
      let (_, elsewhere) = t.specify(on: before) { k in
        k[CP15.domainAccessControl] = other
        return MMU.outcome(k, access, profile)
      }
      t.prove(
        "\(profile.name): other domains' fields don't matter",
        (DACR.access(to: outcome.domain, in: other) == field).implies(outcome.status == elsewhere.status))
      let (_, otherwise) = t.specify(on: before) { k in
        let protection = T.R.Word(constant: Control.system.mask | Control.rom.mask)
        k[CP15.control] = (before[CP15.control] & ~protection) | (control & protection)
        return MMU.outcome(k, access, profile)
      }
      t.prove(
        "\(profile.name): for a manager, S and R don't matter",
        has(DACR.manager).implies(otherwise.status == outcome.status))
      t.reach("manager", has(DACR.manager))
      t.reach("no access", has(DACR.noAccess))
      t.reach("reserved", has(DACR.reserved))
      t.reach("client", has(DACR.client))
    }
  }
}

/// An earlier check hides everything that a later one looks at.
public struct OrderOfFaults: MemorySystemProperty {
  public init() {}
  public var name: String { "arm/order-of-faults" }
  public var statement: String {
    """
    For every processor, all contents of memory and registers, and every access: whether there is an alignment fault \
    depends on the address, the size and the control register only; a translation fault or an external abort of the \
    walk stays what it is whatever the DACR, S and R are; and a domain fault stays what it is whatever S and R, the \
    access permissions, the kind of access and the mode are.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation(
        "alignment is looked up in the DACR", .misread(.init(CP15.control), as: .init(CP15.domainAccessControl))),
      Mutation(
        "the walk starts at the DACR", .misread(.init(CP15.translationTableBase), as: .init(CP15.domainAccessControl))),
      Mutation(
        "the PID is looked up in the DACR", .misread(.init(CP15.processID), as: .init(CP15.domainAccessControl))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let access = t.arbitraryAccess()
    let dacr = t.word("another DACR")
    let control = t.word("another control register")
    let permissions = t.word("other access permissions")
    var other = access
    other.isPrivileged = t.word("other access: is privileged") != 0
    other.kind = Code(t.word("other access: kind (0 read, 1 write, 2 fetch)"))
    let protection = T.R.Word(constant: Control.system.mask | Control.rom.mask)
    let otherControl = (before[CP15.control] & ~protection) | (control & protection)
    for profile in Profile.all {
      let outcome = t.outcome(access, on: before, profile)
      let (changed, _) = t.specify(on: before) { k in
        k[CP15.domainAccessControl] = dacr
        k[CP15.control] = otherControl
      }
      let laterChecks = t.outcome(access, on: changed, profile)
      let isTranslation =
        outcome.isFault(.sectionTranslation) || outcome.is(.externalOnFirstLevel)
        || outcome.is(.externalOnSecondLevel)
      t.prove(
        "\(profile.name): alignment comes first",
        outcome.is(.alignment).implies(laterChecks.is(.alignment))
      )
      t.prove(
        "\(profile.name): translation comes before domains and permissions",
        isTranslation.implies(laterChecks.status == outcome.status))

      // The same page, with other permissions in its descriptor; by another kind of access, in another mode.
      let (repainted, _) = t.specify(on: before) { k in
        let mva = MMU.mva(k, access)
        let first = PhysicalWord<T.R>(at: Walk.firstLevelAddress(k[CP15.translationTableBase], mva))
        let descriptor = FirstLevelDescriptor<T.R>(k[PhysicalMemory.contents, first])
        let second = PhysicalWord<T.R>(at: Walk.secondLevelAddress(descriptor, mva))
        func repaint(_ word: T.R.Word, _ bits: Bits) -> T.R.Word {
          (word & ~T.R.Word(constant: bits.mask)) | bits.inPlace(permissions)
        }
        k.when(descriptor.isSection) { k in
          k[PhysicalMemory.contents, first] = repaint(descriptor.word, FirstLevel.sectionPermissions)
        } else: { k in
          // A table that maps itself is no longer the same table.
          k.when(second != first) { k in
            let word = k[PhysicalMemory.contents, second]
            let bits = T.R.ite(
              SecondLevel.type.of(word) == T.R.Word(constant: SecondLevel.tinyOrExtended),
              T.R.Word(constant: SecondLevel.permissions.mask), T.R.Word(constant: SecondLevel.subpagePermissions.mask))
            k[PhysicalMemory.contents, second] = (word & ~bits) | (permissions & bits)
          }
        }
        k[CP15.control] = otherControl
      }
      let laterPermissions = t.outcome(other, on: repainted, profile)
      t.prove(
        "\(profile.name): domains come before permissions",
        (outcome.isFault(.sectionDomain) && (other.isFetch || !other.isUnaligned))
          .implies(laterPermissions.status == outcome.status))
      t.reach("alignment fault", outcome.is(.alignment))
      t.reach("translation fault of a section", outcome.is(.sectionTranslation))
      t.reach("translation fault of a page", outcome.is(.pageTranslation))
      t.reach("domain fault of a section", outcome.is(.sectionDomain))
      t.reach("domain fault of a page", outcome.is(.pageDomain))
    }
  }
}
