import ARMSemantics
import FastPath
import Logic
import Model

/// The operations of the kernel that have more than one version.
public protocol Implementation: Sendable {
  /// What it is called.
  var name: String { get }

  /// Makes a space the active one.
  func activate<S: Store>(_ k: inout S, _ space: Space<Native>) where S.R == Native

  /// Handles an abort of the running thread.
  func handleAbort<S: Store>(_ k: inout S, _ abort: Abort<Native>) -> Verdict<Native> where S.R == Native

  /// The IPC system call of the running thread.
  func ipc<S: Store>(_ k: inout S, _ arguments: UserRegisters<Native>) -> Exit<Native> where S.R == Native

  /// Brings what only this version keeps up to date: after boot, and after an operation of the model's that may have
  /// given spaces a domain, or moved threads from queue to queue.
  func catchUp<S: Store>(_ k: inout S) where S.R == Native

  /// What is true of what only this version keeps.
  func claims<S: Store>(_ k: S) -> [Claim<S.R>]
}

extension Implementation {
  public func ipc<S: Store>(_ k: inout S, _ arguments: UserRegisters<Native>) -> Exit<Native> where S.R == Native {
    Kernel.ipc(&k, arguments)
  }

  public func catchUp<S: Store>(_ k: inout S) where S.R == Native {}

  public func claims<S: Store>(_ k: S) -> [Claim<S.R>] { [] }
}

/// The kernel as the model means it.
public struct ModelImplementation: Implementation {
  public init() {}

  public var name: String { "model" }

  public func activate<S: Store>(_ k: inout S, _ space: Space<Native>) where S.R == Native {
    Kernel.activate(&k, space)
  }

  public func handleAbort<S: Store>(_ k: inout S, _ abort: Abort<Native>) -> Verdict<Native> where S.R == Native {
    Kernel.handleAbort(&k, abort)
  }
}

/// The kernel as it is optimised.
public struct FastPathImplementation: Implementation {
  public init() {}

  public var name: String { "fast path" }

  public func activate<S: Store>(_ k: inout S, _ space: Space<Native>) where S.R == Native {
    FastPath.activate(&k, space)
  }

  public func handleAbort<S: Store>(_ k: inout S, _ abort: Abort<Native>) -> Verdict<Native> where S.R == Native {
    FastPath.handleAbort(&k, abort)
  }

  /// What the fast path declines is the model's.
  public func ipc<S: Store>(_ k: inout S, _ arguments: UserRegisters<Native>) -> Exit<Native> where S.R == Native {
    var registers = arguments
    return FastPath.ipc(&k, &registers) ? .user(registers) : Kernel.ipc(&k, arguments)
  }

  /// The bitmap of a domain gets a bit for each of its entries in the CPD; queues get their heads, and the priority
  /// bitmap a bit for each that has one.
  public func catchUp<S: Store>(_ k: inout S) where S.R == Native {
    catchUpSections(&k)
    catchUpQueues(&k)
  }

  private func catchUpQueues<S: Store>(_ k: inout S) where S.R == Native {
    let threads = (0..<k.count(ThreadKind.self)).map { Thread<Native>($0) }.sorted {
      k[TCB.arrival, $0] < k[TCB.arrival, $1]
    }
    for priority in 0..<k.count(PriorityKind.self) { k[ReadyQueue.head, Ref(priority)] = .none }
    for group in 0..<k.count(PriorityGroupKind.self) { k[PriorityBitmap.ready, Ref(group)] = 0 }
    k[Machine.prioritySummary] = 0
    for t in threads { k[TCB.sendHead, t] = .none }
    for t in threads.reversed() {
      switch k[TCB.state, t] {
      case ThreadState.ready:
        let priority = k[TCB.priority, t]
        k[ReadyQueue.head, priority] = t
        k[PriorityBitmap.ready, Ref(priority.word >> 5)] |= 1 << (priority.word & 31)
        k[Machine.prioritySummary] |= 1 << (priority.word >> 5)
      case ThreadState.polling: k[TCB.sendHead, k[TCB.partner, t]] = t
      default: break
      }
    }
  }

  private func catchUpSections<S: Store>(_ k: inout S) where S.R == Native {
    for section in 0..<Megabyte<Native>.count {
      let entry = CachingDirectory.entry(k, Megabyte(section))
      if entry.isFault { continue }
      let (domain, group) = (Ref<DomainKind, Native>(entry.domain), Ref<SectionGroupKind, Native>(section >> 5))
      k[SectionBitmap.sections, domain, group] |= 1 << (section & 31)
    }
  }

  public func claims<S: Store>(_ k: S) -> [Claim<S.R>] {
    Coupling.sections(k) + Coupling.heads(k) + Coupling.bitmaps(k)
  }
}
