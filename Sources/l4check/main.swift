import Checker
@preconcurrency import Foundation
import Properties

setvbuf(stdout, nil, _IONBF, 0)

signal(SIGILL, SIG_DFL)
let prover = try Prover(limits: SolverLimits(resources: 0, seconds: 60))
if let d = ProcessInfo.processInfo.environment["SMT"] {
  prover.onQuery = { n, a in
    try! smtlib(assertions: a).write(
      toFile: d + "/" + n.replacingOccurrences(of: "/", with: "-") + ".smt2", atomically: false, encoding: .utf8)
  }
}
for p in properties where CommandLine.arguments.count < 2 || p.name.contains(CommandLine.arguments[1]) {
  do {
    let r = try prover.prove(p)
    print(r.status, p.name, r.reason ?? "", r.seconds, "paths", r.paths, "ob", r.obligations, r.solved, r.cases)
    if let c = r.counterexample {
      for f in c.replay.failures {
        print(f.statement, f.part)
        for d in f.differences { print("  ", d.place, d.before, d.first, d.second) }
      }
      print(c.instance.words)
    }
    if ProcessInfo.processInfo.environment["FAULTS"] != nil {
      for f in p.faults {
        do {
          let r = try prover.prove(p, fault: f)
          print("   ", r.status, f.name, "|", r.reason ?? "", r.seconds)
        } catch { print("   ERROR", f.name, error) }
      }
    }
  } catch { print("ERROR", p.name, error) }
}
