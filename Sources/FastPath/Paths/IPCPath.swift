import ARMSemantics
import Logic
import Model

/// The optimised kernel paths, on raw memory.
public enum FastPath {}

extension FastPath {
  /// IPC call (`from` = `to`) and reply-and-wait (`from` = any thread), by capability or by reply handle.
  ///
  /// A list of guards, each falling through to the ordinary path: the result is false, and neither memory nor
  /// registers have changed. When all hold, the message goes straight to the destination, which runs next: the
  /// result is true, and the registers are those that it finds in user mode.
  ///
  /// The guards are the published ones (van Schaik and Heiser 2007; OKL4 3.0, without schedule inheritance).
  @inlinable @inline(__always)
  public static func ipc<S: Store>(_ m: inout S, _ r: inout UserRegisters<S.R>) -> Bool {
    let me = m[Machine.current]
    let tag = r.tag

    // The destination: a thread that waits for the caller, or for anyone.
    let destination: Thread<S.R>
    if m.branch("`to` is a reply handle", r.to.isReplyHandle) {
      destination = r.to.repliedTo
      guard m.branch("the handle's thread exists", m.exists(destination)),
        m.branch("the handle's thread waits for the caller", m[TCB.partner, destination] == me)
      else { return false }
    } else {
      guard let named = capabilityThread(&m, r.to) else { return false }
      destination = named
      let partner = m[TCB.partner, destination]
      guard m.branch("the destination's partner is the caller or anyone", partner == me || partner == .any)
      else { return false }
    }
    guard
      m.branch(
        "the destination is waiting", m[TCB.state, destination] == .waitingForever),
      m.branch(
        "the tag is a common one, and the receive blocks",
        tag & (.uncommon | .notify | .receiveBlocks) == .receiveBlocks)
    else { return false }

    // What the caller waits for afterwards: the destination, or anyone when nothing is there for it yet.
    let partner: Thread<S.R>
    if m.branch("this is a call", r.to == r.from) {
      partner = destination
    } else {
      guard m.branch("the wait is open", r.from == .anyThread),
        nothingIsThere(&m, for: me)
      else { return false }
      partner = .any
    }

    // The switch.
    let space = m[TCB.space, destination]
    guard
      m.branch("neither thread has resource bits", m[TCB.resources, me] | m[TCB.resources, destination] == .none),
      maySwitch(&m, to: destination, in: space)
    else { return false }

    // Nothing has changed so far; nothing fails from here on.
    let handle = Kernel.handle(me)
    m[UTCB.senderSpace, destination] = m[TCB.space, me]
    m[TCB.sentFrom, destination] = handle
    handOver(&m, from: me, to: destination, in: space, waitingFor: partner)
    r.r0 = handle.word
    r.r1 = 0
    r.mr0 = tag.clearing(.flags).word
    // The copy comes last, when the loop has all the machine's registers to itself.
    m.run(CopyMessage(from: me, to: destination, upper: tag.words))
    return true
  }

  /// The thread that a capability of the active space names for IPC; nil when it is none.
  @inlinable @inline(__always)
  static func capabilityThread<S: Store>(_ m: inout S, _ name: Code<Handle, S.R>) -> Thread<S.R>? {
    let list = m[Machine.capabilities]
    let slot = Ref<CapabilitySlot, S.R>(name.word)
    guard m.branch("the capability is in the list", slot.word < m[CapabilityList.size, list]) else { return nil }
    let type = m[CapabilityList.type, list, slot]
    guard m.branch("the capability is one for IPC", type == .ipc || type == .thread) else { return nil }
    return m[CapabilityList.thread, list, slot]
  }

  /// Guards of an open wait: true when the caller would have to wait.
  @inlinable @inline(__always)
  static func nothingIsThere<S: Store>(_ m: inout S, for me: Thread<S.R>) -> Bool {
    guard m.branch("nobody polls for the caller", m[TCB.sendHead, me] == .none) else { return false }
    return m.branch(
      "no notification is there for the caller",
      !m[UTCB.notifyBits, me].intersects(m[UTCB.notifyMask, me])
        || !m[UTCB.acceptor, me].has(.notifications))
  }

  /// Guards of a switch that goes straight to the destination.
  @inlinable @inline(__always)
  static func maySwitch<S: Store>(
    _ m: inout S, to destination: Thread<S.R>, in space: Space<S.R>
  ) -> Bool {
    guard m.branch("the destination has a space", space != .none),
      m.branch("the space has a domain", m[SpaceTable.domain, space] != .noDomain),
      m.branch("no ready thread has a higher priority", noneReadyAbove(m, m[TCB.priority, destination]))
    else { return false }
    return true
  }

  /// The caller waits for a partner, and the destination, which has waited, runs.
  @inlinable @inline(__always)
  static func handOver<S: Store>(
    _ m: inout S, from me: Thread<S.R>, to destination: Thread<S.R>, in space: Space<S.R>,
    waitingFor partner: Thread<S.R>
  ) {
    m[TCB.state, me] = .waitingForever
    m[TCB.partner, me] = partner
    m[TCB.continuation, me] = .userReturn
    m[TCB.state, destination] = .running
    m[TCB.partner, destination] = .none
    switchThread(&m, to: destination, in: space)
  }

  /// Makes a thread without resource bits the running one, in its space, which has a domain. No flush.
  @inlinable @inline(__always)
  public static func switchThread<S: Store>(_ m: inout S, to thread: Thread<S.R>, in space: Space<S.R>) {
    m[Machine.current] = thread
    m[Machine.utcb] = m[TCB.utcb, thread]
    switchSpace(&m, to: space)
  }

  /// Makes a space that has a domain the active one. No flush.
  @inlinable @inline(__always)
  public static func switchSpace<S: Store>(_ m: inout S, to space: Space<S.R>) {
    let mask = m[SpaceTable.mask, space]
    m[Machine.space] = space
    m[Machine.domain] = m[SpaceTable.domain, space]
    m[Machine.mask] = mask
    m[Machine.capabilities] = m[SpaceTable.capabilities, space]
    m[Machine.dirtyDomains] = m[Machine.dirtyDomains] | mask
    m[CP15.domainAccessControl] = mask
    m[CP15.processID] = FCSE.slot(of: m[SpaceTable.processID, space])
  }
}

/// Copies the message registers that live in memory, MR6 and up.
@frozen public struct CopyMessage<S: Store>: CountedLoop {
  /// The sender.
  public let from: Thread<S.R>
  /// The receiver.
  public let to: Thread<S.R>
  /// The last message register, at most 31.
  public let upper: S.R.Word

  @inlinable @inline(__always)
  public init(from: Thread<S.R>, to: Thread<S.R>, upper: S.R.Word) {
    self.from = from
    self.to = to
    self.upper = upper
  }

  @inlinable @inline(__always)
  public var lower: S.R.Word { S.R.Word(constant: Tag.firstInMemory) }

  @inlinable @inline(__always)
  public func step(_ m: inout S, _ i: S.R.Word) {
    m[UTCB.message, to, Ref(i)] = m[UTCB.message, from, Ref(i)]
  }

  @inlinable
  public func summary(_ m: inout S, through upper: S.R.Word) {
    let sender = from
    m.updateRange(UTCB.message, to, from: lower, through: upper) { m, i in m[UTCB.message, sender, i] }
  }
}
