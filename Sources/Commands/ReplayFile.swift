import ArgumentParser
import Checker
import Foundation
import Logic
import Properties
import Published

/// Runs a property on the state of a counterexample file.
package struct ReplayFile: ParsableCommand {
  package init() {}

  package static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Runs the code natively on the state of a counterexample file.",
    discussion: "Ends with 0 when the property holds there now, and with 1 when it doesn't, or assumes otherwise.")

  @Argument(help: "A file that prove has written.")
  var file: String

  package func run() throws {
    let data = try InputFile.contents(of: file, "a file that “\(programName) prove” has written")
    do {
      try replay(try CounterexampleFile(json: data))
    } catch let error as CounterexampleFileError {
      throw Failure.badInput("\(file) \(error); let “\(programName) prove” write it anew")
    }
  }

  private func replay(_ counterexample: CounterexampleFile) throws {
    guard let variant = Variant(rawValue: counterexample.variant ?? Variant.ours.rawValue) else {
      throw Failure.badInput(
        "\(file) is about the kernel “\(counterexample.variant ?? "")”, and there is no such kernel")
    }
    guard let property = properties(of: variant).first(where: { $0.name == counterexample.property }) else {
      throw Failure.badInput("\(file) is about “\(counterexample.property)”, and there is no such property")
    }
    var mutation: Mutation?
    if let name = counterexample.mutation {
      mutation = property.mutations.first { $0.name == name }
      if mutation == nil {
        throw Failure.badInput("\(file) is about a mutation “\(name)” that \(property.name) doesn't have")
      }
    }
    let instance = try counterexample.instance(of: property.schema)
    let replay = Replay.run(property, on: instance, mutation: mutation)
    let asked = Set(replay.words.map(\.name))
    if let name = instance.words.keys.sorted().first(where: { !asked.contains($0) }) {
      throw Failure.badInput("\(file) gives a word “\(name)”, which \(property.name) doesn't ask for")
    }
    if !replay.violations.isEmpty {
      let list = replay.violations.map { "  \($0)\n" }.joined()
      try Output.standard.write("\(property.name) says nothing of this state, which violates what it assumes:\n\(list)")
      throw Exit.refuted
    }
    if replay.failures.isEmpty {
      try Output.standard.write("\(property.name) holds now\n")
      return
    }
    let text = RefutationText.render(property, instance, replay, mutation: mutation?.name)
    try Output.standard.write("\(property.name) does not hold\n\n\(text)")
    throw Exit.refuted
  }
}
