import Foundation
import Testing

/// The compiler tells one vocabulary from another: what compares them, or gives a value of one for a value of another,
/// doesn't compile.
///
/// The compiler is asked itself, with the modules that the tests were built with.
@Suite(.enabled("No swiftc on the path, or no modules beside the tests: nothing was asked.") { Compiler.found != nil })
struct VocabularyTests {
  /// What is asked: an expression that compiles, the same with a value of another kind, and what the compiler says of
  /// that.
  struct Pair: CustomTestStringConvertible {
    let testDescription: String
    let good, bad: String
    let complaint: [String]

    init(_ name: String, _ good: String, not bad: String, _ complaint: String...) {
      (testDescription, self.good, self.bad, self.complaint) = (name, good, bad, complaint)
    }
  }

  static let pairs = [
    Pair(
      "a state with a continuation", "k[TCB.state, t] == k[TCB.state, u]",
      not: "k[TCB.state, t] == k[TCB.continuation, u]", "'=='", "'Code<ThreadState,", "'Code<Continuation,"),
    Pair(
      "a state with a number", "k[TCB.state, t] == Code(7)",
      not: "k[TCB.state, t] == n", "cannot convert", "Plain", "ThreadState"),
    Pair(
      "a resource in a tag", "r.tag.has(Flags<Tag, Native>.notify)",
      not: "r.tag.has(Flags<Resources, Native>.kernelIPC)",
      "cannot convert", "'Flags<Resources, Native>'", "'Flags<Tag, Native>'"),
    Pair(
      "a size for a kind of access",
      "Access<Native>(address: n, kind: Code<AccessKind, Native>.read, size: 4, isPrivileged: true).isWrite",
      not: "Access<Native>(address: n, kind: Code<PageSize, Native>.small, size: 4, isPrivileged: true).isWrite",
      "cannot convert", "'Code<PageSize, Native>'", "'Code<AccessKind, Native>'"),
  ]

  @Test("The compiler takes a vocabulary's own values", arguments: pairs)
  func ownValues(_ pair: Pair) throws {
    let run = try #require(Compiler.found).check(pair.good)
    #expect(run.succeeds, "\(run.errors)")
  }

  @Test("The compiler takes no other vocabulary's", arguments: pairs)
  func otherValues(_ pair: Pair) throws {
    let run = try #require(Compiler.found).check(pair.bad)
    #expect(!run.succeeds)
    let errors = run.errors.split(separator: "\n").filter { $0.contains("error: ") }
    #expect(errors.contains { error in pair.complaint.allSatisfy { error.contains($0) } }, "\(run.errors)")
  }
}

/// The Swift compiler, and the modules that the tests were built with.
private struct Compiler {
  let executable, modules: URL

  static let found: Compiler? = {
    let files = FileManager.default
    let directories = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let executable = directories.map { URL(fileURLWithPath: "\($0)/swiftc") }.first {
      files.isExecutableFile(atPath: $0.path)
    }
    var place = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    while place.path != "/" {
      place.deleteLastPathComponent()
      let modules = place.appendingPathComponent("Modules")
      if files.fileExists(atPath: modules.appendingPathComponent("Model.swiftmodule").path) {
        return executable.map { Compiler(executable: $0, modules: modules) }
      }
    }
    return nil
  }()

  /// Type-checks a truth value about a kernel `k`, threads `t` and `u`, registers `r` and a number `n`.
  func check(_ expression: String) throws -> (succeeds: Bool, errors: String) {
    let source = """
      import ARMSemantics
      import Logic
      import Model
      func check(_ k: Image, _ t: Thread<Native>, _ u: Thread<Native>, _ r: UserRegisters<Native>, _ n: UInt32) -> Bool {
        \(expression)
      }
      """
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("l4check-\(UUID().uuidString).swift")
    try Data(source.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = executable
    process.arguments = ["-typecheck", "-I", modules.path, file.path]
    process.standardInput = FileHandle.nullDevice
    process.standardError = pipe
    try process.run()
    let errors = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus == 0, errors)
  }
}
