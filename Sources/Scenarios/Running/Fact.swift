/// One thing that a step changed, for a reader who knows the hardware.
public struct Fact: Sendable, Equatable, Codable {
  /// What it is about, such as `CPD` or `DACR`.
  public let about: String
  /// What happened.
  public let text: String

  init(_ about: String, _ text: String) {
    self.about = about
    self.text = text
  }
}
