import ARMSemantics
import FastPath
import Logic
import Model
import Testing

@Suite("A compiled OKL4 kernel, the fast path and the model agree")
struct VectorTests {
  /// What a compared state says, in the terms of a vector's output; nil when it agrees with the vector.
  static func disagreement(_ vector: Vector, _ k: Image, _ r: UserRegisters<Native>) -> String? {
    let out = vector.output
    let current = k[Machine.current]
    var pairs: [(String, [UInt32?], [UInt32?])] = [
      ("current thread", [current.word], [out.cur]),
      ("domain", [k[Machine.domain].word], [out.domain]),
      ("mask", [k[Machine.mask]], [out.mask]),
      ("DACR", [k[CP15.domainAccessControl]], [out.dacr]),
      ("PID register", [k[CP15.processID]], [out.pid.map { $0 << 25 }]),
      ("dirty domains", [k[Machine.dirtyDomains]], [out.dirty]),
      ("capability list", [k[Machine.capabilities].word], [out.clist]),
      ("UTCB word", [k[Machine.utcb]], [out.utcbref.map { Vector.utcbAddress($0[0], $0[1]) }]),
      ("r0", [r.r0], [out.r0]),
      ("MR0 to MR5", [r.mr0, r.mr1, r.mr2, r.mr3, r.mr4, r.mr5], out.inRegisters ?? []),
      ("sender space", [k[UTCB.senderSpace, current].word], [out.senderSpace]),
      ("MR6 to MR31", (6..<32).map { k[UTCB.message, current, Ref($0)] }, out.mr ?? []),
    ]
    for (i, thread) in (out.threads ?? []).enumerated() {
      let t = Thread<Native>(UInt32(i))
      pairs.append(
        (
          "thread \(i)", [k[TCB.state, t].word, k[TCB.partner, t].word, k[TCB.sentFrom, t].word],
          [Vector.state(thread.state).word, thread.partner.word, thread.sent]
        ))
    }
    return pairs.first { $0.1 != $0.2 }.map { "\($0.0): \($0.1), not \($0.2)" }
  }

  @Test("All 1,000 vectors: accepted or declined alike, with the same outputs, but for inheritance")
  func vectors() throws {
    var (fast, compared, inherited, overtaken) = (0, 0, 0, 0)
    let vectors = try Vector.all()
    for (number, vector) in vectors.enumerated() {
      let before = vector.state()
      var model = before
      let exit = Kernel.ipc(&model, vector.registers)
      var after = before
      var registers = vector.registers
      let taken = after.onMemory { FastPath.ipc(&$0, &registers) }
      if vector.output.end == "fast" { fast += 1 }

      let isCall = vector.input.from == vector.input.to
      if taken, vector.output.end != "fast" {
        // With inheritance, a call to a thread on which others wait is declined. Without, the model is the judge.
        let allowed = isCall && vector.destination?.recvq == true
        #expect(allowed, "vector \(number) is taken, but it ended \(vector.output.end)")
        inherited += 1
      } else if !taken, vector.output.end == "fast" {
        // With inheritance, a called thread runs at its caller's priority, so that nothing overtakes it.
        let priority = vector.destination?.prio ?? 256
        let allowed = isCall && vector.input.ready.contains { $0 > priority }
        #expect(allowed, "vector \(number) is declined, but it ended fast")
        overtaken += 1
      } else if taken {
        #expect(Self.disagreement(vector, after, registers) == nil, "vector \(number), fast path")
        #expect(Self.disagreement(vector, model, exit.registers) == nil, "vector \(number), model")
        compared += 1
      }
      if taken {
        #expect(after.words == model.words, "vector \(number): fast path and model leave different states")
        #expect(registers == exit.registers && !exit.continues, "vector \(number): registers differ")
      } else {
        #expect(after.words == before.words, "vector \(number) is declined, but the state has changed")
        #expect(registers == vector.registers, "vector \(number) is declined, but registers have changed")
      }
    }
    print(
      "\(vectors.count) vectors, \(fast) fast: \(compared) with the same outputs, \(overtaken) overtaken without"
        + " inheritance; \(inherited) taken that inheritance declines")
    #expect(vectors.count == 1000)
    #expect(fast == 475)
    #expect(compared == 445)
    #expect(overtaken == 30)
    #expect(inherited == 1)
  }
}
