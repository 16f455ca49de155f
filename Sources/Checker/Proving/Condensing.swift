import Foundation

/// Looks for a quick way to a proof that has been found.
///
/// What the solver was told on the way to a proof is more than it needs, and another solver may be quicker. So parts of
/// it are left out, as long as that doesn't make the proof slower.
struct Condensing {
  private let session: SolverSession
  private let target: Term
  private let limits: SolverLimits
  /// What suffices, the target aside.
  private(set) var told: [Term]
  private(set) var solver = SolverKind.core
  /// How long the best way takes, and how long the search may take, in seconds.
  private var best = Double.infinity
  private var allowance = 0.0

  /// Proofs that take less than this, in seconds, are quick enough.
  private static let quick = 0.015
  /// Those that take more than this are worth a longer search.
  private static let slow = 0.1
  /// How many steps it may take to find out what a proof rests on.
  private static let coreSteps: UInt32 = 5_000_000

  /// Requires: the target can't hold when all of the rest do.
  init(_ session: SolverSession, _ limits: SolverLimits, _ told: [Term], target: Term) throws {
    self.session = session
    self.limits = limits
    self.told = told
    self.target = target
    try chooseSolver(among: [.core])
    if best < Self.quick { return }
    try chooseSolver(among: SolverKind.allCases.filter { $0 != .core })
    if best < Self.slow { return }
    if let core = try session.core(of: told, with: target, limits: SolverLimits(resources: Self.coreSteps)) {
      let all = (self.told, best, solver)
      (self.told, best) = (core, .infinity)
      try chooseSolver()
      if best > all.1 { (self.told, best, solver) = all }
    }
    if best < Self.slow { return }
    allowance = min(best * 8, 60)
    try shorten()
    try chooseSolver()
  }

  /// Finds the solver that is quickest, and how long it takes.
  private mutating func chooseSolver(among kinds: [SolverKind] = SolverKind.allCases) throws {
    for kind in kinds {
      if let time = try time(told, kind, atMost: best.isFinite ? best : 120), time < best {
        (best, solver) = (time, kind)
      }
    }
  }

  /// Leaves out more and more of what isn't needed: halves, quarters, and so on.
  private mutating func shorten() throws {
    var size = max(told.count / 2, 1)
    while true {
      var start = 0
      while start < told.count, allowance > 0, best >= Self.slow {
        var fewer = told
        fewer.removeSubrange(start..<min(start + size, told.count))
        if let time = try time(fewer, solver, atMost: best * 1.1) {
          told = fewer
          best = min(best, time)
        } else {
          start += size
        }
      }
      if size == 1 || allowance <= 0 || best < Self.slow { return }
      size /= 2
    }
  }

  /// How long a proof takes, in seconds; nil if it takes longer than allowed, or isn't one.
  private mutating func time(_ terms: [Term], _ kind: SolverKind, atMost seconds: Double) throws -> Double? {
    var limits = limits
    limits.seconds = seconds * 2 + 0.001
    let start = processorSeconds()
    let answer: SolverAnswer
    do { answer = try session.check(terms + [target], limits: limits, solver: kind) } catch SolverError.wrongModel {
      return nil
    }
    let taken = processorSeconds() - start
    allowance -= taken
    return answer == .unsatisfiable && taken <= seconds ? taken : nil
  }
}

/// How long this thread has run on a processor, in seconds.
private func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
