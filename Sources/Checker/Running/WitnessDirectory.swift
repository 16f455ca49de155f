import Foundation

/// A directory with a file for each property, such as `ipc/footprint.jsonl`, that holds a line for each mistake which the
/// property must refute: a state in which it doesn't hold when the code makes the mistake.
public struct WitnessDirectory: Sendable {
  private let url: URL

  public init(_ url: URL) { self.url = url }

  /// The states for a property, by the name of the mistake. There are none if its file is missing, and lines that mean
  /// nothing are passed over: another state can be found.
  public func witnesses(for property: any Property) -> [String: CounterexampleFile] {
    let lines = (try? Data(contentsOf: file(property)))?.split(separator: UInt8(ascii: "\n")) ?? []
    let states = lines.compactMap { try? CounterexampleFile(json: $0) }
    return Dictionary(states.map { ($0.mutation ?? "", $0) }, uniquingKeysWith: { $1 })
  }

  /// Writes the states for a property, by the name of the mistake.
  ///
  /// - Throws: What the file manager throws when that can't be done.
  public func write(_ witnesses: [String: CounterexampleFile], for property: any Property) throws {
    let file = file(property)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var lines = Data()
    for (_, state) in witnesses.sorted(by: { $0.key < $1.key }) {
      lines += try encoder.encode(state) + Data("\n".utf8)
    }
    try lines.write(to: file, options: .atomic)
  }

  private func file(_ property: any Property) -> URL { url.appendingPathComponent("\(property.name).jsonl") }
}
