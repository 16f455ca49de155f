import Testing
import Walkthrough

/// The machine of a file, and its access if it has one.
func parse(_ text: String) throws -> Probe { try MemorySystemFile.parse(Array(text.utf8)) }

/// The explanation of a file that has an access.
func explain(_ text: String) throws -> Explanation {
  let probe = try parse(text)
  return try Explanation(#require(probe.access), on: probe.machine, probe.profile)
}

/// The lines of the last step.
func ending(_ text: String) throws -> [String] { try #require(explain(text).ways.last?.steps.last).lines }
