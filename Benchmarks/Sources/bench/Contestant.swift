import FastIPC
import FastPath
import Foundation
import Logic
import Model

/// One way to do an IPC, with its own copy of the two threads.
final class Contestant {
  let name: String
  /// Does so many round trips with messages of so many words.
  private let run: (_ words: UInt32, _ roundTrips: Int) -> Void
  /// How many times fewer round trips than the fastest are measured, because each takes so much longer.
  let divisor: Int

  init(_ name: String, divisor: Int = 1, _ run: @escaping (_ words: UInt32, _ roundTrips: Int) -> Void) {
    self.name = name
    self.divisor = divisor
    self.run = run
  }

  /// Nanoseconds for one IPC, half a round trip.
  func measure(words: UInt32, roundTrips: Int) -> Double {
    let count = max(1, roundTrips / divisor)
    let start = DispatchTime.now().uptimeNanoseconds
    run(words, count)
    return Double(DispatchTime.now().uptimeNanoseconds - start) / Double(2 * count)
  }
}

/// A fast path in machine code.
typealias Entry = @convention(c) (UnsafeRawPointer, UnsafeMutableRawPointer) -> Bool

/// A function of a shared library.
func entry<Function>(_ name: String, ofLibrary path: String, as type: Function.Type = Entry.self) -> Function {
  guard let library = dlopen(path, RTLD_NOW), let symbol = dlsym(library, name) else {
    fatalError("\(path) holds no \(name); `make bench` builds it")
  }
  return unsafeBitCast(symbol, to: type)
}

extension PingPong {
  /// The state when thread 0 is about to call, in memory of its own, and registers. Both stay until the program ends.
  static func ownState() -> (UnsafeMutablePointer<KernelMemory>, UnsafeMutablePointer<UserRegisters<Native>>) {
    let kernel = UnsafeMutablePointer<KernelMemory>.allocate(capacity: 1)
    kernel.initialize(to: ownMemory())
    return (kernel, UnsafeMutablePointer<UserRegisters<Native>>.allocate(capacity: 1))
  }

  /// The tables of that state.
  static func ownMemory() -> KernelMemory {
    let start = start()
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: Int(start.layout.size), alignment: 4096)
    start.words.withUnsafeBytes { words in
      words.baseAddress.map { bytes.copyMemory(from: $0, byteCount: words.count) }
    }
    return KernelMemory(region: bytes, layout: start.layout)
  }
}

extension Contestant {
  /// A fast path behind a C interface. Traps when it declines.
  static func entry(_ name: String, _ entry: @escaping Entry) -> Contestant {
    let (kernel, registers) = PingPong.ownState()
    return Contestant(name) { words, roundTrips in
      for _ in 0..<roundTrips {
        registers.pointee = PingPong.call(words: words)
        precondition(entry(kernel, registers), "a call is declined")
        PingPong.reply(&registers.pointee, words: words)
        precondition(entry(kernel, registers), "a reply is declined")
      }
    }
  }

  /// The model, on raw memory, keeping nothing.
  static func modelInPlace() -> Contestant {
    var k = PingPong.ownMemory()
    return Contestant("model, in place", divisor: 4) { words, roundTrips in
      for _ in 0..<roundTrips {
        var registers = Kernel.ipc(&k, PingPong.call(words: words)).registers
        PingPong.reply(&registers, words: words)
        _ = Kernel.ipc(&k, registers)
      }
    }
  }

  /// The model, on raw memory: each thread sends, and then waits, in two IPCs, neither of which has a fast path.
  static func modelOneWay() -> Contestant {
    var k = PingPong.ownMemory()
    return Contestant("model, send and receive", divisor: 4) { words, roundTrips in
      for _ in 0..<2 * roundTrips {
        let sender = k[Machine.current]
        let sent = Kernel.ipc(&k, PingPong.send(words: words)).registers
        precondition(sent.mr0 & Tag[.error] == 0 && k[Machine.current] == sender, "a message is refused")
        _ = Kernel.ipc(&k, PingPong.receive())
        precondition(k[Machine.current] != sender, "there is something to receive")
      }
    }
  }

  /// The model, as a function from state to state: every old state stays valid until the next but one.
  static func modelKeepingStates() -> Contestant {
    var k = PingPong.start()
    var old = k
    return Contestant("model, keeping old states", divisor: 64) { words, roundTrips in
      for _ in 0..<roundTrips {
        old = k
        var registers = Kernel.ipc(&k, PingPong.call(words: words)).registers
        precondition(old[Machine.current] != k[Machine.current])
        PingPong.reply(&registers, words: words)
        old = k
        _ = Kernel.ipc(&k, registers)
      }
    }
  }
}
