import ARMSemantics
import Dispatch
import FastPath
import Logic
import Model
import Scenarios

/// How long optimised operations take on the machine that this runs on, with caches that hold nothing. Only comparing
/// them makes sense.
struct Timing {
  let name: String
  /// Does the operation so many times.
  private let run: (_ times: Int) -> Void

  /// Nanoseconds for one operation: the median of many rounds.
  func measure() -> Double {
    let (rounds, times) = (101, 2000)
    let measured = (0..<rounds).map { _ in
      let start = DispatchTime.now().uptimeNanoseconds
      run(times)
      return Double(DispatchTime.now().uptimeNanoseconds - start) / Double(times)
    }
    return measured.sorted()[rounds / 2]
  }

  private static let common: UInt32 = 0xC000_0000

  /// A machine whose spaces all map one address and had a domain, which the caller keeps.
  private static func machine(spaces: UInt32) -> CostMachine {
    let machine = CostMachine(spaces: spaces)
    for space in 1...spaces {
      machine.map(space, 1 << PageSize[.small], at: common)
      machine.activate(space)
    }
    return machine
  }

  @inline(__always)
  private static func abort(_ k: inout SystemMemory) {
    k[CP15.faultStatus] = FaultStatus[.sectionTranslation]
    k[CP15.faultAddress] = common
    let abort = Abort<Native>(isPrefetch: false, isWrite: false, isPrivileged: false, instruction: 0)
    precondition(FastPath.handleAbort(&k, abort).action == .retry, "the abort isn't repaired")
  }

  static func all() -> [Timing] {
    let (pair, many) = (machine(spaces: 2), machine(spaces: 16))
    let (two, sixteen) = (pair.k.base, many.k.base)
    return [
      Timing(name: "switch, the space has a domain") { times in
        var k = two
        for n in 0..<times { FastPath.activate(&k, Ref(1 + UInt32(n & 1))) }
        withExtendedLifetime(pair) {}
      },
      Timing(name: "abort, a gap is filled") { times in
        var k = two
        for _ in 0..<times {
          Bus.write(&k, CachingDirectory.word(k, Megabyte(at: common)), 0)
          abort(&k)
        }
        withExtendedLifetime(pair) {}
      },
      Timing(name: "switch, and another's entry is replaced") { times in
        var k = two
        for n in 0..<times {
          FastPath.activate(&k, Ref(1 + UInt32(n & 1)))
          abort(&k)
        }
        withExtendedLifetime(pair) {}
      },
      Timing(name: "switch, 16 spaces in turn on 15 domains") { times in
        var k = sixteen
        for n in 0..<times { FastPath.activate(&k, Ref(1 + UInt32(n % 16))) }
        withExtendedLifetime(many) {}
      },
    ]
  }
}
