import Foundation

// Counts what kernel operations cost, and what switches cost with fast address-space switching (FASS) and with a kernel
// that flushes everything on each. Instructions are those of this machine. No cycles are counted: nothing here knows
// how long an access takes.
//
// Arguments: the file for the charts.

func column(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}

print(
  padded("operation", 38)
    + ["reads", "writes", "CPD", "TLB all", "TLB entry", "cache", "lines", "dirty"].map { column($0, 10) }.joined()
    + column("instructions", 14))
for operation in KernelOperation.all() {
  let c = operation.costs
  let counts = [
    c.reads, c.writes, c.directoryWrites, c.wholeTLBFlushes, c.entryTLBFlushes, c.cacheFlushes, c.linesInvalidated,
    c.linesWrittenBack,
  ]
  let instructions = operation.instructions.map { "\($0)" } ?? "n/a"
  print(padded(operation.name, 38) + counts.map { column("\($0)", 10) }.joined() + column(instructions, 14))
}
print("Words read and written; words of the CPD among these; flushes of TLB and cache, and lines that they cost;")
print("instructions of this machine, which simulates memory, TLB and caches.")

let timings = Timing.all().map { (name: $0.name, time: $0.measure()) }
print()
for timing in timings {
  let relative = String(format: "%.1f", timing.time / timings[0].time)
  print(padded(timing.name, 42) + column(String(format: "%.1f ns", timing.time), 12) + column("(\(relative))", 10))
}
print("In this process; in brackets: how many times as long as the first.")

let spaceCounts: [UInt32] = [2, 4, 8, 16, 32, 64]
let workingSets: [UInt32] = [4, 64]
var charts: [Chart] = []
for kilobytes in workingSets {
  func measure(_ flushesEverything: Bool) -> [SwitchCosts] {
    spaceCounts.map {
      SwitchCosts.measure(spaces: $0, workingSet: kilobytes << 10, flushesEverything: flushesEverything)
    }
  }
  let (fast, plain) = (measure(false), measure(true))
  print("\nPer switch, \(kilobytes) KB used by each space in turn:")
  print(
    padded("spaces", 9) + padded("kernel", 10)
      + ["TLB flushes", "TLB misses", "aborts", "cache flushes", "lines back", "lines filled"].map { column($0, 14) }
      .joined())
  for (spaces, both) in zip(spaceCounts, zip(fast, plain)) {
    for (name, c) in [("FASS", both.0), ("flushing", both.1)] {
      let counts = [c.tlbFlushes, c.tlbMisses, c.aborts, c.cacheFlushes, c.linesWrittenBack, c.linesRefilled]
      print(
        padded(name == "FASS" ? "\(spaces)" : "", 9) + padded(name, 10)
          + counts.map { column(String(format: "%.2f", $0), 14) }.joined())
    }
  }
  charts.append(
    Chart(
      title: "Each space uses \(kilobytes) KB", horizontal: "spaces that run in turn", vertical: "cache lines a switch",
      labels: spaceCounts.map { "\($0)" },
      series: [
        Chart.Series(name: "FASS, filled", color: "#1f6fb4", isDashed: false, values: fast.map(\.linesRefilled)),
        Chart.Series(name: "flushing, filled", color: "#c8442d", isDashed: false, values: plain.map(\.linesRefilled)),
        Chart.Series(
          name: "FASS, written back", color: "#1f6fb4", isDashed: true, values: fast.map(\.linesWrittenBack)),
        Chart.Series(
          name: "flushing, written back", color: "#c8442d", isDashed: true, values: plain.map(\.linesWrittenBack)),
      ]))
}
charts.insert(
  Chart(
    title: "Each space uses 4 KB", horizontal: "spaces that run in turn", vertical: "events a switch",
    labels: spaceCounts.map { "\($0)" },
    series: {
      let fast = spaceCounts.map { SwitchCosts.measure(spaces: $0, workingSet: 4 << 10, flushesEverything: false) }
      return [
        Chart.Series(name: "FASS, TLB flushes", color: "#1f6fb4", isDashed: false, values: fast.map(\.tlbFlushes)),
        Chart.Series(
          name: "flushing, TLB flushes", color: "#c8442d", isDashed: false, values: spaceCounts.map { _ in 1 }),
        Chart.Series(name: "FASS, aborts", color: "#1f6fb4", isDashed: true, values: fast.map(\.aborts)),
      ]
    }()), at: 0)
if CommandLine.arguments.count > 1 {
  try Chart.file(charts).write(toFile: CommandLine.arguments[1], atomically: true, encoding: .utf8)
}
