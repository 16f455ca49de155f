/// A run of a scenario, as data.
public struct RunReport: Sendable, Equatable, Codable {
  /// The version of this format.
  public static let version = 1

  /// The version of the format that it is in.
  public let version: Int
  /// What the two versions of the kernel are called.
  public let implementations: [String]
  /// How many objects there were.
  public let sizes: Platform.Sizes
  /// Every step that was made; the last one tells why the run stopped, if it did.
  public let steps: [StepReport]
  /// How many steps the scenario has.
  public let length: Int

  public init(_ scenario: Scenario, implementations: [String], steps: [StepReport]) {
    version = Self.version
    self.implementations = implementations
    sizes = scenario.sizes
    self.steps = steps
    length = scenario.steps.count
  }
}
