import ArgumentParser

/// Why the program ends with something else than 0.
///
/// The numbers up to 2 are verdicts; those from 64 are the ones of `sysexits.h`.
package enum Exit {
  package static let refuted = ExitCode(1)
  package static let unknown = ExitCode(2)
  package static let usage = ExitCode(64)
  package static let badInput = ExitCode(65)
  package static let checkerFailed = ExitCode(70)
  package static let cannotWrite = ExitCode(74)

  /// What a shell reports of a program that a signal ended.
  package static func signal(_ number: Int32) -> ExitCode { ExitCode(128 + number) }
}

/// An end that takes one sentence to explain: what is wrong, where, and what to do.
package struct Failure: Error {
  package let code: ExitCode
  package let sentence: String

  package static func usage(_ sentence: String) -> Self { Self(code: Exit.usage, sentence: sentence) }
  package static func badInput(_ sentence: String) -> Self { Self(code: Exit.badInput, sentence: sentence) }
  package static func checker(_ sentence: String) -> Self { Self(code: Exit.checkerFailed, sentence: sentence) }
}
