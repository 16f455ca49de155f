import ARMSemantics
import Evidence
import FastPath
import Foundation
import Logic
import Model

/// One state of a compiled kernel, and what its fast path did there. See `Evidence/Recordings/okl4-ipc.md`
/// for the format.
struct Vector: Decodable {
  let input: Input
  let output: Output

  enum CodingKeys: String, CodingKey {
    case input = "in"
    case output = "out"
  }

  struct Input: Decodable {
    let cur: UInt32
    let threads: [ThreadFields]
    let spaces: [SpaceFields]
    let ready: [UInt32]
    let dirty, to, from, tag: UInt32

    enum CodingKeys: String, CodingKey {
      case threads = "T"
      case spaces = "S"
      case cur, ready, dirty, to, from, tag
    }
  }

  struct ThreadFields: Decodable {
    let space, state: UInt32
    let partner: Partner
    let prio, res, acceptor, nbits, nmask: UInt32
    let sendq, recvq: Bool
    let mr: [UInt32]
    let sent: UInt32
  }

  struct SpaceFields: Decodable {
    let domain, mask, pid, maxcap: UInt32
    let caps: [[UInt32]]
  }

  struct Output: Decodable {
    let end: String
    let cur, domain, mask, dacr, pid, dirty, r0, clist: UInt32?
    let inRegisters, utcbref, mr: [UInt32]?
    let threads: [ThreadResult]?
    let senderSpace: UInt32?

    enum CodingKeys: String, CodingKey {
      case end, cur, domain, mask, dacr, pid, dirty, r0, clist, utcbref, mr, threads
      case inRegisters = "mr0_5"
      case senderSpace = "sender_space"
    }
  }

  struct ThreadResult: Decodable {
    let state: UInt32
    let partner: Partner
    let sent: UInt32
  }

  /// A thread, `"any"` or `"invalid"`.
  struct Partner: Decodable {
    let word: UInt32

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let name = try? container.decode(String.self) {
        word = name == "any" ? Thread<Native>.any.word : Thread<Native>.none.word
      } else {
        word = try container.decode(UInt32.self)
      }
    }
  }

  /// All vectors, in the order of the file.
  static func all() throws -> [Vector] {
    let decoder = JSONDecoder()
    return try recording("okl4-ipc").map { try decoder.decode(Vector.self, from: $0) }
  }
}

extension Vector {
  /// A state of the vector's kernel, as one of ours: those that are neither waiting forever nor running take part in
  /// nothing.
  static func state(_ word: UInt32) -> Code<ThreadState, Native> {
    [.waitingForever, .running].contains(Code(word)) ? Code(word) : .halted
  }

  /// Where the vector's kernel keeps a thread's UTCB.
  static func utcbAddress(_ space: UInt32, _ thread: UInt32) -> UInt32 {
    0xE000_0000 + space << 20 + thread << 8
  }

  /// The arguments of the system call.
  var registers: UserRegisters<Native> {
    let mr = input.threads[Int(input.cur)].mr
    return UserRegisters(
      r0: input.to, r1: input.from, mr0: input.tag, mr1: mr[1], mr2: mr[2], mr3: mr[3], mr4: mr[4], mr5: mr[5])
  }

  /// The thread that `to` names, if it names one.
  var destination: ThreadFields? {
    if input.to >> 28 == 8 {
      let thread = Int(input.to & 0xFFF_FFFF)
      return thread < input.threads.count ? input.threads[thread] : nil
    }
    let space = input.spaces[Int(input.threads[Int(input.cur)].space)]
    return input.to <= space.maxcap ? input.threads[Int(space.caps[Int(input.to)][1])] : nil
  }

  /// The vector's state as one of ours. Besides the six threads there are an idle thread, a ready thread for each
  /// priority that has one, and a polling thread for each send queue that isn't empty.
  func state() -> Image {
    let senders = input.threads.indices.filter { input.threads[$0].sendq }
    let threads = input.threads.count + 1 + input.ready.count + senders.count
    var k = Image(kernelSchema, counts: kernelCounts(threads: UInt32(threads), spaces: 3, lists: 3))
    for (i, space) in input.spaces.enumerated() { write(space, UInt32(i), &k) }
    for t in 0..<UInt32(threads) {
      k[TCB.arrival, Ref(t)] = t
      k[TCB.sendHead, Ref(t)] = .none
      k[TCB.partner, Ref(t)] = .none
      k[TCB.state, Ref(t)] = .idle
      k[TCB.next, Ref(t)] = Ref(t)
      k[TCB.previous, Ref(t)] = Ref(t)
    }
    for (i, thread) in input.threads.enumerated() { write(thread, UInt32(i), &k) }
    k[Machine.idle] = Ref(UInt32(input.threads.count))
    for p in 0..<UInt32(256) { k[ReadyQueue.head, Ref(p)] = .none }
    var next = UInt32(input.threads.count + 1)
    for priority in input.ready {
      k[TCB.state, Ref(next)] = .ready
      k[TCB.priority, Ref(next)] = Ref(priority)
      k[ReadyQueue.head, Ref(priority)] = Ref(next)
      k[PriorityBitmap.ready, Ref(priority / 32)] = k[PriorityBitmap.ready, Ref(priority / 32)] | 1 << (priority % 32)
      k[Machine.prioritySummary] = k[Machine.prioritySummary] | 1 << (priority / 32)
      next += 1
    }
    for receiver in senders {
      k[TCB.state, Ref(next)] = .polling
      k[TCB.continuation, Ref(next)] = .restartIPC
      k[TCB.partner, Ref(next)] = Ref(UInt32(receiver))
      k[TCB.sendHead, Ref(UInt32(receiver))] = Ref(next)
      next += 1
    }
    writeMachine(&k)
    return k
  }

  private func write(_ space: SpaceFields, _ i: UInt32, _ k: inout Image) {
    k[SpaceTable.domain, Ref(i)] = Ref(space.domain)
    k[SpaceTable.mask, Ref(i)] = space.mask
    k[SpaceTable.processID, Ref(i)] = space.pid
    k[SpaceTable.capabilities, Ref(i)] = Ref(i)
    if space.domain < 16 { k[DomainTable.owner, Ref(space.domain)] = Ref(i) }
    k[CapabilityList.size, Ref(i)] = space.maxcap + 1
    for (slot, capability) in space.caps.enumerated() {
      k[CapabilityList.type, Ref(i), Ref(UInt32(slot))] = Code(capability[0])
      k[CapabilityList.thread, Ref(i), Ref(UInt32(slot))] = Ref(capability[1])
    }
  }

  private func write(_ thread: ThreadFields, _ i: UInt32, _ k: inout Image) {
    let t = Thread<Native>(i)
    k[TCB.space, t] = Ref(thread.space)
    k[TCB.state, t] = Self.state(thread.state)
    k[TCB.partner, t] = Ref(thread.partner.word)
    k[TCB.priority, t] = Ref(thread.prio)
    k[TCB.sentFrom, t] = Code(thread.sent)
    k[TCB.resources, t] = Flags(thread.res)
    k[TCB.utcb, t] = Self.utcbAddress(thread.space, i)
    k[UTCB.acceptor, t] = Flags(thread.acceptor)
    k[UTCB.notifyBits, t] = thread.nbits
    k[UTCB.notifyMask, t] = thread.nmask
    for (j, word) in thread.mr.enumerated() { k[UTCB.message, t, Ref(UInt32(j))] = word }
  }

  private func writeMachine(_ k: inout Image) {
    let me = Thread<Native>(input.cur)
    let space = k[TCB.space, me]
    k[Machine.current] = me
    k[Machine.space] = space
    k[Machine.domain] = k[SpaceTable.domain, space]
    k[Machine.mask] = k[SpaceTable.mask, space]
    k[CP15.domainAccessControl] = k[SpaceTable.mask, space]
    k[Machine.capabilities] = k[SpaceTable.capabilities, space]
    k[CP15.processID] = FCSE.slot(of: k[SpaceTable.processID, space])
    k[Machine.dirtyDomains] = input.dirty
    k[Machine.utcb] = k[TCB.utcb, me]
    k[Machine.coprocessorAccess] = Kernel.coprocessorAccess(k, me)
  }
}
