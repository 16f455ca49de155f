import Logic

/// A deliberate mistake in code under test, made at the interface between the code and its store, so that the code
/// itself stays as it is.
public struct Mutation: Named, Sendable {
  /// What goes wrong.
  public enum Mistake: Sendable {
    /// The branch with this label is taken as true without looking.
    case skipGuard(String)
    /// The word is never written.
    case loseWrite(FieldName)
    /// The word is written to another field of the same record.
    case misplaceWrite(FieldName, to: FieldName)
    /// What is written is changed.
    case alterWrite(FieldName, Alteration)
    /// What is read is changed.
    case alterRead(FieldName, Alteration)
    /// Another field of the same record is read.
    case misread(FieldName, as: FieldName)
    /// Something is done before the branch with this label.
    case interfere(before: String, any Interference)
    /// A counted loop does this many passes more (or fewer, if negative).
    case changeLoop(by: Int32)
    /// The code is right, but the property's assumption with this statement is not made: whether it is needed. Of an
    /// invariant one claim can be left out: `statement: name`.
    case skipAssumption(String)
  }

  /// How a word is changed.
  public enum Alteration: Sendable, Hashable {
    /// A constant is added.
    case add(UInt32)
    /// Bits are inverted.
    case flip(UInt32)
    /// Bits are cleared.
    case clear(UInt32)
    /// The word becomes a constant.
    case become(UInt32)
    /// The word is shifted left.
    case shiftLeft(UInt32)
    /// The word is shifted right.
    case shiftRight(UInt32)
  }

  /// A field, by the numbers of its table and its place in the record.
  public struct FieldName: Sendable, Hashable {
    let table: Int
    let word: Int
  }

  public static var noun: String { "mutation" }
  /// The mistake in English.
  public let name: String
  /// What goes wrong.
  public let mistake: Mistake

  public init(_ name: String, _ mistake: Mistake) {
    self.name = name
    self.mistake = mistake
  }
}

extension Mutation? {
  /// Whether a property makes an assumption: all of them, if there is no mutation.
  func keeps(_ assumption: String) -> Bool {
    if case .skipAssumption(assumption) = self?.mistake { false } else { true }
  }
}

/// Something that a mutation does to the state.
public protocol Interference: Sendable {
  func act<S: Store>(on store: inout S)
}
