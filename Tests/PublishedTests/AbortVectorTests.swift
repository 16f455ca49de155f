import ARMSemantics
import FastPath
import Logic
import Model
import Published
import Testing

@Suite("A compiled OKL4 kernel and the published variant handle aborts alike")
struct AbortVectorTests {
  /// In what a state, after the vector's abort, differs from the vector's; empty when it doesn't.
  private func disagreements(_ vector: AbortVector, _ m: CountingImage, _ result: AbortResult<Native>) -> [String] {
    let (k, out) = (m.base, vector.output)
    var found: [String] = []
    func compare<V: Equatable>(_ name: String, _ ours: V, _ theirs: V) {
      if ours != theirs { found.append("\(name): \(ours), not \(theirs)") }
    }
    // A callback resumes the thread, elsewhere.
    let isCallback = result.action == .callback
    compare("end", result.action == .pageFault ? "pagefault" : "resumed", out.end)
    compare("callback", isCallback, out.callback)
    if out.end == "pagefault" {
      compare("address", result.address, out.addr)
      // Whether the instruction stores, the vectors don't tell.
      compare("access", result.access == .fetch, out.access == "execute")
    }
    compare("TLB flushes", m.tlbFlushes, out.tlb)
    compare("cache flush", m.cacheFlushes > 0, out.cache)
    for (j, theirs) in out.cpd.enumerated() {
      compare("CPD \(j)", AbortVector.entry(k[PhysicalMemory.contents, AbortVector.word(k, j)], k), theirs)
    }
    for (i, theirs) in out.spaces.enumerated() {
      let s = Space<Native>(UInt32(i))
      compare("domain of \(i)", k[SpaceTable.domain, s].word, theirs.domain)
      compare("mask of \(i)", k[SpaceTable.mask, s], AbortVector.mask(theirs.mask, domain: theirs.domain))
      compare("UTCBs of \(i)", utcbs(s, k), out.utcb[i])
    }
    for d in 0..<UInt32(16) {
      let sections = AbortVector.sections.indices.filter { j in
        let section = AbortVector.sections[j]
        return k[SectionBitmap.sections, Ref(d), Ref(section >> 5)] & 1 << (section & 31) != 0
      }
      compare("bitmap of \(d)", sections, (out.bits["\(d)"] ?? []).sorted())
      compare("owner of \(d)", k[DomainTable.owner, Ref(d)].word, out.owner["\(d)"] ?? Space<Native>.none.word)
    }
    compare("current domain", k[Machine.domain].word, out.currentDomain)
    compare("live mask", k[Machine.mask], out.mask)
    compare("DACR", k[CP15.domainAccessControl], out.mask)
    compare("dirty domains", k[Machine.dirtyDomains], out.dirty)
    compare("seed", k[Replacement.seed, .only], out.rand)
    return found
  }

  private func utcbs(_ s: Space<Native>, _ k: Image) -> AbortVector.Entry {
    let entry = CachingDirectory.entry(k, Section.utcbs(of: s))
    return entry.isFault ? .init("space", s.word) : .init("utcb", entry.domain)
  }

  @Test("All 1,500 vectors: same end, flushes, CPD, bitmaps, masks, owners, dirty domains and replacement")
  func vectors() throws {
    let vectors = try AbortVector.all()
    var recycled = 0
    for (number, vector) in vectors.enumerated() {
      var m = CountingImage(vector.state())
      let result = Published.handleAbort(&m, vector.abort)
      let found = disagreements(vector, m, result)
      #expect(found.isEmpty, "vector \(number)")
      if m.base[Replacement.seed, .only] != vector.input.rand { recycled += 1 }
    }
    #expect(vectors.count == 1500)
    #expect(recycled == 26)
  }
}
