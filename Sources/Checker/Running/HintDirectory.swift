import Foundation

/// A directory with a file of hints for each property, such as `ipc/footprint.json`.
public struct HintDirectory: Sendable {
  private let url: URL

  public init(_ url: URL) { self.url = url }

  /// The directory of this name in it.
  public func subdirectory(_ name: String) -> HintDirectory { HintDirectory(url.appendingPathComponent(name)) }

  /// The hints for a property. There are none if its file is missing or means nothing: hints are never needed.
  public func hints(for property: any Property) -> ProofHints {
    guard let data = try? Data(contentsOf: file(property)) else { return ProofHints() }
    return (try? JSONDecoder().decode(ProofHints.self, from: data)) ?? ProofHints()
  }

  /// Writes the hints for a property, or removes its file if there are none.
  ///
  /// - Throws: What the file manager throws when that can't be done.
  public func write(_ hints: ProofHints, for property: any Property) throws {
    let file = file(property)
    if hints.isEmpty {
      if FileManager.default.fileExists(atPath: file.path) { try FileManager.default.removeItem(at: file) }
      return
    }
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try hints.json().write(to: file, options: .atomic)
  }

  private func file(_ property: any Property) -> URL { url.appendingPathComponent("\(property.name).json") }
}
