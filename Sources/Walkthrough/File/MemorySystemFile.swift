import ARMSemantics
import Logic

/// A memory system as a text file, to be written by hand: one statement a line, `#` before a comment.
///
///     processor arm926                # or sa1100, or pxa255
///     control M A S R                 # the bits that are set, of M A C S R I; or a number; M if left out
///     ttbr 0x4000
///     dacr 0=client 3=manager         # or a number
///     pid 3                           # the FCSE process, 0 to 127
///     section 0x00100000 -> 0x20000000 domain 3 ap 3 cb
///     coarse 0x00200000 -> 0x8000 domain 1
///     small 0x00201000 -> 0x30001000 ap 3 3 3 2 c
///     memory 0x4008 = 0xC12 0         # words of memory as they are
///     data-tlb 0x00100000 1M -> 0x20000000 domain 3 ap 3 cb
///     access write 4 user 0x00000123
///
/// The statements may come in any order. Addresses left of an arrow are modified virtual ones.
public enum MemorySystemFile {
  /// The memory system that a file describes, and the access that it asks about.
  ///
  /// - Throws: ``MemorySystemFileError`` for the first thing that makes no sense.
  public static func parse(_ bytes: [UInt8]) throws -> Probe {
    var probe = ParsedProbe()
    for line in try SourceText.lines(bytes) { try probe.add(line) }
    return try probe.build()
  }
}

/// What is wrong in a file, and where.
public struct MemorySystemFileError: Error, Equatable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// The column in characters, from 1.
  public let column: Int
  /// What is wrong, and what was expected.
  public let sentence: String

  public var description: String { "\(line):\(column): \(sentence)" }
}
