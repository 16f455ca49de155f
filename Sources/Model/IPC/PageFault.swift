import ARMSemantics
import Logic

/// The message that tells a pager of a page fault (L4 eXperimental Kernel Reference Manual, Version X.2, "Page Fault
/// Protocol"): MR1 is the fault address, MR2 the address of the instruction.
public enum PageFaultMessage {
  /// What the label of the tag says besides the rights, in its place in the tag: -2 in bits 31 to 20.
  @inlinable public static var label: UInt32 { 0xFFE0_0000 }
  /// Where in the tag that is.
  @inlinable public static var labelBits: UInt32 { 0xFFF0_0000 }
  /// The right that is missing, in its place in the tag: reading.
  @inlinable public static var read: UInt32 { 4 << 16 }
  /// Writing.
  @inlinable public static var write: UInt32 { 2 << 16 }
  /// Executing.
  @inlinable public static var execute: UInt32 { 1 << 16 }
  /// How many words follow the tag.
  @inlinable public static var words: UInt32 { 2 }

  /// The tag for an access.
  @inlinable
  public static func tag<R: Reading>(_ access: Code<AccessKind, R>) -> Flags<Tag, R> {
    let right = R.ite(
      access == .fetch, R.Word(constant: execute),
      R.ite(access == .write, R.Word(constant: write), R.Word(constant: read)))
    return Flags(R.Word(constant: label | words) | right)
  }
}

extension Kernel {
  /// Asks the running thread's pager for what it has touched: the second half of an abort that the handler can't repair.
  ///
  /// The thread's registers are kept, and it waits for the pager alone: first until that takes the message, then until
  /// it answers. A thread without a pager is halted.
  ///
  /// - Parameters:
  ///   - result: What the abort handler says of the fault.
  ///   - registers: The thread's registers when it faulted. The others are where kernel entry has left them.
  @inlinable
  public static func pageFault<S: Store>(
    _ k: inout S, _ result: AbortResult<S.R>, _ registers: UserRegisters<S.R>
  ) -> Exit<S.R> {
    let me = k[Machine.current]
    save(&k, me, registers, in: .user)
    let pager = k[TCB.pager, me]
    let end = IPC(k, message(result), isKernels: true).callOnBehalf(pager, .kernelIPC).finish()
    k = end.k
    return end.exit
  }

  /// What the pager is told.
  @inlinable
  public static func message<R: Reading>(_ result: AbortResult<R>) -> UserRegisters<R> {
    UserRegisters(
      mr0: (PageFaultMessage.tag(result.access) | (.sendBlocks | .receiveBlocks)).word,
      mr1: result.address, mr2: result.instruction)
  }
}
