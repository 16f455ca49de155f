import FastIPC
import FastPath
import Foundation
import Logic
import Model

/// The fast path of a SWI in machine code.
typealias SystemCallEntry = @convention(c) (UnsafeRawPointer, UnsafeMutableRawPointer, UInt32) -> Bool

/// The fast paths of notifications and exceptions in machine code.
struct Paths {
  let notify: Entry
  let systemCall: SystemCallEntry
  let answer: Entry

  static var swift: Paths { Paths(notify: fastNotify, systemCall: fastSystemCall, answer: fastAnswer) }

  private init(notify: @escaping Entry, systemCall: @escaping SystemCallEntry, answer: @escaping Entry) {
    self.notify = notify
    self.systemCall = systemCall
    self.answer = answer
  }

  /// Those of a shared library.
  init(library: String) {
    notify = entry("l4_c_fast_notify", ofLibrary: library)
    systemCall = entry("l4_c_fast_system_call", ofLibrary: library, as: SystemCallEntry.self)
    answer = entry("l4_c_fast_answer", ofLibrary: library)
  }
}

/// What the two threads do with these paths.
enum Work: String, CaseIterable {
  case notification = "notification, nobody is woken"
  case exception = "exception and its answer"

  /// The work with memory of its own.
  func prepare(_ paths: Paths) -> PreparedWork {
    let (kernel, registers) = PingPong.ownState()
    switch self {
    case .notification:
      return PreparedWork(name: rawValue) {
        registers.pointee = PingPong.notification()
        precondition(paths.notify(kernel, registers), "a notification is declined")
      }
    case .exception:
      return PreparedWork(name: rawValue) {
        registers.pointee = PingPong.systemCall()
        precondition(paths.systemCall(kernel, registers, PingPong.instruction), "an exception is declined")
        PingPong.reply(&registers.pointee, words: SystemCallMessage.words)
        precondition(paths.answer(kernel, registers), "an answer is declined")
      }
    }
  }
}

/// Work that can be done again and again.
struct PreparedWork {
  let name: String
  let run: () -> Void

  /// Nanoseconds for one time.
  func measure(times: Int) -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    for _ in 0..<times { run() }
    return Double(DispatchTime.now().uptimeNanoseconds - start) / Double(times)
  }
}
