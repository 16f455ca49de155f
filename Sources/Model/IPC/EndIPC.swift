import Logic

extension Kernel {
  /// Ends the IPC of a blocked thread with an error that tells the phase it was in. The thread is in no queue any more,
  /// but its state is still to be changed.
  @inlinable
  static func endIPC<S: Store>(_ k: inout S, _ t: Thread<S.R>, _ error: Code<IPCError, S.R>) {
    k[UTCB.errorCode, t] = error.code(in: phase(k, t))
    k[TCB.sentFrom, t] = .nilThread
    k[TCB.partner, t] = .none
    k[TCB.continuation, t] = .userReturn
  }

  /// The phase in which a thread is blocked.
  @inlinable
  static func phase<S: Store>(_ k: S, _ t: Thread<S.R>) -> Code<IPCPhase, S.R> {
    S.R.ite(sends(k, t), .send, .receive)
  }

  /// Whether a thread is blocked in a send.
  @inlinable
  static func sends<S: Store>(_ k: S, _ t: Thread<S.R>) -> S.R.Truth {
    k[TCB.state, t] == .polling
  }

  /// Whether a thread is blocked in a receive.
  @inlinable
  static func receives<S: Store>(_ k: S, _ t: Thread<S.R>) -> S.R.Truth {
    k[TCB.state, t] == .waitingForever
      || k[TCB.state, t] == .waitingNotify
  }
}
