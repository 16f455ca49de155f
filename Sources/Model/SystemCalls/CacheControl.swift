import ARMSemantics
import Logic

/// What CacheControl is asked to do: bits of r0.
@frozen public enum CacheRequest: FlagNames {}

extension Flags where V == CacheRequest {
  /// Lines of the data cache are written to memory if they are dirty, and forgotten.
  @inlinable @inline(__always) public static var data: Self { Self(constant: 1) }
  /// Lines of the instruction cache are forgotten.
  @inlinable @inline(__always) public static var instruction: Self { Self(constant: 2) }
  /// All lines, not those of a range.
  @inlinable @inline(__always) public static var everything: Self { Self(constant: 4) }
  /// All bits that there are.
  @inlinable @inline(__always) public static var all: Self { data | instruction | everything }
}

extension Kernel {
  /// CacheControl: what r0 says (``CacheRequest``) is done to the lines from the one of the user address r1 through the one
  /// of the user address MR0. Both are relocated by the active space's process ID, or neither is.
  ///
  /// It needs no privilege: hardware may write back and forget any line at any time. For the same reason nothing is
  /// merely invalidated, which would undo another's stores.
  @inlinable
  public static func cacheControl<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    completeCall(&k, unless: refusal(k, toMaintain: arguments)) { c in
      let request = Flags<CacheRequest, S.R>(arguments.r0)
      let (first, last) = (userLine(c.k, arguments.r1), userLine(c.k, arguments.mr0))
      let isChosen = { (line: VirtualLine<S.R>) in
        request.has(.everything) || (first.word <= line.word && line.word <= last.word)
      }
      evict(
        &c.k, data: { request.has(.data) && isChosen($0) },
        instruction: { request.has(.instruction) && isChosen($0) })
      c.exit = .user(UserRegisters(.done))
    }
  }

  /// Why caches can't be maintained so: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toMaintain arguments: UserRegisters<S.R>) -> CallError<S.R> {
    let request = Flags<CacheRequest, S.R>(arguments.r0)
    let isRange =
      arguments.r1 <= arguments.mr0 && FCSE.relocates(arguments.r1) == FCSE.relocates(arguments.mr0)
    return S.R.firstError([
      (
        request.has(~.all)
          || !request.has(.data | .instruction)
          || (!request.has(.everything) && !isRange),
        .invalidParameter
      )
    ])
  }

  /// The line of an address of the active space.
  @inlinable
  static func userLine<S: Store>(_ k: S, _ address: S.R.Word) -> VirtualLine<S.R> {
    VirtualLine(at: FCSE.relocate(address, k[CP15.processID], reading: S.R.self))
  }
}
