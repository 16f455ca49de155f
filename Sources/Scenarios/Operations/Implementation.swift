import ARMSemantics
import FastPath
import Logic
import Model
import Published

/// The operations of the kernel that have more than one version.
public protocol Implementation: Sendable {
  /// What it is called.
  var name: String { get }

  /// Whose operations on address spaces are made.
  var variant: Variant { get }

  /// Makes a space the active one.
  func activate<S: Store>(_ k: inout S, _ space: Space<Native>) where S.R == Native

  /// Whatever else the kernel does when it is entered, up to the next exit.
  func enter<S: Store>(
    _ k: inout S, _ entry: KernelEntry<Native>, _ registers: UserRegisters<Native>
  ) -> Exit<Native> where S.R == Native

  /// Makes a thread the running one, and its space the active one.
  func switchThread<S: Store>(_ k: inout S, to thread: Thread<Native>) where S.R == Native

  /// Brings what only this version keeps up to date: after boot.
  func catchUp<S: Store>(_ k: inout S) where S.R == Native

  /// What is true of what only this version keeps.
  func claims<S: Store>(_ k: S) -> [Claim<S.R>]
}

extension Implementation {
  public var variant: Variant { .ours }

  public func enter<S: Store>(
    _ k: inout S, _ entry: KernelEntry<Native>, _ registers: UserRegisters<Native>
  ) -> Exit<Native> where S.R == Native {
    Kernel.enter(&k, entry, registers)
  }

  public func switchThread<S: Store>(_ k: inout S, to thread: Thread<Native>) where S.R == Native {
    Kernel.switchThread(&k, to: thread)
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
}

/// The kernel as it was published.
public struct PublishedImplementation: Implementation {
  public init() {}

  public var name: String { "published design" }

  public var variant: Variant { .published }

  public func activate<S: Store>(_ k: inout S, _ space: Space<Native>) where S.R == Native {
    Published.activate(&k, space)
  }

  /// IPC and aborts go by the published paths; everything else, an IPC that starts again included, is ours.
  public func enter<S: Store>(
    _ k: inout S, _ entry: KernelEntry<Native>, _ registers: UserRegisters<Native>
  ) -> Exit<Native> where S.R == Native {
    switch entry {
    case .call(.ipc): Published.ipc(&k, registers)
    case .abort(let abort):
      Kernel.deliverAbort(&k, Published.handleAbort(&k, abort), registers) { Kernel.enter(&$0, $1, registers) }
    case .call, .swi, .exception, .pageFault, .tick, .interrupt, .resume: Kernel.enter(&k, entry, registers)
    }
  }
}

/// The kernel as it is optimised.
public struct FastPathImplementation: Implementation {
  public init() {}

  public var name: String { "fast path" }

  public func activate<S: Store>(_ k: inout S, _ space: Space<Native>) where S.R == Native {
    FastPath.activate(&k, space)
  }

  public func enter<S: Store>(
    _ k: inout S, _ entry: KernelEntry<Native>, _ registers: UserRegisters<Native>
  ) -> Exit<Native> where S.R == Native {
    FastPath.enter(&k, entry, registers)
  }

  public func switchThread<S: Store>(_ k: inout S, to thread: Thread<Native>) where S.R == Native {
    var memory = CoupledMemory(k)
    Kernel.switchThread(&memory, to: thread)
    k = memory.base
  }

  /// The bitmap of a domain gets a bit for each of its entries in the CPD, and every thread joins its queue.
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
    for t in threads {
      switch k[TCB.state, t] {
      case .ready: FastPath.insertReady(&k, t)
      case .polling: FastPath.insertSender(&k, t, for: k[TCB.partner, t])
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
    Coupling.sections(k) + Coupling.claims(k)
  }
}
