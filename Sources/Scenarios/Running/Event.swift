/// What the kernel tells the hardware to do, which the state alone doesn't show if there was nothing to flush.
struct Event: Equatable {
  /// What is flushed.
  enum Kind {
    /// Both TLBs forget everything.
    case tlbFlush
    /// The TLBs forget one page.
    case tlbPage
    /// The caches are cleaned and forget everything.
    case cacheFlush
    /// The caches are cleaned of one page, and forget it.
    case cachePage

    var isOfCaches: Bool { self == .cacheFlush || self == .cachePage }
  }

  let kind: Kind
  /// How many TLB entries or cache lines there were to forget.
  var gone: Int
  /// How many dirty lines went to memory.
  var writtenBack = 0
}

/// What the hardware has put into a TLB or a cache.
enum Fill: Hashable {
  /// An entry of a TLB.
  case entry(Side, UInt32)
  /// A line of a cache.
  case line(Side, UInt32)
}
