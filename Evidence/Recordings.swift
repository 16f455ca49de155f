import Foundation

/// What a compiled kernel was seen to do, a state a line. Beside its file, one of the same name with the extension `md`
/// describes the format.
///
/// Requires: the program lies where it was built.
///
/// - Throws: What Foundation throws when there is no recording of this name.
public func recording(_ name: String) throws -> [Data] {
  let file = evidence.appendingPathComponent("Recordings/\(name).jsonl")
  return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n"))
}

/// Where the generated files are, for what can't do without them.
///
/// Requires: the program lies where it was built.
package let evidence = Bundle.module.resourceURL ?? Bundle.module.bundleURL
