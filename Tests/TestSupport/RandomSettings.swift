/// What the environment says about random tests.
package enum RandomSettings {
  /// The seed from which, with its number, every case follows.
  package static let seed = amount(.seed)

  /// How many there are to be of something.
  ///
  /// Requires: the variable has a number where none is set.
  package static func amount(_ variable: TestVariable) -> UInt64 {
    guard let number = variable.number else { preconditionFailure("\(variable.rawValue) is no number by itself") }
    return number
  }

  /// The numbers of the cases to run: all, or the only one.
  package static func numbers(_ all: UInt64, only: TestVariable) -> Range<UInt64> {
    only.number.map { $0..<$0 + 1 } ?? 0..<all
  }

  /// The size of a sample; less by the divisor where code isn't optimised, which makes it a hundred times slower.
  package static func sample(_ size: UInt64, debugDivisor divisor: UInt64 = 20) -> UInt64 {
    #if DEBUG
      size / divisor
    #else
      size
    #endif
  }

  /// How to run a case of a suite again.
  package static func replay(_ suite: String, seed: UInt64, _ variable: TestVariable, _ number: UInt64) -> String {
    """
    \(TestVariable.seed.rawValue)=\(seed) \(variable.rawValue)=\(number) make test ARGS="--filter \(suite)"
    """
  }
}
