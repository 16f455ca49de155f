import Checker
import Testing

@testable import Logic

/// Claims and mutations are chosen by name, and a name that isn't there loses nothing silently.
@Suite struct NamedTests {
  private static func claims(_ names: [String]) -> [Claim<Native>] { names.map { Claim($0, "It holds.") { true } } }

  @Test func chosenOnesKeepTheirOrder() {
    let claims = Self.claims(["owner", "mask", "dirty"])
    #expect(claims.only(["dirty", "owner"]).map(\.name) == ["owner", "dirty"])
    #expect(claims.except(["mask"]).map(\.name) == ["owner", "dirty"])
    #expect(claims.only([]).isEmpty && claims.except([]).count == 3)
  }

  @Test func theSentenceTellsTheWrongName() {
    #expect(Self.claims(["owner", "mask"]).confusion(about: ["mask", "owners"]) == "no claim is called “owners”")
    #expect(
      [Mutation("a guard is skipped", .changeLoop(by: 1))].confusion(about: ["B6"]) == "no mutation is called “B6”")
    #expect(
      Self.claims(["mask", "mask"]).confusion(about: [])
        == "two of these are called “mask”, and each claim has a name of its own")
  }

  @Test func aMisspeltNameTraps() async {
    await #expect(processExitsWith: .failure) { _ = NamedTests.claims(["owner"]).only(["owners"]) }
    await #expect(processExitsWith: .failure) { _ = NamedTests.claims(["owner"]).except(["owners"]) }
  }

  @Test func twoOfOneNameTrap() async {
    await #expect(processExitsWith: .failure) { _ = NamedTests.claims(["mask", "mask"]).except([]) }
  }
}
