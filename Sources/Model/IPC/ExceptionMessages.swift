import ARMSemantics
import Logic

/// The message that tells an exception handler of an undefined instruction or an abort, and the answer (the order is that
/// of the generic exception message of L4 X.2 kernels for ARM): MR1 pc, MR2 sp, MR3 CPSR, MR4 the number of the
/// exception, MR5 its code. The answer changes pc, sp and flags.
public enum ExceptionMessage {
  /// The label of exceptions in its place in the tag: -5 in bits 31 to 20.
  @inlinable public static var label: UInt32 { 0xFFB0_0000 }
  /// How many words follow the tag.
  @inlinable public static var words: UInt32 { 5 }

  /// The tag of a message that waits for its answer.
  @inlinable @inline(__always)
  static func tag<R: Reading>(words: UInt32, reading: R.Type) -> R.Word {
    R.Word(constant: label | words | Tag[.sendBlocks | .receiveBlocks])
  }

  /// The whole message.
  @inlinable
  static func inRegisters<S: Store>(
    _ k: S, _ t: Thread<S.R>, _ cause: ExceptionCause<S.R>
  ) -> UserRegisters<S.R> {
    UserRegisters(
      mr0: tag(words: words, reading: S.R.self), mr1: k[TCB.userPC, t], mr2: k[TCB.userSP, t],
      mr3: k[TCB.userCPSR, t], mr4: cause.number.word, mr5: cause.code)
  }

  /// Takes an answer over into the thread's registers, and returns those that it finds in the processor.
  @inlinable
  static func takeAnswer<S: Store>(
    _ k: inout S, _ t: Thread<S.R>, _ answer: ExceptionAnswer<S.R>
  ) -> UserRegisters<S.R> {
    let message = answer.registers
    k[TCB.userPC, t] = answer.word(1, message.mr1, else: k[TCB.userPC, t])
    k[TCB.userSP, t] = answer.word(2, message.mr2, else: k[TCB.userSP, t])
    k[TCB.userCPSR, t] = answer.status(3, message.mr3, else: k[TCB.userCPSR, t])
    return Kernel.saved(k, t, in: .user)
  }
}

/// The message that tells an exception handler of a SWI, and the answer (that of the published kernel): MR1 to MR4 are r4
/// to r7, where they are; MR5 to MR8 r0 to r3; MR9 pc, MR10 sp, MR11 lr, MR12 the instruction, MR13 CPSR. The answer
/// changes all of these but the instruction; of CPSR it changes the flags.
public enum SystemCallMessage {
  /// How many words follow the tag.
  @inlinable public static var words: UInt32 { 13 }

  /// What travels in registers.
  @inlinable @inline(__always)
  public static func inRegisters<R: Reading>(_ registers: UserRegisters<R>) -> UserRegisters<R> {
    UserRegisters(
      mr0: ExceptionMessage.tag(words: words, reading: R.self), mr1: registers.mr1, mr2: registers.mr2,
      mr3: registers.mr3, mr4: registers.mr4, mr5: registers.r0)
  }

  /// MR6 and up: what travels in memory.
  @inlinable
  public static func word<S: Store>(_ k: S, _ t: Thread<S.R>, _ i: Ref<MessageRegister, S.R>) -> S.R.Word {
    func at(_ number: UInt32, _ word: S.R.Word, else rest: @autoclosure () -> S.R.Word) -> S.R.Word {
      S.R.ite(i.word == S.R.Word(constant: number), word, rest())
    }
    return at(
      6, k[TCB.userR1, t],
      else: at(
        7, k[TCB.userR2, t],
        else: at(
          8, k[TCB.userMR, t, Ref(0)],
          else: at(
            9, k[TCB.userPC, t],
            else: at(
              10, k[TCB.userSP, t],
              else: at(11, k[TCB.userLR, t], else: at(12, k[TCB.exceptionCode, t], else: k[TCB.userCPSR, t])))))))
  }

  /// Takes an answer over into the thread's registers, and returns those that it finds in the processor.
  ///
  /// - Parameter sender: Who answers: its UTCB holds MR6 and up.
  @inlinable @inline(__always)
  public static func takeAnswer<S: Store>(
    _ k: inout S, _ t: Thread<S.R>, _ answer: ExceptionAnswer<S.R>, from sender: Thread<S.R>
  ) -> UserRegisters<S.R> {
    let (message, old) = (answer.registers, Kernel.saved(k, t, in: .user))
    func inMemory(_ i: UInt32) -> S.R.Word { k[UTCB.message, sender, Ref(S.R.Word(constant: i))] }
    let registers = UserRegisters<S.R>(
      r0: answer.word(5, message.mr5, else: old.r0), r1: answer.word(6, inMemory(6), else: old.r1),
      mr0: answer.word(8, inMemory(8), else: old.mr0), mr1: answer.word(1, message.mr1, else: old.mr1),
      mr2: answer.word(2, message.mr2, else: old.mr2), mr3: answer.word(3, message.mr3, else: old.mr3),
      mr4: answer.word(4, message.mr4, else: old.mr4), mr5: old.mr5)
    k[TCB.userR2, t] = answer.word(7, inMemory(7), else: k[TCB.userR2, t])
    k[TCB.userPC, t] = answer.word(9, inMemory(9), else: k[TCB.userPC, t])
    k[TCB.userSP, t] = answer.word(10, inMemory(10), else: k[TCB.userSP, t])
    k[TCB.userLR, t] = answer.word(11, inMemory(11), else: k[TCB.userLR, t])
    k[TCB.userCPSR, t] = answer.status(13, inMemory(13), else: k[TCB.userCPSR, t])
    return registers
  }
}

/// An answer to an exception.
@frozen public struct ExceptionAnswer<R: Reading> {
  /// MR1 to MR5, where the sender has them.
  public let registers: UserRegisters<R>
  /// How many words there are.
  public let words: R.Word

  @inlinable @inline(__always)
  public init(_ registers: UserRegisters<R>, _ words: R.Word) {
    self.registers = registers
    self.words = words
  }

  /// A word of the answer, or what was there where the answer is too short.
  @inlinable @inline(__always)
  func word(_ number: UInt32, _ word: @autoclosure () -> R.Word, else old: @autoclosure () -> R.Word) -> R.Word {
    R.ite(R.Word(constant: number) <= words, word(), old())
  }

  /// The status after the answer.
  @inlinable @inline(__always)
  func status(_ number: UInt32, _ word: @autoclosure () -> R.Word, else old: R.Word) -> R.Word {
    self.word(number, ProgramStatus.sanitised(word(), into: old), else: old)
  }
}
