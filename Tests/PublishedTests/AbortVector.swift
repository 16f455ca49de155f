import Evidence
import Foundation

/// One state of a compiled kernel, and what its abort handler did there. See
/// `Evidence/Recordings/okl4-abort.md` for the format.
struct AbortVector: Decodable {
  let input: Input
  let output: Output

  enum CodingKeys: String, CodingKey {
    case input = "in"
    case output = "out"
  }

  struct Input: Decodable {
    let spaces: [SpaceFields]
    let cpd: [Entry]
    let bits: [String: [Int]]
    let dirty, rand, addr, status: UInt32
    let data: Bool

    enum CodingKeys: String, CodingKey {
      case spaces = "S"
      case cpd, bits, dirty, rand, addr, status, data
    }
  }

  struct SpaceFields: Decodable {
    let domain, mask, pid, vspace: UInt32
    let grants: [String: Bool]
    let l1: [Entry]
  }

  struct Output: Decodable {
    let end: String
    let addr: UInt32?
    let access: String?
    let tlb: Int
    let cache, callback: Bool
    let cpd, utcb: [Entry]
    let spaces: [SpaceResult]
    let bits: [String: [Int]]
    let currentDomain, mask, dirty, rand: UInt32
    let owner: [String: UInt32]

    enum CodingKeys: String, CodingKey {
      case spaces = "S"
      case currentDomain = "current_domain"
      case end, addr, access, tlb, cache, callback, cpd, utcb, bits, mask, dirty, rand, owner
    }
  }

  struct SpaceResult: Decodable {
    let domain, mask: UInt32
  }

  /// What an entry of a first-level table is: a word and some numbers, a Boolean as 0 or 1.
  struct Entry: Decodable, Equatable, CustomStringConvertible {
    let kind: String
    let numbers: [UInt32]

    init(_ kind: String, _ numbers: UInt32...) {
      self.kind = kind
      self.numbers = numbers
    }

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      let kind = try list.decode(String.self)
      var numbers: [UInt32] = []
      while !list.isAtEnd {
        if let truth = try? list.decode(Bool.self) {
          numbers.append(truth ? 1 : 0)
        } else {
          numbers.append(try list.decode(UInt32.self))
        }
      }
      // An invalid word with tag 0 is a word of zeros.
      let isZero = kind == "invalid" && numbers == [0]
      (self.kind, self.numbers) = isZero ? ("zero", []) : (kind, numbers)
    }

    var description: String { "\(kind)\(numbers)" }
  }

  /// The sections that are watched, in the order of the lists.
  static let sections: [UInt32] = [0x100, 0x101, 0x102, 0x13F]

  /// All vectors, in the order of the file.
  static func all() throws -> [AbortVector] {
    let decoder = JSONDecoder()
    return try recording("okl4-abort").map { try decoder.decode(AbortVector.self, from: $0) }
  }
}
