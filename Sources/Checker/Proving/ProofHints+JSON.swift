import Foundation

// Hints as a file. It is JSON, of which readers need know no more than that; a line holds one obligation or one state, so
// that a difference between two files shows what changed.

extension ProofHints: Decodable {
  private enum CodingKeys: CodingKey { case open, proofs, refutations, taken, witnesses }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    proofs = try container.decode([String: Way].self, forKey: .proofs)
    open = try container.decodeNames(forKey: .open)
    taken = try container.decodeNames(forKey: .taken)
    witnesses = try container.decode([CounterexampleFile].self, forKey: .witnesses)
    refutations = try container.decodeIfPresent([CounterexampleFile].self, forKey: .refutations) ?? []
  }

  /// The file's contents, in an order that depends on nothing but the hints.
  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func text(_ value: some Encodable) throws -> String { String(decoding: try encoder.encode(value), as: UTF8.self) }
    func lines(_ open: String, _ lines: [String], _ close: String) -> String {
      lines.isEmpty ? open + close : "\(open)\n\(lines.joined(separator: ",\n"))\n\(close)"
    }
    let ways = try proofs.sorted { $0.key < $1.key }.map { "\(try text($0.key)):\(try text($0.value))" }
    var entries = [
      "\"open\":\(try text(open.sorted().joined(separator: " ")))",
      "\"proofs\":\(lines("{", ways, "}"))",
      "\"taken\":\(try text(taken.sorted().joined(separator: " ")))",
      "\"witnesses\":\(lines("[", try witnesses.map(text), "]"))",
    ]
    if !refutations.isEmpty { entries.append("\"refutations\":\(lines("[", try refutations.map(text), "]"))") }
    return Data((lines("{", entries, "}") + "\n").utf8)
  }
}

extension KeyedDecodingContainer {
  /// Names, with a space between any two.
  fileprivate func decodeNames(forKey key: Key) throws -> Set<String> {
    Set(try decode(String.self, forKey: key).split(separator: " ").map(String.init))
  }
}

extension ProofHints.Way: Codable {
  private enum CodingKeys: CodingKey { case solver, told }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    solver = try container.decode(SolverKind.self, forKey: .solver)
    told = try container.decode(String.self, forKey: .told).split(separator: " ").map(String.init)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(solver, forKey: .solver)
    try container.encode(told.joined(separator: " "), forKey: .told)
  }
}
