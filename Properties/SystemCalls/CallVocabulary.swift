import ARMSemantics
import Checker
import Logic
import Model

extension Trial {
  /// Restricts the claim to states without dangling thread references.
  mutating func assumeNames() { assume("whoever is named is there", NameInvariant.claims(state)) }

  /// Restricts the claim to states in which the handlers of interrupts are in use.
  mutating func assumeHandlersExist() {
    assume(
      "who is told of an interrupt is in use", NameInvariant.claims(state).only(["interrupt-in-use"]))
  }

  /// Restricts the claim to states that satisfy some claims of the address space invariant.
  mutating func assumeSpaces(_ names: Set<String>) {
    guard !names.isEmpty else { return }
    assume(
      "what the address space invariant says of these holds: \(names.sorted().joined(separator: ", "))",
      AddressSpaceInvariant.claims(state).only(names))
  }

  /// Restricts the claim to states in which a flush leaves the kernel's memory alone.
  mutating func assumeKernelOutOfCache() {
    assume("the kernel's memory is whole megabytes, and stays out of the data cache", KernelInvariant.memory(state))
  }

  /// Any arguments at all; of an interrupt, its number and any registers.
  mutating func arbitraryArguments(of call: any EntryContract) -> UserRegisters<R> {
    var arguments = arbitraryRegisters()
    if call.entry == .event(.interrupt) { arguments.r0 = object("interrupt", InterruptKind.self).word }
    return arguments
  }

  /// Whether a call is refused: each case on a path of its own.
  mutating func isRefused(_ call: any EntryContract, _ arguments: UserRegisters<R>) -> Bool {
    !call.isEvent
      && branch("the call is refused", call.refusal(state, arguments) != .none)
  }

  /// What a call does. Cases that can be distinguished beforehand are, which keeps the states short that proofs are about.
  mutating func perform(_ call: any EntryContract, _ arguments: UserRegisters<R>) -> (state: S, exit: Exit<R>) {
    if !isRefused(call, arguments) { call.distinguish(&self, arguments) }
    let (after, exit) = perform(on: state) { call.act(&$0, arguments) }
    return (after, exit)
  }

  /// Restricts the claim to states in which an interrupt may be taken: not while a thread is at something in the kernel.
  mutating func assumeInUserMode() {
    assume(
      "the running thread is in user mode, or idles",
      state[TCB.continuation, state[Machine.current]] == .userReturn)
  }
}
