import Logic
import Model
import Testing

/// Comparisons go through lists of registers; a register that is added later must be on them.
@Suite struct RegisterTests {
  private let some = UserRegisters<Native>(r0: 1, r1: 2, mr0: 3, mr1: 4, mr2: 5, mr3: 6, mr4: 7, mr5: 8)
  private let others = UserRegisters<Native>(r0: 11, r1: 12, mr0: 13, mr1: 14, mr2: 15, mr3: 16, mr4: 17, mr5: 18)

  /// The stored properties of registers, as the compiler knows them.
  private func fields(_ registers: UserRegisters<Native>) -> [String: UInt32] {
    var fields: [String: UInt32] = [:]
    for (label, value) in Mirror(reflecting: registers).children { fields[label ?? ""] = value as? UInt32 }
    return fields
  }

  @Test func theListOfRegistersNamesEveryStoredRegister() {
    #expect(fields(some).count == Mirror(reflecting: some).children.count)
    #expect(Set(fields(some).values).count == fields(some).count, "values that differ tell registers apart")
    #expect(Dictionary(some.leaves.map { ($0.name, $0.word) }, uniquingKeysWith: { first, _ in first }) == fields(some))
    #expect(some.leaves.count == fields(some).count)
  }

  @Test func aConditionalChoosesEveryRegister() {
    #expect(fields(.ite(true, some, others)) == fields(some))
    #expect(fields(.ite(false, some, others)) == fields(others))
  }

  @Test func anExitIsItsKindAndItsRegistersAndNothingElse() {
    let (user, continuation) = (Exit<Native>.user(some), Exit<Native>.continuation)
    #expect(Mirror(reflecting: user).children.map(\.label) == ["continues", "registers"])
    #expect(!user.continues && continuation.continues)
    #expect(fields(user.registers) == fields(some))
    #expect(fields(continuation.registers).values.allSatisfy { $0 == 0 })
  }

  @Test func aConditionalChoosesAllOfAnExit() {
    let (a, b) = (Exit<Native>.user(some), Exit<Native>(continues: true, registers: others))
    #expect(!Exit.ite(true, a, b).continues && Exit.ite(false, a, b).continues)
    #expect(fields(Exit.ite(true, a, b).registers) == fields(some))
    #expect(fields(Exit.ite(false, a, b).registers) == fields(others))
  }
}
