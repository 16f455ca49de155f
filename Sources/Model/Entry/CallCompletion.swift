import Logic

/// What a thread finds in r0 after a system call other than IPC.
@frozen public enum SystemCallResult: Vocabulary {}

extension Code where V == SystemCallResult {
  /// The call was refused: the error code in the UTCB says why.
  @inlinable @inline(__always) public static var refused: Self { Self(constant: 0) }
  /// It was done.
  @inlinable @inline(__always) public static var done: Self { Self(constant: 1) }
}

extension Completion {
  /// The call is refused: its caller is told why.
  ///
  /// - Parameter results: What the caller finds in its registers, but for r0.
  @inlinable
  mutating func refuse(_ error: CallError<R>, _ results: UserRegisters<R>) {
    var results = results
    results.r0 = Code<SystemCallResult, R>.refused.word
    k[UTCB.errorCode, k[Machine.current]] = error.word
    exit = .user(results)
  }

  /// An operation on address spaces has ended: the call is done, or refused with the operation's error.
  @inlinable
  mutating func conclude(_ error: CallError<R>, _ results: UserRegisters<R> = UserRegisters()) {
    when(
      error == .none,
      then: { c in
        var results = results
        results.r0 = Code<SystemCallResult, R>.done.word
        c.exit = .user(results)
      }, else: { $0.refuse(error, results) })
  }
}

extension Kernel {
  /// Completes a system call. One that is refused changes nothing but the caller's error code.
  ///
  /// - Parameters:
  ///   - error: Why it is refused, a ``SystemCallError``.
  ///   - effect: What it does otherwise, up to the choice of who runs.
  @inlinable
  static func completeCall<S: Store>(
    _ k: inout S, unless error: CallError<S.R>, effect: (inout Completion<S>) -> Void
  ) -> Exit<S.R> {
    var completion = Completion(k)
    completion.when(
      error == .none, then: effect, else: { $0.refuse(error, UserRegisters()) })
    let end = completion.finish()
    k = end.k
    return end.exit
  }
}
