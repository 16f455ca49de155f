import ArgumentParser
import Foundation

/// The program.
@main
struct L4Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "l4check",
    abstract: "Proves that an L4 kernel for ARM isolates its users, and that its fast paths do what its model does.",
    discussion: """
      Ends with 0 when all is proved, 1 when something is refuted or vacuous, 2 when something is unknown, 64 for bad \
      usage, 65 for a bad input file, 70 when the checker itself failed, 74 when output cannot be written, and 130 or \
      143 after an interruption.
      """,
    subcommands: [Prove.self, List.self, Show.self, ReplayFile.self, WalkCommand.self, RunCommand.self, Explore.self])

  static func main() {
    // A closed pipe is an error of a write, to be reported like any other.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      end(error)
    }
  }

  /// Says why in one sentence, and ends.
  private static func end(_ error: any Error) -> Never {
    if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
    let failure = error as? Failure
    let message = failure.map { "Error: \($0.sentence)" } ?? fullMessage(for: error)
    let code = failure?.code ?? exitCode(for: error)
    do {
      let output = code.isSuccess ? Output.standard : Output.error
      if !message.isEmpty { try output.write(message + "\n") }
    } catch {
      if code.isSuccess {
        try? Output.error.write("Error: \((error as? Failure)?.sentence ?? "\(error)")\n")
        Foundation.exit(Exit.cannotWrite.rawValue)
      }
    }
    Foundation.exit(code.rawValue)
  }
}
