import ArgumentParser
import Commands

/// The part of the program that proves: all that an edit of the kernel or of a property needs compiled to be judged.
/// Scenarios, walks and the search, whose many specialised copies of the kernel take longer to compile than everything
/// else, are not in it.
@main
struct L4Prove: Program {
  static let configuration = CommandConfiguration(
    commandName: "l4prove",
    abstract: "Proves, lists, shows and replays properties: a part of l4check that is quickly built.",
    discussion: exitCodes,
    subcommands: [Prove.self, List.self, Show.self, ReplayFile.self])
}
