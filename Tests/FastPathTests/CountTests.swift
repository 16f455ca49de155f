import FastPath
import Logic
import Model
import Testing

@Suite("Raw memory knows how many objects there are")
struct CountTests {
  /// A kernel's own kinds, and an image that knows their numbers from the schema.
  private let image = Image(kernelSchema, counts: kernelCounts(threads: 3, spaces: 2, lists: 5))
  private let kinds: [any Kind.Type] = [
    ThreadKind.self, SpaceKind.self, CapabilityListKind.self, CapabilitySlot.self, DomainKind.self, PriorityKind.self,
    PriorityGroupKind.self, MessageRegister.self, MessageRegisterInCPU.self, MachineKind.self,
  ]

  private func disagreements<S: Store>(_ store: S) -> [String] where S.R == Native {
    func differs<K: Kind>(_ kind: K.Type) -> Bool { store.count(kind) != image.count(kind) }
    return kinds.filter { differs($0) }.map { "\($0)" }
  }

  @Test("The kernel's memory has as many as the schema says")
  func kernelMemory() {
    var copy = image
    copy.onMemory { #expect(disagreements($0) == []) }
  }

  @Test("The system's memory has as many as the schema says")
  func systemMemory() {
    let plan = SystemPlan(kernelSchema, counts: image.layout.counts, ram: 0..<4096, pages: 1, lines: 2)
    let region = plan.allocate()
    defer { region.deallocate() }
    #expect(disagreements(SystemMemory(region: region, plan: plan)) == [])
  }
}
