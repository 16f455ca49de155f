import ARMSemantics
import Checker
import Commands
import Foundation
import Logic
import Properties
import Walkthrough

/// A file that describes a memory system: a text written by hand, or a counterexample.
enum ProbeFile {
  /// A text describes a machine by hand; what is larger than this is something else.
  private static let mostBytesOfText = 1 << 20

  /// - Throws: ``Failure`` when the file cannot be read, or makes no sense.
  static func read(_ path: String) throws -> Probe {
    let data = try InputFile.contents(of: path, "a file that describes tables and registers")
    if isJSON(data) { return try counterexample(data, path) }
    if data.count > mostBytesOfText {
      throw Failure.badInput(
        "\(path) is larger than \(mostBytesOfText >> 20) MB, and is no counterexample; give another")
    }
    do {
      return try MemorySystemFile.parse(Array(data))
    } catch let error as MemorySystemFileError {
      throw Failure.badInput("\(path):\(error)")
    }
  }

  /// No line of a text begins with a brace.
  private static func isJSON(_ data: Data) -> Bool {
    data.first { !Character(Unicode.Scalar($0)).isWhitespace } == UInt8(ascii: "{")
  }

  private static func counterexample(_ data: Data, _ path: String) throws -> Probe {
    do {
      let file = try CounterexampleFile(json: data)
      guard let property = properties.first(where: { $0.name == file.property }) else {
        throw Failure.badInput("\(path) is about “\(file.property)”, and there is no such property")
      }
      guard property is any MemorySystemProperty else {
        throw Failure.badInput(
          "\(path) is about \(property.name), which has no tables; give a file of a property arm/…")
      }
      let instance = try file.instance(of: .memorySystem)
      return Probe(machine: instance.state, access: AccessWords.access.access(in: instance.words))
    } catch let error as CounterexampleFileError {
      throw Failure.badInput("\(path) \(error); let “l4check prove” write it anew")
    }
  }
}
