import Checker
import Foundation
import Logic
import Testing

/// Files are read strictly: whatever they hold, the end is a state or an error.
@Suite struct CounterexampleFileTests {
  private let property = Counting(.wrong)

  private func counterexample() throws -> Counterexample {
    try #require(Runner([property], options: Runner.Options()).run().first?.result?.counterexample)
  }

  /// A file that is as it should be, for tests to spoil.
  private let sound = """
    {"version": 1, "property": "counting/wrong", "counts": {"counter": 2, "digit": 4},
     "state": {"counter[1].value": 3, "counter[0].digit[2]": 9}, "words": {"counter": 1, "limit": 4}}
    """

  private func error(_ text: String) -> String? {
    do {
      _ = try CounterexampleFile(json: Data(text.utf8)).instance(of: .counters)
      return nil
    } catch let error as CounterexampleFileError {
      return error.description
    } catch {
      return "another error: \(error)"
    }
  }

  @Test func aCounterexampleSurvivesAFile() throws {
    let counterexample = try counterexample()
    let written = CounterexampleFile(property, counterexample.instance, mutation: "some mutation")
    let read = try CounterexampleFile(json: written.json())
    #expect(read == written && read.mutation == "some mutation" && read.property == property.name)
    let instance = try read.instance(of: property.schema)
    #expect(instance.words == counterexample.instance.words)
    #expect(instance.state.words == counterexample.instance.state.words)
    #expect(instance.state.layout.counts == counterexample.instance.state.layout.counts)
    let replay = Replay.run(property, on: instance)
    #expect(replay.failures.map(\.statement) == counterexample.replay.failures.map(\.statement))
  }

  @Test func wordsThatAFileDoesNotListAreBoring() throws {
    let state = try CounterexampleFile(json: Data(sound.utf8)).instance(of: .counters).state
    #expect(state[Counters.value, Ref(0)] == 7 && state[Counters.value, Ref(1)] == 3)
    #expect(state[Counters.next, Ref(0)] == .none)
    #expect(state[Counters.digits, Ref(0), Ref(2)] == 9 && state[Counters.digits, Ref(1), Ref(2)] == 0)
  }

  /// Files that were written earlier count what can't be otherwise, too.
  @Test func aNumberThatTheSchemaFixesMayBeGivenOrLeftOut() throws {
    let short = sound.replacingOccurrences(of: ", \"digit\": 4", with: "")
    let states = try [sound, short].map { try CounterexampleFile(json: Data($0.utf8)).instance(of: .counters).state }
    #expect(states[0].layout.counts == [2, 4] && states[1].layout.counts == [2, 4])
    #expect(states[0].words == states[1].words)
    #expect(
      CounterexampleFile(property, Instance(state: states[0], words: [:]), mutation: nil).counts == ["counter": 2])
  }

  @Test func aFileThatIsCutShortAnywhereIsAnError() {
    let bytes = Array(sound.utf8)
    #expect(error(sound) == nil)
    #expect(error("") == "is empty")
    for length in 1..<bytes.count {
      let found = error(String(decoding: bytes[..<length], as: UTF8.self))
      #expect(found == "is not JSON, or was cut short", "after \(length) bytes: \(found ?? "")")
    }
  }

  @Test func anotherVersionIsNotGuessedAt() {
    for version in ["0", "2", "-1"] {
      let text = sound.replacingOccurrences(of: "\"version\": 1", with: "\"version\": \(version)")
      #expect(error(text) == "has version \(version), and only 1 is understood")
    }
    #expect(error(sound.replacingOccurrences(of: "\"version\": 1, ", with: "")) == "has no entry “version”")
  }

  @Test(arguments: ["0", "9", "4294967295"]) func countsThatTheLayoutForbidsAreErrors(_ count: String) {
    let text = sound.replacingOccurrences(of: "\"counter\": 2", with: "\"counter\": \(count)")
    #expect(error(text) == "has a count of \(count) for “counter”, where there are 1 to 8")
    let digits = sound.replacingOccurrences(of: "\"digit\": 4", with: "\"digit\": \(count)")
    #expect(error(digits) == "has a count of \(count) for “digit”, where there are exactly 4")
  }

  @Test func countsOfOtherKindsAreErrors() {
    #expect(
      error(sound.replacingOccurrences(of: "\"digit\": 4", with: "\"digit\": 4, \"queue\": 1"))
        == "counts “queue”, which is no kind of object")
    #expect(error(sound.replacingOccurrences(of: "\"counter\": 2, ", with: "")) == "has no count of “counter”")
  }

  @Test(arguments: [
    "counter[2].value", "counter[4294967295].value", "counter[0].digit[4]", "counter[0].digit[4294967295]",
    "counter.value", "counter[0].value[0]", "counter[0].digit",
  ])
  func placesOutsideOfTheirTablesAreErrors(_ place: String) {
    #expect(
      error(sound.replacingOccurrences(of: "counter[1].value", with: place))
        == "speaks of “\(place)”, which is outside of its table")
  }

  @Test(arguments: [
    "counter[4294967296].value", "counter[-1].value", "counter[].value", "counter[0", "counter[0]value", "", ".", "[",
    "]", "[]", "[].[]", "counter[0].value.more", "counter[0].nosuch", "queue[0].value", "counter[ 0].value",
    "counter[0][0].value", "counter[0]].value",
  ])
  func placesThatNothingIsCalledAreErrors(_ place: String) {
    #expect(
      error(sound.replacingOccurrences(of: "counter[1].value", with: place))
        == "speaks of “\(place)”, and there is no such place")
  }

  @Test(arguments: ["4294967296", "-1", "1.5", "1e30", "\"3\"", "null", "true", "[]", "{}"])
  func wordsThatAreNoneAreErrors(_ word: String) {
    for spoilt in ["\"counter[1].value\": 3", "\"limit\": 4", "\"counter\": 2"] {
      let text = sound.replacingOccurrences(of: spoilt, with: spoilt.dropLast() + word)
      let found = error(text)
      #expect(
        found?.hasPrefix("has a value") == true || found == "is not JSON, or was cut short",
        "\(spoilt.dropLast())\(word): \(found ?? "no error")")
    }
  }

  @Test func entriesThatMeanNothingAreErrors() {
    #expect(
      error(sound.replacingOccurrences(of: "\"words\"", with: "\"more\": 1, \"words\""))
        == "has an entry “more”, which means nothing")
  }

  @Test func anObjectThatDoesNotExistIsAViolationAndNoTrap() throws {
    for counter in [2, 8, UInt32.max] {
      var file = try CounterexampleFile(json: Data(sound.utf8))
      file.words["counter"] = counter
      let replay = Replay.run(property, on: try file.instance(of: .counters))
      #expect(replay.violations.contains("counter exists"))
    }
  }
}
