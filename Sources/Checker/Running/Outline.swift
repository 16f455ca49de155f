import Logic

/// What a property assumes, proves and distinguishes, read off its paths without proving anything.
public struct Outline: Sendable {
  /// The assumptions, in English, in the order in which they are made.
  public let assumptions: [String]
  /// The statements to prove.
  public let statements: [String]
  /// The cases that some state must reach.
  public let cases: [String]

  /// - Parameter property: A property; one with so many paths that they cannot be explored has an empty outline.
  public init(_ property: any Property) {
    func paths(_ property: some Property) -> [ExploredPath] {
      ((try? explorePaths(property, arena: TermArena(), mutation: nil, limit: 500)) ?? nil) ?? []
    }
    let paths = paths(property)
    defer { for path in paths { path.context.forgetClaims() } }
    let trials = paths.map(\.trial)
    assumptions = Self.unique(trials.flatMap(\.assumed))
    statements = Self.unique(trials.flatMap(\.statements))
    cases = Self.unique(trials.flatMap(\.cases).map(\.name))
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
