import Checker
import Evidence
import Properties
import Testing

/// What is proved and refuted of the published kernel, of what takes a second or two.
@Suite struct VerdictTests {
  /// The operations that are at fault, and a claim that breaks.
  static let refuted = [
    "fass/set-process-id-keeps-invariant": "machine-cache", "fass/grant-keeps-invariant": "machine-cache",
    "fass/revoke-keeps-invariant": "machine-cache",
  ]
  static let proved = [
    "fass/create-keeps-invariant", "fass/open-window-keeps-invariant", "fass/unmap-small-keeps-invariant",
    "fass/isolation-with-data-tlb", "tlb/sharing-with-instruction-tlb", "cache/data-hits-are-the-ideals-frame",
  ]

  @Test func whatIsRightIsProvedAndWhatIsWrongRefuted() throws {
    let names = Self.proved + Self.refuted.keys
    let chosen = properties(of: .published).filter { names.contains($0.name) }
    #expect(chosen.count == names.count)
    var options = Runner.Options()
    options.jobs = 2
    options.hints = storedHints.hints
    for outcome in Runner(chosen, options: options).run() {
      let (name, result) = (outcome.property.name, try #require(outcome.result))
      guard let claim = Self.refuted[name] else {
        #expect(result.verdict == .proved, "\(name): \(result.reason ?? "")")
        continue
      }
      let shown = try #require(result.counterexample, "\(name): \(result.verdict)")
      #expect(shown.replay.failures.contains { $0.part == claim }, "\(name): \(result.reason ?? "")")
    }
  }
}
