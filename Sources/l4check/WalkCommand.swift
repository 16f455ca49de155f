import ARMSemantics
import ArgumentParser
import Checker
import Commands
import Foundation
import Logic
import Walkthrough

/// Translates one address by the tables of a file.
struct WalkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "walk",
    abstract: "Translates an address step by step, by tables and registers that a file describes.",
    discussion: """
      The file is a text of lines, or the counterexample of a property arm/…. Lines are such as

        control M
        ttbr 0x00004000
        dacr 3=client
        section 0x00100000 -> 0x20000000 domain 3 ap 3 cb

      docs/walk.md lists all that a file may say, and Examples/walks has some. What the command line says of the \
      access comes before what the file says. Ends with 0 whenever the walk is shown, however the access ends, and \
      with 65 for a file that makes no sense, which is told with line and column.
      """)

  @Argument(help: "A file that describes tables and registers, or - for the standard input.")
  var file: String

  @Argument(help: "The virtual address; not needed if the file has an access.")
  var address: String?

  @Flag(exclusivity: .exclusive, help: "The kind of access (default: --read).")
  var kind: Kind?

  @Option(help: ArgumentHelp("How many bytes: 1, 2 or 4 (default: 4).", valueName: "number"))
  var bytes: UInt32?

  @Flag(exclusivity: .exclusive, help: "The mode that makes the access (default: --user).")
  var mode: Mode?

  @Option(help: ArgumentHelp("The processor (default: \(Profile.usual.id)).", valueName: "name"))
  var processor: Profile?

  @Flag(help: "Print the machine and the access as a file of raw words, and not the walk.")
  var text = false

  func validate() throws {
    if let address, UInt32(literal: address) == nil {
      throw ValidationError("“\(address)” is no address of 32 bits; give one such as 0x00100000 or 1048576.")
    }
    if let bytes, ![1, 2, 4].contains(bytes) {
      throw ValidationError("“--bytes \(bytes)” makes no sense; give 1, 2 or 4.")
    }
  }

  func run() throws {
    var probe = try ProbeFile.read(file)
    probe.access = access(probe.access)
    probe.processor = processor ?? probe.processor
    if text { return try Output.standard.write(MemorySystemFile.text(of: probe)) }
    guard let access = probe.access else {
      throw Failure.usage("\(file) has no access; give an address after the file, such as 0x00100000")
    }
    do {
      try Output.standard.write(Explanation(access, on: probe.machine, probe.profile).text)
    } catch let error as ExplanationError {
      throw Failure.checker("\(error)")
    }
  }

  /// The access that the command line asks about, with the file's where it says nothing.
  private func access(_ given: Access<Native>?) -> Access<Native>? {
    guard let address = address.flatMap({ UInt32(literal: $0) }) ?? given?.address else { return nil }
    return Access(
      address: address, kind: kind?.value ?? given?.kind ?? .read, size: bytes ?? given?.size ?? 4,
      isPrivileged: mode.map { $0 == .privileged } ?? given?.isPrivileged ?? false)
  }

  enum Kind: String, EnumerableFlag {
    case read, write, fetch

    var value: Code<AccessKind, Native> {
      switch self {
      case .read: .read
      case .write: .write
      case .fetch: .fetch
      }
    }
  }

  enum Mode: String, EnumerableFlag {
    case user, privileged
  }
}

extension Profile: ExpressibleByArgument {
  public init?(argument: String) {
    guard let profile = Self.named.first(where: { $0.id == argument }) else { return nil }
    self = profile
  }

  public static var allValueStrings: [String] { named.map(\.id) }

  public static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
