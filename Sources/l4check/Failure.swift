import ArgumentParser

/// Why the program ends with something else than 0.
///
/// The numbers up to 2 are verdicts; those from 64 are the ones of `sysexits.h`.
enum Exit {
  static let refuted = ExitCode(1)
  static let unknown = ExitCode(2)
  static let usage = ExitCode(64)
  static let badInput = ExitCode(65)
  static let checkerFailed = ExitCode(70)
  static let cannotWrite = ExitCode(74)

  /// What a shell reports of a program that a signal ended.
  static func signal(_ number: Int32) -> ExitCode { ExitCode(128 + number) }
}

/// An end that takes one sentence to explain: what is wrong, where, and what to do.
struct Failure: Error {
  let code: ExitCode
  let sentence: String

  static func usage(_ sentence: String) -> Self { Self(code: Exit.usage, sentence: sentence) }
  static func badInput(_ sentence: String) -> Self { Self(code: Exit.badInput, sentence: sentence) }
  static func checker(_ sentence: String) -> Self { Self(code: Exit.checkerFailed, sentence: sentence) }
}
