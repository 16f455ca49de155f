import ARMSemantics
import Logic
import Model

extension Published {
  /// Maps a page, in place of one of the same size if there is one. Other than ``Kernel/map(_:_:_:)``: a window there is
  /// gone without a word, and nobody asks whether clients have one; what is replaced is flushed without a look at what is
  /// dirty.
  ///
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func map<S: Store>(_ k: inout S, _ space: Space<S.R>, _ page: PageRequest<S.R>) -> CallError<S.R> {
    let m = Megabyte<S.R>(at: page.address)
    let entry = DirectoryEntry<S.R>(space, m)
    let old = FirstLevelDescriptor<S.R>(k[PageDirectory.descriptor, entry])
    let isSection = page.size == .section
    let free = k.first(
      PageTableKind.self, where: { k, table in k[PageTables.user, table] == .none },
      by: { _, _ in (major: 0, minor: 0) })
    let error = S.R.firstError([
      (!k.isInUse(space), .invalidSpace),
      (page.isMalformed, .invalidParameter),
      (m.word >= S.R.Word(constant: Section.utcbs) || Kernel.isKernels(k, page.frame), .reserved),
      (!old.isFault && Kernel.isOccupied(k, old, page), .occupied),
      (old.isFault && !isSection && free == .none, .noMemory),
    ])
    k.when(error == .none) { k in
      k[PageDirectory.isWindow, entry] = 0
      k.when(isSection) { k in
        k.when(!old.isFault) { flush(&$0, space) }
        k[PageDirectory.descriptor, entry] = page.section
        synchronise(&k, space, m)
      } else: { k in
        k.when(old.isFault) { k in
          k[PageTables.user, free] = entry
          k[PageDirectory.descriptor, entry] = Kernel.coarseTable(k, free)
          synchronise(&k, space, m)
        }
        mapInTable(&k, space, entry, page)
      }
    }
    return error
  }

  @inlinable
  static func mapInTable<S: Store>(
    _ k: inout S, _ space: Space<S.R>, _ entry: DirectoryEntry<S.R>, _ page: PageRequest<S.R>
  ) {
    let table = FirstLevelDescriptor<S.R>(k[PageDirectory.descriptor, entry])
    let wasMapped = k[PhysicalMemory.contents, Kernel.slot(table, page.address)] != 0
    k.when(page.size == .large) { k in
      flush(&k, space)
      Kernel.writeLarge(&k, table, page.address, page.page(SecondLevel.large))
    } else: { k in
      k.when(wasMapped) { flush(&$0, page: page.address) }
      Kernel.write(&k, Kernel.slot(table, page.address), page.page(SecondLevel.small))
    }
  }

  /// Unmaps a page, or all of a megabyte: as ``Kernel/unmap(_:_:_:size:)``, but for the entry in the CPD, which stays
  /// tagged (B9), and for the caches, which are flushed without a look at what is dirty.
  ///
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func unmap<S: Store>(
    _ k: inout S, _ space: Space<S.R>, _ address: S.R.Word, size: Code<PageSize, S.R>
  ) -> CallError<S.R> {
    let m = Megabyte<S.R>(at: address)
    let entry = DirectoryEntry<S.R>(space, m)
    let error = Kernel.changeError(k, space, address, size: size, allOfMegabyte: true)
    k.when(error == .none) { k in
      let first = FirstLevelDescriptor<S.R>(k[PageDirectory.descriptor, entry])
      k.when(size == .section) { k in
        let table = Kernel.pageTable(k, first)
        k[PageDirectory.descriptor, entry] = 0
        synchronise(&k, space, m)
        k.when(first.isCoarse) { k in
          k.updateAll(PhysicalMemory.contents) { k, word in
            S.R.ite(Kernel.pageTable(k, word) == table, 0, k[PhysicalMemory.contents, word])
          }
          k[PageTables.user, table] = .none
        }
        flush(&k, space)
      } else: { k in
        rewrite(&k, space, first, address, 0, isLarge: size == .large)
      }
    }
    return error
  }

  /// Changes the access permissions of a page: as ``Kernel/changeRights(_:_:_:size:permissions:)``, but for the caches,
  /// which are flushed as well.
  ///
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func changeRights<S: Store>(
    _ k: inout S, _ space: Space<S.R>, _ address: S.R.Word, size: Code<PageSize, S.R>, permissions: S.R.Word
  ) -> CallError<S.R> {
    let m = Megabyte<S.R>(at: address)
    let entry = DirectoryEntry<S.R>(space, m)
    let error = S.R.ite(
      permissions &- 1 > 2, .invalidParameter,
      Kernel.changeError(k, space, address, size: size, allOfMegabyte: false))
    k.when(error == .none) { k in
      let first = FirstLevelDescriptor<S.R>(k[PageDirectory.descriptor, entry])
      k.when(size == .section) { k in
        k[PageDirectory.descriptor, entry] =
          first.word.clearing(S.R.Word(constant: FirstLevel.sectionPermissions.mask))
          | FirstLevel.sectionPermissions.holding(permissions)
        synchronise(&k, space, m)
        flush(&k, space)
      } else: { k in
        let new =
          k[PhysicalMemory.contents, Kernel.slot(first, address)]
          .clearing(S.R.Word(constant: SecondLevel.subpagePermissions.mask))
          | SecondLevel.subpagePermissions.holding(permissions &* S.R.Word(constant: SecondLevel.inEverySubpage))
        rewrite(&k, space, first, address, new, isLarge: size == .large)
      }
    }
    return error
  }

  /// Writes the descriptor of a page that is mapped, and flushes what stood for the old one.
  @inlinable
  static func rewrite<S: Store>(
    _ k: inout S, _ space: Space<S.R>, _ table: FirstLevelDescriptor<S.R>, _ address: S.R.Word,
    _ descriptor: S.R.Word, isLarge: S.R.Truth
  ) {
    k.when(isLarge) { k in
      Kernel.writeLarge(&k, table, address, descriptor)
      flush(&k, space)
    } else: { k in
      Kernel.write(&k, Kernel.slot(table, address), descriptor)
      flush(&k, page: address)
    }
  }

  /// The lines and TLB entries of a small page are gone, whether or not the space has a domain.
  @inlinable
  static func flush<S: Store>(_ k: inout S, page address: S.R.Word) {
    Kernel.flushCaches(&k, page: address)
    Kernel.flushTLBs(&k, page: address)
  }

  /// The entry in the CPD follows the page directory, if it is tagged with the space's domain. Where nothing is mapped any
  /// more, the domain is left in it (B9).
  @inlinable
  static func synchronise<S: Store>(_ k: inout S, _ space: Space<S.R>, _ m: Megabyte<S.R>) {
    let domain = k[SpaceTable.domain, space]
    k.when(domain != .noDomain && tag(CachingDirectory.entry(k, m)) == domain) { k in
      Kernel.write(&k, CachingDirectory.word(k, m), CachingDirectory.tagged(k, space, m))
    }
  }
}
