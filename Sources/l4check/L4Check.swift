import ArgumentParser
import Commands

/// The program.
@main
struct L4Check: Program {
  static let configuration = CommandConfiguration(
    commandName: "l4check",
    abstract: "Proves that an L4 kernel for ARM isolates its users, and that its fast paths do what its model does.",
    discussion: exitCodes,
    subcommands: [Prove.self, List.self, Show.self, ReplayFile.self, WalkCommand.self, RunCommand.self, Explore.self])
}
