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

  /// Brings what only this version keeps up to date: after boot, and after an operation of the model's that may have
  /// given spaces a domain.
  func catchUp<S: Store>(_ k: inout S) where S.R == Native

  /// What is true of what only this version keeps.
  func claims<S: Store>(_ k: S) -> [Claim<S.R>]
}

extension Implementation {
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

  /// The bitmap of a domain gets a bit for each of its entries in the CPD.
  public func catchUp<S: Store>(_ k: inout S) where S.R == Native {
    for section in 0..<Megabyte<Native>.count {
      let entry = CachingDirectory.entry(k, Megabyte(section))
      if entry.isFault { continue }
      let (domain, group) = (Ref<DomainKind, Native>(entry.domain), Ref<SectionGroupKind, Native>(section >> 5))
      k[SectionBitmap.sections, domain, group] |= 1 << (section & 31)
    }
  }

  public func claims<S: Store>(_ k: S) -> [Claim<S.R>] { Coupling.sections(k) }
}
