import ARMSemantics
import Logic

/// What an item of MapControl asks for: bits 7 to 4 of its second word.
@frozen public enum MapOperation: Vocabulary {}

extension Code where V == MapOperation {
  /// The page is mapped to the frame, anew or in place of one of the same size.
  @inlinable @inline(__always) public static var map: Self { Self(constant: 0) }
  /// The page is unmapped; of 1 MB, whatever is mapped in the megabyte.
  @inlinable @inline(__always) public static var unmap: Self { Self(constant: 1) }
  /// The page's access permissions are replaced.
  @inlinable @inline(__always) public static var changeRights: Self { Self(constant: 2) }
  /// The item is replaced by one that would make again what there is.
  @inlinable @inline(__always) public static var query: Self { Self(constant: 3) }
  /// The megabyte becomes a window onto the space whose number is in the place of the frame's.
  @inlinable @inline(__always) public static var openWindow: Self { Self(constant: 4) }
  /// The window is closed.
  @inlinable @inline(__always) public static var closeWindow: Self { Self(constant: 5) }
}

/// An item of MapControl: two words, the first a flexpage with the places of address and size that the L4 eXperimental
/// Kernel Reference Manual, Version X.2, gives them.
@frozen public struct MapItem<R: Reading> {
  /// The page: its address, its size and its access permissions.
  public let page: R.Word
  /// The frame: its address, its attributes, and the ``MapOperation``.
  public let frame: R.Word

  @inlinable
  public init(page: R.Word, frame: R.Word) {
    self.page = page
    self.frame = frame
  }

  /// An item with these parts.
  ///
  /// - Parameters:
  ///   - size: A ``PageSize``.
  ///   - permissions: As in ``PageRequest/permissions``.
  ///   - frame: The physical address, or the number of a granter in bits 31 to 12.
  ///   - attributes: The C and B bits, in their place in descriptors.
  @inlinable
  public init(
    operation: Code<MapOperation, R>, address: R.Word, size: Code<PageSize, R>, permissions: R.Word, frame: R.Word,
    attributes: Flags<Attributes, R>
  ) {
    page =
      MapItemField.address.inPlace(address) | MapItemField.size.holding(size.word)
      | MapItemField.permissions.holding(permissions)
    self.frame =
      MapItemField.address.inPlace(frame) | Attributes.bits.inPlace(attributes.word)
      | MapItemField.operation.holding(operation.word)
  }

  /// What is asked for.
  @inlinable public var operation: Code<MapOperation, R> { Code(MapItemField.operation.of(frame)) }
  /// The modified virtual address.
  @inlinable public var address: R.Word { MapItemField.address.inPlace(page) }
  /// The megabyte of the address.
  @inlinable public var megabyte: Megabyte<R> { Megabyte(at: page) }
  /// The size, or no size at all.
  @inlinable public var size: Code<PageSize, R> { Code(MapItemField.size.of(page)) }
  /// The access permissions.
  @inlinable public var permissions: R.Word { MapItemField.permissions.of(page) }
  /// The space that a window looks at.
  @inlinable public var granter: Space<R> { Space(MapItemField.address.of(frame)) }
  /// Whether it is a whole megabyte, of which a window can be made.
  @inlinable public var isMegabyte: R.Truth {
    size == .section && !MVA.inSection.isSet(in: address)
  }
  /// The page as the kernel maps it.
  @inlinable public var request: PageRequest<R> {
    PageRequest(
      address: address, size: size, frame: MapItemField.address.inPlace(frame), permissions: permissions,
      attributes: Flags(descriptor: frame))
  }
}

/// Where the parts of a ``MapItem`` are.
public enum MapItemField {
  /// The page's address, in the first word; the frame's, in the second.
  @inlinable public static var address: Bits { Bits(31, 12) }
  /// The page's size, the base-2 logarithm of bytes, in the first word.
  @inlinable public static var size: Bits { Bits(9, 4) }
  /// The access permissions, in the first word.
  @inlinable public static var permissions: Bits { Bits(1, 0) }
  /// The ``MapOperation``, in the second word.
  @inlinable public static var operation: Bits { Bits(7, 4) }
}

extension Kernel {
  /// What a space has at an address, as the item that would make it again: a page, or a window. The size of nothing is 0,
  /// and so are its permissions.
  @inlinable
  public static func item<S: Store>(_ k: S, _ space: Space<S.R>, at address: S.R.Word) -> MapItem<S.R> {
    func constant(_ value: UInt32) -> S.R.Word { S.R.Word(constant: value) }
    let entry = DirectoryEntry<S.R>(space, Megabyte(at: address))
    let first = FirstLevelDescriptor<S.R>(k[PageDirectory.descriptor, entry])
    let second = k[PhysicalMemory.contents, slot(first, address)]
    let isSmall = first.isCoarse && SecondLevel.type.of(second) == constant(SecondLevel.small)
    let isLarge = first.isCoarse && SecondLevel.type.of(second) == constant(SecondLevel.large)
    let isWindow = first.isFault && k[PageDirectory.isWindow, entry] != 0
    func choose(window: S.R.Word, section: S.R.Word, large: S.R.Word, small: S.R.Word, gap: S.R.Word = 0) -> S.R.Word {
      S.R.ite(
        isWindow, window,
        S.R.ite(first.isSection, section, S.R.ite(isLarge, large, S.R.ite(isSmall, small, gap))))
    }
    func start(_ inPage: Bits) -> S.R.Word { address.clearing(constant(inPage.mask)) }
    let permissions = SecondLevel.permissions.of(second)
    return MapItem(
      operation: Code(choose(window: constant(MapOperation[.openWindow]), section: 0, large: 0, small: 0)),
      address: choose(
        window: start(MVA.inSection), section: start(MVA.inSection), large: start(MVA.inLargePage), small: address,
        gap: address),
      size: Code(
        choose(
          window: constant(PageSize[.section]), section: constant(PageSize[.section]),
          large: constant(PageSize[.large]), small: constant(PageSize[.small]))),
      permissions: choose(
        window: 0, section: FirstLevel.sectionPermissions.of(first.word), large: permissions, small: permissions),
      frame: choose(
        window: MapItemField.address.holding(k[PageDirectory.granter, entry]),
        section: FirstLevel.sectionBase.inPlace(first.word), large: SecondLevel.largeBase.inPlace(second),
        small: SecondLevel.smallBase.inPlace(second)),
      attributes: Flags(choose(window: 0, section: first.word, large: second, small: second)))
  }
}
