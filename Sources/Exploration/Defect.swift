/// A defect of the published kernel that the search can tell from the others; docs/case-study.md has all of them.
public enum Defect: String, Sendable, CaseIterable {
  /// A stale bit in a section bitmap.
  case staleBit = "B1"
  /// A window onto a granter without a domain.
  case granterWithoutDomain = "B2"
  /// Grant and revoke look at the wrong space.
  case wrongSpace = "B6"
  /// A grant opens a whole domain.
  case wholeDomain = "B7"
  /// Closing a window leaves what it showed.
  case closedWindow = "B8"
  /// An old tag hides a window.
  case hiddenWindow = "B9"
  /// A vspace changes without a flush.
  case vspace = "B10"
  /// A call through a reply handle is refused on the slow path.
  case refusedCall = "B12"
  /// A refused notification has a sender on the fast path.
  case refusedNotification = "B13"
  /// The process ID changes in memory only.
  case processID = "B15"
  /// A manager who becomes a client stays a manager.
  case managerStays = "N1"
}

extension Finding {
  /// The defect of the published kernel that it shows: what is violated tells it, and which operations broke which claims
  /// before. Nil if it needs the mistakes of two defects, and on our kernel.
  public var defect: Defect? {
    guard kernel == .published else { return nil }
    if property == .ipc { return told == "r0" ? .refusedNotification : .refusedCall }
    // A register that isn't the active space's leads to violations of all kinds.
    let pid = Break(operation: "pid", claim: "machine-cache")
    if breaks.contains(pid) { return Set(breaks) == [pid] ? .processID : nil }
    let essential = essentialBreaks
    /// Whether operations broke a claim, among other things.
    func has(_ operations: Set<String>, _ claim: String) -> Bool {
      essential.contains { operations.contains($0.operation) && $0.claim == claim }
    }
    /// Whether they did, and nothing else was broken.
    func hasOnly(_ operations: Set<String>, _ claim: String) -> Bool {
      !essential.isEmpty && essential.allSatisfy { operations.contains($0.operation) && $0.claim == claim }
    }
    let accesses: Set = ["read", "write"]
    switch property {
    case .cache:
      if hasOnly(accesses, "data-lines-are-dirty") { return .granterWithoutDomain }
      if has(["unmap"], "CPD"), !has(accesses, "data-lines-are-dirty") { return .staleBit }
      if essential.contains(where: { $0.operation == "vspace" }) { return .vspace }
    case .transparency:
      if hasOnly(["unmap"], "CPD") { return .hiddenWindow }
      if hasOnly(["grant"], "machine-cache") { return .wrongSpace }
    case .sharing:
      if hasOnly(["revoke"], "machine-cache") { return .wrongSpace }
      if hasOnly(["grant", "map"], "windows") { return .wholeDomain }
      if hasOnly(["close"], "windows") { return .closedWindow }
      if hasOnly(["grant"], "masks") { return .managerStays }
    case .isolation, .ipc: break
    }
    return nil
  }

  /// What broke, without what every grant and every mapping of a granter breaks, unless it comes last.
  private var essentialBreaks: [Break] {
    breaks.dropLast().filter { !($0.claim == "windows" && ["grant", "map"].contains($0.operation)) } + breaks.suffix(1)
  }
}
