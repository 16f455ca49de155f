import Foundation
import Logic
import Synchronization

/// What became of one property.
public struct RunOutcome: Sendable {
  /// A verdict, or the reason why there is none.
  public enum Ending: Sendable {
    case verdict(PropertyResult)
    /// The checker failed: a ``CheckerError``, a ``SolverError``, or what writing a query threw.
    case failure(any Error)
  }

  /// The property.
  public let property: any Property
  /// How its proof ended.
  public let ending: Ending

  /// The verdict, if there is one.
  public var result: PropertyResult? {
    if case .verdict(let result) = ending { return result }
    return nil
  }

  /// The failure of the checker, if there was one.
  public var failure: (any Error)? {
    if case .failure(let error) = ending { return error }
    return nil
  }
}

/// Proves several properties, some at the same time.
///
/// Each proof has a solver of its own, so a verdict depends neither on the number of workers nor on what was proved
/// before; only a time-out depends on the machine.
public final class Runner: Sendable {
  /// How to prove.
  public struct Options: Sendable {
    /// How many properties are proved at the same time.
    public var jobs = 1
    /// The limits of one call of the solver.
    public var limits = SolverLimits()
    /// How long the proof of one property may take, in seconds; nil for no limit.
    public var seconds: Double?
    /// The mutation of the code under test.
    public var mutation: @Sendable (any Property) -> Mutation? = { _ in nil }
    /// What made the proof of a property quick before.
    public var hints: @Sendable (any Property) -> ProofHints = { _ in ProofHints() }
    /// Whether to look for such hints, which takes far longer than the proof.
    public var findsHints = false
    /// Whether counterexamples are made small. They are found sooner if not.
    public var makesSmall = true
    /// Called with every query that goes to the solver, by one worker at a time.
    public var onQuery: (@Sendable (_ name: String, _ assertions: [Term]) throws -> Void)?

    public init() {}
  }

  /// A step of a run that a watcher may want to report.
  public enum Event: Sendable {
    case started(any Property)
    case finished(RunOutcome)
  }

  /// Proofs recurse over terms, which may be deep.
  private static let stackSize = 512 << 20

  private struct State {
    var next = 0
    var outcomes: [RunOutcome?]
    var interrupters: [Int: @Sendable () -> Void] = [:]
    var isInterrupted = false
  }

  private let properties: [any Property]
  private let options: Options
  private let state: Mutex<State>
  private let callbacks = Mutex(())

  public init(_ properties: [any Property], options: Options) {
    self.properties = properties
    self.options = options
    state = Mutex(State(outcomes: Array(repeating: nil, count: properties.count)))
  }

  /// Proves the properties, and returns their outcomes in the same order. May be called once.
  ///
  /// - Parameter watch: Called when a property is begun and when it is done, one call at a time.
  public func run(watch: @escaping @Sendable (Event) -> Void = { _ in }) -> [RunOutcome] {
    let workers = DispatchGroup()
    for _ in 0..<min(max(options.jobs, 1), properties.count) {
      workers.enter()
      let thread = Thread {
        while let number = self.take() { self.prove(number, watch) }
        workers.leave()
      }
      thread.stackSize = Self.stackSize
      thread.start()
    }
    workers.wait()
    return state.withLock { $0.outcomes.compactMap { $0 } }
  }

  /// Ends all proofs, under way or yet to begin, with the verdict `unknown`. May be called from any thread.
  public func interrupt() {
    let interrupters = state.withLock { state in
      state.isInterrupted = true
      return Array(state.interrupters.values)
    }
    for interrupt in interrupters { interrupt() }
  }

  private func take() -> Int? {
    state.withLock { state in
      guard state.next < properties.count else { return nil }
      state.next += 1
      return state.next - 1
    }
  }

  private func prove(_ number: Int, _ watch: (Event) -> Void) {
    let property = properties[number]
    callbacks.withLock { _ in watch(.started(property)) }
    let outcome = RunOutcome(property: property, ending: ending(number))
    state.withLock { $0.outcomes[number] = outcome }
    callbacks.withLock { _ in watch(.finished(outcome)) }
  }

  private func ending(_ number: Int) -> RunOutcome.Ending {
    let property = properties[number]
    do {
      let prover = try Prover(limits: options.limits)
      prover.findsHints = options.findsHints
      prover.makesSmall = options.makesSmall
      if let onQuery = options.onQuery {
        prover.onQuery = { name, assertions in try self.callbacks.withLock { _ in try onQuery(name, assertions) } }
      }
      let interrupt = prover.interrupter
      let mayBegin = state.withLock { state in
        if !state.isInterrupted { state.interrupters[number] = interrupt }
        return !state.isInterrupted
      }
      defer { state.withLock { $0.interrupters[number] = nil } }
      guard mayBegin else { return .verdict(.interrupted(property)) }
      let deadline = Deadline(options.seconds, interrupt)
      defer { deadline.cancel() }
      let result = try prover.prove(property, mutation: options.mutation(property), hints: options.hints(property))
      return .verdict(deadline.hasPassed && !isInterrupted ? result.timedOut : result)
    } catch {
      return .failure(error)
    }
  }

  private var isInterrupted: Bool { state.withLock { $0.isInterrupted } }
}

/// Does something after a while, unless it is cancelled before. Belongs to one thread.
private final class Deadline {
  /// What there is to do, and whether it has been done.
  ///
  /// The queue keeps an item until its time has come, even a cancelled one. So the item knows nothing but this, and what
  /// the action holds (a solver with all its memory) is free as soon as the deadline is cancelled.
  private final class Plan: Sendable {
    let state: Mutex<(action: (@Sendable () -> Void)?, isDone: Bool)>

    init(_ action: @escaping @Sendable () -> Void) { state = Mutex((action, false)) }

    func act() {
      let action = state.withLock { state in
        state.isDone = state.action != nil
        return state.action
      }
      action?()
    }
  }

  private let plan: Plan

  init(_ seconds: Double?, _ action: @escaping @Sendable () -> Void) {
    plan = Plan(action)
    guard let seconds else { return }
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [plan] in plan.act() }
  }

  var hasPassed: Bool { plan.state.withLock { $0.isDone } }

  func cancel() { plan.state.withLock { $0.action = nil } }
}

extension PropertyResult {
  /// The verdict on a property that nobody had time for.
  static func interrupted(_ property: any Property) -> Self {
    PropertyResult(
      property: property, conclusion: .unknown(Unknown(.none, .solver(.interruption))), seconds: 0, paths: 0,
      obligations: 0, solved: 0, cases: [])
  }

  /// The verdict, where it was the clock that interrupted the proof.
  fileprivate var timedOut: Self {
    guard case .unknown(let unknown) = conclusion else { return self }
    var result = self
    result.conclusion = .unknown(unknown.timedOut)
    return result
  }
}
