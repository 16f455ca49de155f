import ARMSemantics
import Logic
import Model

extension FastPath {
  /// A SWI that is no system call of the kernel's own: tells the thread's exception handler, which runs next.
  ///
  /// Guards as in ``ipc(_:_:)``: the result is false, and nothing has changed, when one doesn't hold.
  ///
  /// - Parameters:
  ///   - instruction: What the access of `Kernel.instructionAccess` has returned.
  ///   - r: The thread's registers; where the result is true, those of the handler.
  @inlinable @inline(__always)
  public static func systemCall<S: Store>(
    _ m: inout S, _ instruction: S.R.Word, _ r: inout UserRegisters<S.R>
  ) -> Bool {
    let me = m[Machine.current]
    let handler = m[TCB.exceptionHandler, me]
    guard m.branch("the thread has an exception handler", handler != .none) else { return false }
    let (partner, space) = (m[TCB.partner, handler], m[TCB.space, handler])
    guard m.branch("the handler's partner is the thread or anyone", partner == me || partner == .any),
      m.branch("the handler is waiting", m[TCB.state, handler] == .waitingForever),
      m.branch("neither thread has resource bits", m[TCB.resources, me] | m[TCB.resources, handler] == .none),
      maySwitch(&m, to: handler, in: space)
    else { return false }

    // Nothing has changed so far; nothing fails from here on.
    let handle = Kernel.handle(me)
    Kernel.save(&m, me, r, in: .user)
    m[TCB.exceptionNumber, me] = .systemCall
    m[TCB.exceptionCode, me] = instruction
    m[TCB.resources, me] = .exceptionIPC
    m[UTCB.senderSpace, handler] = m[TCB.space, me]
    m[TCB.sentFrom, handler] = handle
    writeMessage(&m, handler, 6, r.r1)
    writeMessage(&m, handler, 7, m[TCB.userR2, me])
    writeMessage(&m, handler, 8, r.mr0)
    writeMessage(&m, handler, 9, m[TCB.userPC, me])
    writeMessage(&m, handler, 10, m[TCB.userSP, me])
    writeMessage(&m, handler, 11, m[TCB.userLR, me])
    writeMessage(&m, handler, 12, instruction)
    writeMessage(&m, handler, 13, m[TCB.userCPSR, me])
    handOver(&m, from: me, to: handler, in: space, waitingFor: handler)
    r = SystemCallMessage.inRegisters(r)
    r.r0 = handle.word
    r.mr0 = r.tag.clearing(.flags).word
    return true
  }

  /// Writes a message register that lives in memory.
  @inlinable @inline(__always)
  static func writeMessage<S: Store>(_ m: inout S, _ t: Thread<S.R>, _ register: UInt32, _ word: S.R.Word) {
    m[UTCB.message, t, Ref(S.R.Word(constant: register))] = word
  }

  /// The answer to such a SWI: a whole one, through the reply handle, with an open wait. The thread runs next, with the
  /// registers that the message names.
  ///
  /// Guards as in ``ipc(_:_:)``: the result is false, and nothing has changed, when one doesn't hold.
  @inlinable @inline(__always)
  public static func answerSystemCall<S: Store>(_ m: inout S, _ r: inout UserRegisters<S.R>) -> Bool {
    let me = m[Machine.current]
    let thread = Thread<S.R>(r.r0 & S.R.Word(constant: ~Handle.typeBits))
    guard
      m.branch(
        "`to` is a reply handle", r.r0 & S.R.Word(constant: Handle.typeBits) == S.R.Word(constant: Handle.reply)),
      m.branch("the handle's thread exists", m.exists(thread)),
      m.branch("the handle's thread waits for the caller", m[TCB.partner, thread] == me),
      m.branch("the thread is waiting", m[TCB.state, thread] == .waitingForever),
      m.branch(
        "the tag is that of a whole answer, and the receive blocks",
        r.tag & (.words | .uncommon | .notify | .receiveBlocks)
          == Flags(constant: SystemCallMessage.words) | .receiveBlocks),
      m.branch("the wait is open", r.from == .anyThread),
      nothingIsThere(&m, for: me)
    else { return false }
    let space = m[TCB.space, thread]
    guard m.branch("the caller has no resource bits", m[TCB.resources, me] == .none),
      m.branch(
        "the thread waits for an answer, and has no other resource bits",
        m[TCB.resources, thread] == .exceptionIPC),
      m.branch(
        "the exception was a SWI",
        m[TCB.exceptionNumber, thread] == .systemCall),
      maySwitch(&m, to: thread, in: space)
    else { return false }

    // Nothing has changed so far; nothing fails from here on.
    m[TCB.resources, thread] = .none
    handOver(&m, from: me, to: thread, in: space, waitingFor: .any)
    r = SystemCallMessage.takeAnswer(
      &m, thread, ExceptionAnswer(r, S.R.Word(constant: SystemCallMessage.words)), from: me)
    return true
  }
}
