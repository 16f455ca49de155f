import ArgumentParser
import Foundation

/// A program: its commands, and how it ends.
package protocol Program: ParsableCommand {}

/// What the program that runs is called, in the commands that it advises.
let programName = CommandLine.arguments.first.map { URL(filePath: $0).lastPathComponent } ?? "l4check"

extension Program {
  /// What exit codes mean, for `--help`.
  package static var exitCodes: String {
    """
    Ends with 0 when all is proved, 1 when something is refuted or vacuous, 2 when something is unknown, 64 for bad \
    usage, 65 for a bad input file, 70 when the checker itself failed, 74 when output cannot be written, and 130 or \
    143 after an interruption.
    """
  }

  /// Runs the command that the arguments name.
  package static func main() {
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
