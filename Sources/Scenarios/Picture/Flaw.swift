import ARMSemantics
import Checker
import Logic
import Model

/// Why a run stops, as a picture shows it.
struct Flaw {
  /// Where the harm is.
  enum Culprit: Equatable {
    case line(Snapshot.LinePlace)
    case entry(Snapshot.Reach)
    case directory(megabyte: UInt32)
  }

  /// What user code saw, and what the ideal has.
  let sentence: String
  /// What user code saw, in two words.
  var short = "stop"
  var culprit: Culprit?
  /// Whether user code sees what the ideal doesn't have.
  var isViolation: Bool { culprit != nil }

  init(sentence: String) { self.sentence = sentence }

  /// - Parameters:
  ///   - mva: The modified virtual address of the access.
  ///   - before: The state in which it was made: where an abort is told to a pager, the running space is another afterwards.
  init(
    _ violation: Violation, _ access: UserAccess, _ state: Snapshot, mva: UInt32, before: Snapshot, _ spaces: Names
  ) {
    let space = before.space.map { spaces[$0] } ?? "user code"
    let verb = [.write: "writes", .fetch: "fetches"][access.kind] ?? "reads"
    let side: Side = access.kind == .fetch ? .instruction : .data
    let meant = before.ideal[access.address].map { spaces[$0.owner] } ?? ""
    let whose = meant == space ? "its own frame" : "\(meant)'s frame"
    let megabyte = Megabyte<Native>(at: mva).word
    let reach = state.entries.keys.filter { $0.side == side && mva & ~$0.mask == $0.base }.min { $0.mask < $1.mask }
    let domain =
      reach.flatMap { state.entries[$0] } ?? FirstLevelDescriptor<Native>(state.directory[megabyte] ?? 0).domain
    let found = state.owners[Int(domain)].map { spaces[$0] } ?? "nobody"
    let reached = found == space ? "its own frame" : "\(found)'s frame"
    let through = reach.map(Culprit.entry) ?? .directory(megabyte: megabyte)
    let start = "\(space) \(verb) \(hexadecimal(access.address))"
    switch violation {
    case .findsLineOfAnotherFrame(let address, let ideal):
      let place = Snapshot.LinePlace(side: side, number: Granule.line(at: mva))
      let owner = state.lines[place].map { spaces[$0.owner] } ?? "another"
      let line = owner == space ? "an old line" : "\(owner)'s line"
      sentence =
        "\(start), and finds \(line) of frame \(hexadecimal(address)) in the cache; "
        + "the ideal has \(whose), \(hexadecimal(ideal))."
      (short, culprit) = (line, .line(place))
    case .reachesAnotherFrame(let address, let ideal):
      sentence =
        "\(start), and reaches \(reached), \(hexadecimal(address)); the ideal has \(whose), \(hexadecimal(ideal))."
      (short, culprit) = ("\(found)'s frame", through)
    case .reachesWhatIsForbidden(let address, let ideal):
      sentence =
        "\(start), and reaches \(reached), \(hexadecimal(address)); "
        + "the ideal has a \(FaultStatus.names[ideal] ?? "fault")."
      (short, culprit) = ("\(found)'s frame", through)
    case .isDeniedWhatIsAllowed(let status, let address):
      sentence =
        "\(start), and takes a \(FaultStatus.names[status] ?? "fault") that nothing repairs; "
        + "the ideal has \(whose), \(hexadecimal(address))."
      (short, culprit) = ("page fault", .directory(megabyte: megabyte))
    case .livelock(let aborts):
      sentence = "\(start), and still aborts after \(aborts) repairs; the ideal has \(whose)."
      (short, culprit) = ("livelock", .directory(megabyte: megabyte))
    }
  }
}
