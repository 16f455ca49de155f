import FastIPC
import Foundation

// Measures one IPC, half a round trip between two threads in two spaces, and one translation of an address. Everybody
// takes turns within one process, in many short rounds, and the medians are compared: what disturbs one round disturbs
// everyone alike.
//
// Arguments: the directory of the shared libraries with the C fast path. Or “--arm-script” and a file: writes what the
// fast paths are to do on an ARM there, prints the names of the steps, and measures nothing.

let messageSizes: [UInt32] = [0, 5, 8, 16, 31]

if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "--arm-script" {
  let (names, bytes) = ARMScript.everyPath(words: messageSizes)
  try bytes.write(to: URL(fileURLWithPath: CommandLine.arguments[2]))
  for name in names { print(name) }
  exit(0)
}

let directory = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : ".build"
let rounds = 401
let roundTrips = 2000

let entries: [(name: String, entry: Entry)] = [
  ("Swift", fastIPC),
  ("C, clang -O3", entry("l4_c_fast_ipc", ofLibrary: "\(directory)/fastpath-clang.so")),
  ("C, gcc -O3", entry("l4_c_fast_ipc", ofLibrary: "\(directory)/fastpath-gcc.so")),
]
let contestants =
  entries.map { Contestant.entry($0.name, $0.entry) }
  + [Contestant.modelInPlace(), .modelOneWay(), .modelKeepingStates()]

func column(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

func number(_ value: Double) -> String { String(format: value < 100 ? "%.2f" : "%.0f", value) }

/// The medians of what contestants measure.
func medians(_ contestants: Int, _ measure: (_ who: Int) -> Double) -> [Double] {
  var times: [[Double]] = Array(repeating: [], count: contestants)
  for round in 0..<rounds {
    for turn in 0..<contestants {
      // The order changes from round to round, so that nobody always comes after the same one.
      let who = (turn + round) % contestants
      times[who].append(measure(who))
    }
  }
  return times.map { $0.sorted()[rounds / 2] }
}

var worst = 0.0
print("words " + contestants.map { column($0.name, 27) }.joined())
for words in messageSizes {
  let medians = medians(contestants.count) { contestants[$0].measure(words: words, roundTrips: roundTrips) }
  let row = medians.map { column("\(number($0)) ns (\(number($0 / medians[0])))", 27) }
  print(column("\(words)", 5) + " " + row.joined())
  worst = max(worst, medians[0] / medians[1])
}
print("In brackets: how many times as long as Swift.")
print("Swift takes at most \(String(format: "%.3f", worst)) times as long as clang's C.")

print("\nwords " + entries.map { column($0.name, 27) }.joined())
for words in messageSizes {
  print(column("\(words)", 5) + " " + entries.map { column("\(Instructions($0.entry, words: words))", 27) }.joined())
}
print("Instructions of a call, and of the reply to it.")

let contenders: [(name: String, paths: Paths)] = [
  ("Swift", .swift), ("C, clang -O3", Paths(library: "\(directory)/fastpath-clang.so")),
  ("C, gcc -O3", Paths(library: "\(directory)/fastpath-gcc.so")),
]
print("\n" + column("", 32) + contenders.map { column($0.name, 20) }.joined())
for work in Work.allCases {
  let work = contenders.map { work.prepare($0.paths) }
  let medians = medians(work.count) { work[$0].measure(times: 4000) }
  let row = medians.map { column("\(number($0)) ns (\(number($0 / medians[0])))", 20) }
  print(work[0].name + column("", 32 - work[0].name.count) + row.joined())
  worst = max(worst, medians[0] / medians[1])
}
print("In brackets: how many times as long as Swift.")
print("Of all fast paths, Swift takes at most \(String(format: "%.3f", worst)) times as long as clang's C.")

let translators = Translator.all()
let translations = medians(translators.count) { translators[$0].measure(passes: 10) }
print()
print("translations" + column("million/s", 21) + column("each", 18))
for (translator, time) in zip(translators, translations) {
  let each = "\(number(time)) ns (\(number(time / translations[0])))"
  print(translator.name + column(String(format: "%.0f", 1000 / time), 33 - translator.name.count) + column(each, 18))
}
print("In brackets: how many times as long as walks of sections.")
print(String(format: "The slowest are %.0f million a second; the budget is 20 million.", 1000 / translations.max()!))
