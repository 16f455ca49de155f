import ARMSemantics
import Logic

/// What a walk depends on, for comparison.
struct Contents: Equatable {
  var registers: [UInt32]
  var memory: [UInt32: [UInt32]] = [:]
  var entries: [[UInt32]] = []

  init(_ k: Image) {
    registers = CP15Register.allCases.map { Coprocessor.read(k, $0) }
    for object in k.listedObjects(ofKind: PhysicalWordKind.number) {
      let word = PhysicalWord<Native>(object)
      let fields = [
        k[PhysicalMemory.contents, word], k[PhysicalMemory.aborts, word], k[PhysicalMemory.isBuffered, word],
        k[PhysicalMemory.buffered, word],
      ]
      if fields.contains(where: { $0 != 0 }) { memory[object] = fields }
    }
    add(k, DataTLB.self)
    add(k, InstructionTLB.self)
  }

  private mutating func add<T: TLBTable>(_ k: Image, _ tlb: T.Type) {
    for entry in 0..<k.count(T.Key.self) where k[T.isValid, Ref(entry)] != 0 {
      entries.append([UInt32(T.number)] + TLB.mapping(k, tlb, Ref(entry)).leaves.map(\.word))
    }
  }
}
