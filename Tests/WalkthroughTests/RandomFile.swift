import ARMSemantics
import Walkthrough

/// Small files of a few megabytes each, in which most things happen.
enum RandomFile {
  static func text<G: RandomNumberGenerator>(using generator: inout G) -> String {
    func pick<T>(_ choices: [T]) -> T { choices[Int.random(in: choices.indices, using: &generator)] }
    func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &generator) == 0 }
    func word() -> UInt32 { UInt32.random(in: 0...UInt32.max, using: &generator) }
    func number(_ most: UInt32) -> UInt32 { UInt32.random(in: 0...most, using: &generator) }
    func hexadecimal(_ word: UInt32) -> String { "0x" + String(word, radix: 16) }
    func mapping(_ size: UInt32) -> String { hexadecimal(word() & ~(size - 1)) }
    func permissions(_ count: Int) -> String {
      let values = (0..<(chance(2) ? 1 : count)).map { _ in String(number(3)) }.joined(separator: " ")
      return "ap \(values) \(pick(["", "c", "b", "cb"]))"
    }
    let pid = pick([0, 0, 1, 127] as [UInt32])
    let slot = chance(4) ? 0 : pid << 25
    var lines = [
      "processor \(pick(Profile.named.map(\.id)))",
      "control \(pick(["M", "M", "M A", "M S", "M R", "M S R", "A", "0"]))",
      "ttbr 0x4000", "pid \(pid)",
      "dacr \(chance(4) ? hexadecimal(word()) : "1=client 2=\(pick(["manager", "reserved"])) 3=client")",
    ]
    let megabyte: UInt32 = 1 << 20
    for index in 0..<(4 as UInt32) {
      let (base, domain) = (slot + index * megabyte, number(3))
      let table = 0x8000 + index * 0x1000
      func page() {
        let offset = pick([0, 0x1_0000, 0x2_0000] as [UInt32])
        lines.append("large \(hexadecimal(base + offset)) -> \(mapping(1 << 16)) \(permissions(4))")
        lines.append("small \(hexadecimal(base + 0x3_0000)) -> \(mapping(1 << 12)) \(permissions(4))")
      }
      switch number(5) {
      case 0, 1:
        lines.append("section \(hexadecimal(base)) -> \(mapping(megabyte)) domain \(domain) \(permissions(1))")
      case 2, 3:
        lines.append("coarse \(hexadecimal(base)) -> \(hexadecimal(table)) domain \(domain)")
        page()
        lines.append("extended \(hexadecimal(base + 0x3_1000)) -> \(mapping(1 << 12)) \(permissions(1))")
      case 4:
        lines.append("fine \(hexadecimal(base)) -> \(hexadecimal(table)) domain \(domain)")
        page()
        lines.append("tiny \(hexadecimal(base + 0x3_1000)) -> \(mapping(1 << 10)) \(permissions(1))")
      default:
        lines.append("memory \(hexadecimal(0x4000 + base >> 18)) = \(hexadecimal(word()))")
      }
      if chance(20) { lines.append("aborts \(hexadecimal(0x4000 + base >> 18))") }
      if chance(20) { lines.append("aborts \(hexadecimal(table + 0xC0)) \(hexadecimal(table))") }
      if chance(10) { lines.append("buffered \(hexadecimal(0x4000 + base >> 18)) = \(hexadecimal(word()))") }
      if chance(3) {
        let (size, bytes) = pick([
          ("1M", megabyte), ("64K", 1 << 16), ("16K", 1 << 14), ("4K", 1 << 12), ("1K", 1 << 10),
        ])
        let side = pick(["data-tlb", "instruction-tlb"])
        lines.append(
          "\(side) \(hexadecimal(base)) \(size) -> \(mapping(bytes)) domain \(number(3)) \(permissions(1))")
      }
    }
    let offset = pick([0, 0x3_0000, 0x3_1000, 0x1_C000, 0x8_0000] as [UInt32]) + pick([0, 0, 1, 2, 0xC04])
    let address = (chance(2) ? slot : 0) + number(4) * megabyte + offset
    lines.append(
      "access \(pick(["read", "write", "fetch"])) \(pick([1, 2, 4])) \(pick(["user", "privileged"])) \(hexadecimal(address))"
    )
    lines.shuffle(using: &generator)
    return lines.joined(separator: "\n")
  }
}
