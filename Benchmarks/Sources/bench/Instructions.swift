import CInstructions
import FastPath
import Logic
import Model

/// How many instructions a fast path in machine code takes.
struct Instructions: CustomStringConvertible {
  /// Of a call, and of the reply to it; nil where they cannot be counted.
  let call, reply: Int?

  /// Traps when the fast path declines.
  init(_ entry: @escaping Entry, words: UInt32) {
    let (kernel, registers) = PingPong.ownState()
    func ipc() { precondition(entry(kernel, registers), "an IPC is declined") }
    func call() { registers.pointee = PingPong.call(words: words) }
    func reply() { PingPong.reply(&registers.pointee, words: words) }
    // What happens once only happens now: that functions of libraries are looked up.
    call()
    ipc()
    reply()
    ipc()
    call()
    self.call = Self.count(entry, kernel, registers)
    ipc()
    reply()
    self.reply = Self.count(entry, kernel, registers)
  }

  var description: String {
    guard let call, let reply else { return "n/a" }
    return "\(call) + \(reply)"
  }

  /// An entry with its arguments.
  private struct Call {
    let entry: Entry
    let kernel: UnsafePointer<KernelMemory>
    let registers: UnsafeMutablePointer<UserRegisters<Native>>

    /// Nil where instructions cannot be counted.
    func instructions() -> Int? {
      var this = self
      let count = count_instructions(
        {
          guard let call = $0?.assumingMemoryBound(to: Call.self).pointee else { return }
          _ = call.entry(call.kernel, call.registers)
        }, &this)
      return count < 0 ? nil : Int(count)
    }
  }

  /// The instructions of an entry on a state, which stays as it is, beyond those of an entry that does nothing.
  private static func count(
    _ entry: @escaping Entry, _ kernel: UnsafeMutablePointer<KernelMemory>,
    _ registers: UnsafeMutablePointer<UserRegisters<Native>>
  ) -> Int? {
    guard let all = Call(entry: entry, kernel: kernel, registers: registers).instructions(),
      let around = Call(entry: { _, _ in true }, kernel: kernel, registers: registers).instructions()
    else { return nil }
    return all - around
  }
}
