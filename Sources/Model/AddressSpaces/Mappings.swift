import ARMSemantics
import Logic

/// The sizes of what can be mapped, as base-2 logarithms of bytes.
@frozen public enum PageSize: Vocabulary {
  /// How many small pages a large one has: so many descriptors are the same.
  @inlinable public static var descriptorsOfLarge: UInt32 { 1 << (Self[.large] - Self[.small]) }
}

extension Code where V == PageSize {
  /// A small page: 4 KB.
  @inlinable @inline(__always) public static var small: Self { Self(constant: MVA.inSmallPage.high + 1) }
  /// A large page: 64 KB.
  @inlinable @inline(__always) public static var large: Self { Self(constant: MVA.inLargePage.high + 1) }
  /// A section: 1 MB.
  @inlinable @inline(__always) public static var section: Self { Self(constant: MVA.inSection.high + 1) }
}

/// A page to be mapped.
@frozen public struct PageRequest<R: Reading> {
  /// The modified virtual address.
  public var address: R.Word
  /// The size.
  public var size: Code<PageSize, R>
  /// The physical address.
  public var frame: R.Word
  /// The access permissions: 01 for privileged modes only, 10 for reading by user code, 11 for writing too.
  public var permissions: R.Word
  /// The C and B bits, in their place in descriptors.
  public var attributes: Flags<Attributes, R>

  @inlinable
  public init(
    address: R.Word, size: Code<PageSize, R>, frame: R.Word, permissions: R.Word,
    attributes: Flags<Attributes, R>
  ) {
    self.address = address
    self.size = size
    self.frame = frame
    self.permissions = permissions
    self.attributes = attributes
  }

  /// The descriptor of a section.
  @inlinable
  public var section: R.Word {
    frame | FirstLevel.sectionPermissions.holding(permissions) | attributes.word | R.Word(constant: FirstLevel.section)
  }

  /// The descriptor of a page.
  @inlinable
  public func page(_ type: UInt32) -> R.Word {
    frame | SecondLevel.subpagePermissions.holding(permissions &* R.Word(constant: SecondLevel.inEverySubpage))
      | attributes.word | R.Word(constant: type)
  }

  /// Whether the request makes no sense: a size or a right that there isn't, or an address that is no multiple of it.
  @inlinable
  public var isMalformed: R.Truth {
    let inPage: R.Word = (1 &<< size.word) &- 1
    let isSize: R.Truth =
      size == .small || size == .large
      || size == .section
    return !isSize || (address | frame).intersects(inPage)
      || permissions &- 1 > 2 || attributes.clearing(.both) != .none
  }
}

extension Kernel {
  /// Maps a page, in place of one of the same size if there is one.
  ///
  /// Nothing that is mapped anew needs a flush: no TLB entry and no cache line stands for a gap.
  ///
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func map<S: Store>(_ k: inout S, _ space: Space<S.R>, _ page: PageRequest<S.R>) -> CallError<S.R> {
    let m = Megabyte<S.R>(at: page.address)
    let entry = DirectoryEntry<S.R>(space, m)
    let old = FirstLevelDescriptor<S.R>(k[PageDirectory.descriptor, entry])
    let isSection = page.size == .section
    let isLarge = page.size == .large
    let free = k.first(
      PageTableKind.self, where: { k, table in k[PageTables.user, table] == .none },
      by: { _, _ in (major: 0, minor: 0) })
    let error = S.R.firstError([
      (!k.isInUse(space), .invalidSpace),
      (page.isMalformed, .invalidParameter),
      (m.word >= S.R.Word(constant: Section.utcbs) || isKernels(k, page.frame), .reserved),
      (!old.isFault && isOccupied(k, old, page), .occupied),
      (old.isFault && (k[PageDirectory.isWindow, entry] != 0 || hasUncoveredClient(k, space, m)), .overlap),
      (old.isFault && !isSection && free == .none, .noMemory),
    ])
    k.when(error == .none) { k in
      k.when(isSection) { k in
        k.when(!old.isFault) { unmapMegabyte(&$0, space, m) }
        k[PageDirectory.descriptor, entry] = page.section
      } else: { k in
        k.when(old.isFault) { k in
          k[PageTables.user, free] = entry
          k[PageDirectory.descriptor, entry] = coarseTable(k, free)
        }
        let table = FirstLevelDescriptor<S.R>(k[PageDirectory.descriptor, entry])
        let wasMapped = k[PhysicalMemory.contents, slot(table, page.address)] != 0
        k.when(isLarge) { k in
          writeLarge(&k, table, page.address, page.page(SecondLevel.large))
        } else: { k in
          write(&k, slot(table, page.address), page.page(SecondLevel.small))
        }
        k.when(wasMapped) { flush(&$0, space, page.address, isLarge: isLarge) }
      }
    }
    return error
  }

  /// Unmaps a page; of the size of a section also all pages of its megabyte. When it returns, nobody reaches the frame
  /// through this space any more, and no cache line of it is left.
  ///
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func unmap<S: Store>(
    _ k: inout S, _ space: Space<S.R>, _ address: S.R.Word, size: Code<PageSize, S.R>
  ) -> CallError<S.R> {
    let m = Megabyte<S.R>(at: address)
    let isSection = size == .section
    let isLarge = size == .large
    let error = changeError(k, space, address, size: size, allOfMegabyte: true)
    k.when(error == .none) { k in
      k.when(isSection) { k in
        unmapMegabyte(&k, space, m)
      } else: { k in
        let table = FirstLevelDescriptor<S.R>(k[PageDirectory.descriptor, DirectoryEntry(space, m)])
        k.when(isLarge) {
          writeLarge(&$0, table, address, 0)
        } else: {
          write(&$0, slot(table, address), 0)
        }
        flush(&k, space, address, isLarge: isLarge)
      }
    }
    return error
  }

  /// Changes the access permissions of a page. When it returns, the new ones are in force; the caches stay as they are.
  ///
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func changeRights<S: Store>(
    _ k: inout S, _ space: Space<S.R>, _ address: S.R.Word, size: Code<PageSize, S.R>, permissions: S.R.Word
  ) -> CallError<S.R> {
    let m = Megabyte<S.R>(at: address)
    let entry = DirectoryEntry<S.R>(space, m)
    let isSection = size == .section
    let isLarge = size == .large
    let error = S.R.ite(
      permissions &- 1 > 2, .invalidParameter,
      changeError(k, space, address, size: size, allOfMegabyte: false))
    let hasDomain = k[SpaceTable.domain, space] != .noDomain
    k.when(error == .none) { k in
      let first = FirstLevelDescriptor<S.R>(k[PageDirectory.descriptor, entry])
      k.when(isSection) { k in
        let isShown = CachingDirectory.shows(k, space, m)
        k[PageDirectory.descriptor, entry] =
          first.word.clearing(S.R.Word(constant: FirstLevel.sectionPermissions.mask))
          | FirstLevel.sectionPermissions.holding(permissions)
        k.when(isShown) { k in write(&k, CachingDirectory.word(k, m), CachingDirectory.tagged(k, space, m)) }
      } else: { k in
        let old = k[PhysicalMemory.contents, slot(first, address)]
        let new =
          old.clearing(S.R.Word(constant: SecondLevel.subpagePermissions.mask))
          | SecondLevel.subpagePermissions.holding(permissions &* S.R.Word(constant: SecondLevel.inEverySubpage))
        k.when(isLarge) {
          writeLarge(&$0, first, address, new)
        } else: {
          write(&$0, slot(first, address), new)
        }
      }
      k.when(hasDomain) { k in
        k.when(isSection || isLarge) {
          flushTLBs(&$0)
        } else: {
          flushTLBs(&$0, page: address)
        }
      }
    }
    return error
  }
}

extension Kernel {
  /// Why a page of a size cannot be unmapped or changed.
  @inlinable
  public static func changeError<S: Store>(
    _ k: S, _ space: Space<S.R>, _ address: S.R.Word, size: Code<PageSize, S.R>, allOfMegabyte: Bool
  ) -> CallError<S.R> {
    let m = Megabyte<S.R>(at: address)
    let first = FirstLevelDescriptor<S.R>(k[PageDirectory.descriptor, DirectoryEntry(space, m)])
    let isSection = size == .section
    let type = SecondLevel.type.of(k[PhysicalMemory.contents, slot(first, address)])
    let wanted = S.R.ite(
      size == .large, S.R.Word(constant: SecondLevel.large),
      S.R.Word(constant: SecondLevel.small))
    let isMapped = S.R.select(
      isSection, first.isSection || (S.R.Truth(allOfMegabyte) && first.isCoarse), first.isCoarse && type == wanted)
    let request = PageRequest<S.R>(address: address, size: size, frame: 0, permissions: 1, attributes: .none)
    return S.R.firstError([
      (!k.isInUse(space), .invalidSpace), (request.isMalformed, .invalidParameter),
      (m.word >= S.R.Word(constant: Section.utcbs), .reserved), (!isMapped, .notMapped),
    ])
  }

  /// Whether something of another size is in the way of a page.
  @inlinable
  public static func isOccupied<S: Store>(
    _ k: S, _ first: FirstLevelDescriptor<S.R>, _ page: PageRequest<S.R>
  ) -> S.R.Truth {
    let start = slot(first, page.address)
    let type = SecondLevel.type.of(k[PhysicalMemory.contents, start])
    let isSmallThere = (0..<PageSize.descriptorsOfLarge).reduce(false as S.R.Truth) { any, n in
      let word = PhysicalWord<S.R>(start.word | S.R.Word(constant: n))
      return any
        || SecondLevel.type.of(k[PhysicalMemory.contents, word]) == S.R.Word(constant: SecondLevel.small)
    }
    return S.R.select(
      page.size == .section, first.isCoarse,
      first.isSection
        || S.R.select(
          page.size == .large, isSmallThere,
          type == S.R.Word(constant: SecondLevel.large))
    )
  }

  /// Removes what a space maps in a megabyte, a section or a table of pages.
  @inlinable
  static func unmapMegabyte<S: Store>(_ k: inout S, _ space: Space<S.R>, _ m: Megabyte<S.R>) {
    let entry = DirectoryEntry<S.R>(space, m)
    let first = FirstLevelDescriptor<S.R>(k[PageDirectory.descriptor, entry])
    let table = pageTable(k, first)
    let isDirty = isDirty(k, space)
    uninstall(&k, space, m)
    k[PageDirectory.descriptor, entry] = 0
    k.when(first.isCoarse) { k in
      k.updateAll(PhysicalMemory.contents) { k, word in
        S.R.ite(pageTable(k, word) == table, 0, k[PhysicalMemory.contents, word])
      }
      k[PageTables.user, table] = .none
    }
    k.when(k[SpaceTable.domain, space] != .noDomain) { flushTLBs(&$0) }
    k.when(isDirty) { flushCaches(&$0) }
  }

  /// After a page has changed: TLB entries and cache lines of it are gone. A space without a domain has none.
  @inlinable
  static func flush<S: Store>(_ k: inout S, _ space: Space<S.R>, _ address: S.R.Word, isLarge: S.R.Truth) {
    let isDirty = isDirty(k, space)
    k.when(k[SpaceTable.domain, space] != .noDomain) { k in
      k.when(isLarge) { k in
        flushTLBs(&k)
        k.when(isDirty) { flushCaches(&$0) }
      } else: { k in
        flushTLBs(&k, page: address)
        k.when(isDirty) { flushCaches(&$0, page: address) }
      }
    }
  }

  /// The descriptors of a large page: sixteen times the same (ARM ARM, B4.7).
  @inlinable
  public static func writeLarge<S: Store>(
    _ k: inout S, _ table: FirstLevelDescriptor<S.R>, _ address: S.R.Word, _ descriptor: S.R.Word
  ) {
    for n in 0..<PageSize.descriptorsOfLarge {
      write(&k, PhysicalWord(slot(table, address).word | S.R.Word(constant: n)), descriptor)
    }
  }

  /// The word of a coarse page table that has the descriptor of an address.
  @inlinable @inline(__always)
  public static func slot<R: Reading>(_ first: FirstLevelDescriptor<R>, _ address: R.Word) -> PhysicalWord<R> {
    PhysicalWord(
      at: FirstLevel.coarseBase.inPlace(first.word)
        | (MVA.coarseIndex.of(address) &<< R.Word(constant: Granule.wordShift)))
  }

  /// The first-level descriptor of a page table.
  @inlinable
  public static func coarseTable<S: Store>(_ k: S, _ table: Ref<PageTableKind, S.R>) -> S.R.Word {
    FirstLevel.coarseBase.holding(k[Machine.pageTables] ^ table.word) | S.R.Word(constant: FirstLevel.coarse)
  }

  /// The page table of a first-level descriptor; no table's index if it isn't a coarse one.
  @inlinable
  public static func pageTable<S: Store>(_ k: S, _ first: FirstLevelDescriptor<S.R>) -> Ref<PageTableKind, S.R> {
    Ref(FirstLevel.coarseBase.of(first.word) ^ k[Machine.pageTables])
  }

  /// The page table that a word of physical memory is in; no table's index elsewhere.
  @inlinable
  public static func pageTable<S: Store>(_ k: S, _ word: PhysicalWord<S.R>) -> Ref<PageTableKind, S.R> {
    Ref((word.word &>> S.R.Word(constant: FirstLevel.coarseBase.low - Granule.wordShift)) ^ k[Machine.pageTables])
  }

  /// Whether a space that maps a megabyte anew has a client without a window there: it would see the mapping unawares.
  @inlinable
  static func hasUncoveredClient<S: Store>(_ k: S, _ granter: Space<S.R>, _ m: Megabyte<S.R>) -> S.R.Truth {
    k.first(
      SpaceKind.self,
      where: { k, client in
        k[Grants.rights, Ref(client: client, granter: granter)] != 0 && !isWindow(k, client, m, onto: granter)
      }, by: { _, _ in (major: 0, minor: 0) }) != .none
  }
}
