import Checker
import Logic
import Testing

/// What the tests paint with.
private enum Colour: Vocabulary {
  static var names: [Code<Self, Native>: String] { [.red: "red", .green: "green"] }
}

extension Code where V == Colour {
  fileprivate static var red: Self { Self(constant: 3) }
  fileprivate static var green: Self { Self(constant: 0xFFFF_FFFF) }
  /// It has no name.
  fileprivate static var drab: Self { Self(constant: 0) }
}

/// What the tests hang up.
private enum Sign: FlagNames {}

extension Flags where V == Sign {
  fileprivate static var left: Self { Self(constant: 1 << 0) }
  fileprivate static var right: Self { Self(constant: 1 << 31) }
}

private enum Has<R: Reading>: Definition {
  static func apply(_ word: R.Word, _ bits: R.Word) -> R.Word {
    R.ite(Flags<Sign, R>(word).has(Flags(bits)), 1, 0)
  }
}

private enum Contains<R: Reading>: Definition {
  static func apply(_ word: R.Word, _ bits: R.Word) -> R.Word {
    R.ite(Flags<Sign, R>(word).contains(Flags(bits)), 1, 0)
  }
}

private enum Lacks<R: Reading>: Definition {
  static func apply(_ word: R.Word, _ bits: R.Word) -> R.Word {
    R.ite(Flags<Sign, R>(word).lacks(Flags(bits)), 1, 0)
  }
}

private enum Clearing<R: Reading>: Definition {
  static func apply(_ word: R.Word, _ bits: R.Word) -> R.Word { Flags<Sign, R>(word).clearing(Flags(bits)).word }
}

private enum IsColour<R: Reading>: Definition {
  static func apply(_ word: R.Word, _ other: R.Word) -> R.Word {
    R.ite(Code<Colour, R>(word) == .red, 1, R.ite(Code<Colour, R>(word) != Code(other), 2, 3))
  }
}

@Suite("Values of a vocabulary and named bits mean the same natively and as terms")
struct CodeTests {
  private let arena = TermArena()

  /// Compares both readings of an operation with the result, for all pairs of numbers.
  private func expect<N: Definition, S: Definition>(
    _: N.Type, _: S.Type, _ result: (UInt32, UInt32) -> UInt32, sourceLocation: SourceLocation = #_sourceLocation
  ) where N.R == Native, S.R == Symbolic {
    let x = SymbolicWord(term: arena.variable("x", .word))
    let y = SymbolicWord(term: arena.variable("y", .word))
    let term = S.apply(x, y).term
    let different = pairs.filter { a, b in
      let found = Assignment(words: ["x": a, "y": b]).evaluate([term])
      return N.apply(a, b) != result(a, b) || found != [.word(result(a, b))]
    }
    #expect(different.isEmpty, sourceLocation: sourceLocation)
  }

  @Test func aWordHasBitsWhereOneOfThemIsSet() {
    expect(Has<Native>.self, Has<Symbolic>.self) { $0 & $1 != 0 ? 1 : 0 }
    #expect(Flags<Sign, Native>(5).has(.left) && !Flags<Sign, Native>(5).has(.right))
    #expect(Flags<Sign, Native>(5).has(.left | .right))
  }

  @Test func aWordContainsBitsWhereAllOfThemAreSet() {
    expect(Contains<Native>.self, Contains<Symbolic>.self) { $0 & $1 == $1 ? 1 : 0 }
    #expect(!Flags<Sign, Native>(5).contains(.left | .right) && Flags<Sign, Native>(5).contains(.left))
  }

  @Test func aWordLacksBitsWhereNoneOfThemIsSet() {
    expect(Lacks<Native>.self, Lacks<Symbolic>.self) { $0 & $1 == 0 ? 1 : 0 }
    #expect(!Flags<Sign, Native>(5).lacks(.left | .right) && Flags<Sign, Native>(4).lacks(.left | .right))
  }

  @Test func clearingLeavesTheOtherBits() {
    expect(Clearing<Native>.self, Clearing<Symbolic>.self) { $0 & ~$1 }
    #expect(Flags<Sign, Native>(0x8000_0005).clearing(.left).word == 0x8000_0004)
    #expect(Flags<Sign, Native>(0x8000_0005) & ~.left == Flags(0x8000_0004))
  }

  @Test func valuesCompareAsTheirNumbers() {
    expect(IsColour<Native>.self, IsColour<Symbolic>.self) { $0 == 3 ? 1 : $0 != $1 ? 2 : 3 }
  }

  @Test func aNumberHasTheNameOfItsValue() {
    #expect(Colour.name(of: 3) == "red" && Colour.name(of: 0xFFFF_FFFF) == "green")
    #expect(Colour.name(of: Colour[.drab]) == nil && Colour.name(of: 7) == nil)
    #expect("\(Code<Colour, Native>.green), \(Code<Colour, Native>.drab)" == "green, 0")
    #expect(Colour[.red] == 3 && Sign[.left | .right] == 0x8000_0001)
  }
}
