import Model
import Scenarios
import TestSupport
import Testing

/// What the compiler doesn't ask of a new system call. That it has arguments in scenarios, a contract, and a share of the
/// random programs, the compiler asks.
@Suite struct SystemCallListTests {
  @Test(arguments: SystemCall.allCases)
  func everySystemCallHasAHeadingInTheManual(_ call: SystemCall) throws {
    let headings = try Repository.text("docs/kernel-interface.md").split(separator: "\n").filter { $0.hasPrefix("#") }
    #expect(headings.filter { $0.hasSuffix("— `\(call)`") }.count == 1)
  }

  @Test(arguments: KernelCall.Kind.allCases)
  func everyWayIntoTheKernelHasARowInTheReferenceOfScenarios(_ kind: KernelCall.Kind) throws {
    let rows = try Repository.text("docs/run.md").split(separator: "\n").filter { $0.hasPrefix("| `") }
    #expect(rows.contains { $0.contains("`\(kind.keyword) ") || $0.contains("`\(kind.keyword)`") })
  }

  @Test(arguments: KernelCall.Kind.allCases)
  func everyWayIntoTheKernelIsTakenInAScenario(_ kind: KernelCall.Kind) throws {
    let operations = try ExampleTests.names.flatMap { try ExampleTests.scenario($0).steps.map(\.operation) }
    let taken = operations.contains { if case .enter(let call) = $0 { call.kind == kind } else { false } }
    #expect(taken, "no scenario in Examples/Scenarios has a line “\(kind.keyword) …”")
  }

  @Test func everyWayHasAWordOfItsOwn() {
    #expect(Set(KernelCall.Kind.allCases.map(\.keyword)).count == KernelCall.Kind.allCases.count)
    for kind in KernelCall.Kind.allCases { #expect(KernelCall.Kind(keyword: kind.keyword) == kind) }
  }
}
