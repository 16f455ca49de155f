import Foundation
import Logic

/// A counterexample as a file: everything that a run of its property depends on, in JSON.
///
/// Words of the state that are not listed hold their column's least interesting value.
public struct CounterexampleFile: Codable, Sendable, Equatable {
  /// The version that this code writes, and the only one that it reads.
  public static let currentVersion = 1

  public var version = CounterexampleFile.currentVersion
  /// The name of the property.
  public var property: String
  /// Which variant of the system the property is about, if there are several and it isn't the usual one.
  public var variant: String?
  /// The name of the mutation, if the code had one.
  public var mutation: String?
  /// The number of objects of each kind that may have more or fewer. Files of an older form give those of all kinds.
  public var counts: [String: UInt32]
  /// The interesting words of the state, by place, such as `TCB[1].partner`.
  public var state: [String: UInt32]
  /// The arbitrary words, by name.
  public var words: [String: UInt32]

  public init(_ property: any Property, _ instance: Instance, mutation: String?, variant: String? = nil) {
    let schema = instance.state.schema
    self.property = property.name
    self.variant = variant
    self.mutation = mutation
    counts = [:]
    for (kind, count) in zip(schema.kinds, instance.state.layout.counts) where kind.least < kind.most {
      counts[kind.name] = count
    }
    var state: [String: UInt32] = [:]
    schema.forEachWord(of: instance.state) { number, table, column, i, j in
      let word = instance.state[number, column, i, j]
      // That an object is listed matters even where its words don't.
      if word != column.boring || schema.kinds[table.key].isSparse {
        state[schema.place(table, column, i, j)] = word
      }
    }
    self.state = state
    words = instance.words
  }

  /// The file's contents, with a newline at the end.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }
}

/// What is wrong with a file that should hold a counterexample: one sentence without its subject, the file.
public struct CounterexampleFileError: Error, Equatable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

// MARK: - Reading

extension CounterexampleFile {
  /// Larger states are nothing that a person looks at, nor anything that this checker writes.
  static let mostBytes = 64 << 20

  /// The names in the file. That of the mutation is older than its name here.
  enum CodingKeys: String, CodingKey, CaseIterable {
    case version, property, variant
    case mutation = "fault"
    case counts, state, words
  }

  /// Only the version: a later one may have a different form.
  private struct Header: Decodable { var version: Int }

  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Names all keys of an object.
  private struct Keys: Decodable {
    let names: [String]
    init(from decoder: any Decoder) throws {
      names = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue).sorted()
    }
  }

  /// Reads a file strictly.
  ///
  /// - Throws: ``CounterexampleFileError``.
  public init(json data: Data) throws {
    if data.isEmpty { throw CounterexampleFileError("is empty") }
    let decoder = JSONDecoder()
    do {
      let header = try decoder.decode(Header.self, from: data)
      guard header.version == Self.currentVersion else {
        throw CounterexampleFileError("has version \(header.version), and only \(Self.currentVersion) is understood")
      }
      let names = try decoder.decode(Keys.self, from: data).names
      if let name = names.first(where: { CodingKeys(rawValue: $0) == nil }) {
        throw CounterexampleFileError("has an entry “\(name)”, which means nothing")
      }
      self = try decoder.decode(Self.self, from: data)
    } catch let error as DecodingError {
      throw CounterexampleFileError(Self.describe(error))
    }
  }

  private static func describe(_ error: DecodingError) -> String {
    func place(_ context: DecodingError.Context) -> String {
      let path = context.codingPath.map(\.stringValue)
      return path.isEmpty ? "as a whole" : "at “\(path.joined(separator: "” → “"))”"
    }
    switch error {
    case .keyNotFound(let key, _): return "has no entry “\(key.stringValue)”"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "has a value of the wrong type \(place(context))"
    case .dataCorrupted(let context) where context.codingPath.isEmpty: return "is not JSON, or was cut short"
    case .dataCorrupted(let context): return "has a value that is no 32-bit word \(place(context))"
    @unknown default: return "is not readable"
    }
  }

  /// The state and the words.
  ///
  /// - Throws: ``CounterexampleFileError`` when the file speaks of something that the schema doesn't know.
  public func instance(of schema: Schema) throws -> Instance {
    let counts = try sizes(schema)
    var image = Image(schema, counts: counts)
    // Only places inside of the layout come up here.
    schema.forEachWord(of: image) { number, _, column, i, j in image[number, column, i, j] = column.boring }
    for (name, word) in state.sorted(by: { $0.key < $1.key }) {
      let place = try place(name, image)
      image[place.table, place.column, place.i, place.j] = word
    }
    return Instance(state: image, words: words)
  }

  private func sizes(_ schema: Schema) throws -> [UInt32] {
    let names = Set(schema.kinds.map(\.name))
    if let name = counts.keys.sorted().first(where: { !names.contains($0) }) {
      throw CounterexampleFileError("counts “\(name)”, which is no kind of object")
    }
    let sizes = try schema.kinds.map { kind in
      guard let count = counts[kind.name] ?? (kind.least == kind.most ? kind.least : nil) else {
        throw CounterexampleFileError("has no count of “\(kind.name)”")
      }
      guard count >= kind.least, count <= kind.most else {
        let limits = kind.least == kind.most ? "exactly \(kind.least)" : "\(kind.least) to \(kind.most)"
        throw CounterexampleFileError("has a count of \(count) for “\(kind.name)”, where there are \(limits)")
      }
      return count
    }
    let bytes = schema.tables.reduce(0) {
      schema.kinds[$1.key].isSparse ? $0 : $0 + Int(sizes[$1.key]) << Int($1.shift)
    }
    guard bytes <= Self.mostBytes else {
      throw CounterexampleFileError(
        "describes a state of \(bytes >> 20) MB, more than the \(Self.mostBytes >> 20) MB allowed")
    }
    return sizes
  }

  private func place(
    _ name: String, _ image: Image
  ) throws -> (table: Int, column: ColumnDescription, i: UInt32, j: UInt32) {
    let schema = image.schema
    let missing = CounterexampleFileError("speaks of “\(name)”, and there is no such place")
    let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(Self.subscripted)
    guard parts.count == 2, let record = parts[0], let field = parts[1],
      let number = schema.tables.firstIndex(where: { $0.name == record.name }),
      let column = schema.tables[number].columns.first(where: { $0.name == field.name })
    else { throw missing }
    let kind = schema.kinds[schema.tables[number].key]
    guard let i = record.label.map(kind.object) ?? 0, let j = field.label.map({ UInt32($0) }) ?? 0 else {
      throw missing
    }
    guard (record.label == nil) == (kind.most == 1), (field.label == nil) == (column.index == nil),
      i < image.layout.counts[schema.tables[number].key], j < column.index.map({ image.layout.counts[$0] }) ?? 1
    else { throw CounterexampleFileError("speaks of “\(name)”, which is outside of its table") }
    return (number, column, i, j)
  }

  /// `name[label]`, or a plain name; nil for anything else.
  private static func subscripted(_ text: Substring) -> (name: Substring, label: Substring?)? {
    guard let open = text.firstIndex(of: "[") else { return (text, nil) }
    guard text.last == "]" else { return nil }
    return (text[..<open], text[text.index(after: open)...].dropLast())
  }
}
