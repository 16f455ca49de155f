import ARMSemantics
import Foundation
import Testing

/// QEMU with the probe program.
struct Emulator {
  /// A processor that it emulates.
  struct Processor: Sendable, CustomTestStringConvertible {
    /// The one that it is compared with.
    let profile: Profile

    /// QEMU's name. Of the StrongARMs it has the SA-1110, whose memory system is the SA-1100's.
    var name: String { profile.id == Profile.sa1100.id ? "sa1110" : profile.id }
    var testDescription: String { name }
  }

  /// Why a run has no results.
  enum Failure: Error {
    /// There is no QEMU, or no probe program.
    case missing
    /// It ended with a status, and this on its standard error.
    case ended(status: Int32, said: String)
    /// It did not end in time.
    case timeOut
    /// It ended well, but left another number of results than there are probes.
    case incomplete(results: Int, probes: Int)
  }

  let processor: Processor
  /// Runs the probes of an input, and hands over their results.
  func run<Result>(
    _ input: UnsafeRawBufferPointer, probes: Int, _ body: (UnsafeBufferPointer<ProbeResult>) throws -> Result
  ) throws -> Result {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("oracle-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    guard let address = UnsafeMutableRawPointer(mutating: input.baseAddress) else {
      preconditionFailure("an input is never empty")
    }
    try Data(bytesNoCopy: address, count: input.count, deallocator: .none)
      .write(to: directory.appendingPathComponent("input"))
    // A hundred times what it takes on an idle machine.
    try emulate(in: directory, patience: 10 + Double(probes) / 5_000)
    let results = try Data(contentsOf: directory.appendingPathComponent("results"))
    guard results.count == probes * MemoryLayout<ProbeResult>.stride else {
      throw Failure.incomplete(results: results.count / MemoryLayout<ProbeResult>.stride, probes: probes)
    }
    return try results.withUnsafeBytes { try body($0.bindMemory(to: ProbeResult.self)) }
  }

  /// Runs QEMU in a directory with an input, in which the program leaves the results.
  ///
  /// - Parameter patience: How many seconds it may take.
  private func emulate(in directory: URL, patience: Double) throws {
    guard Self.isAvailable else { throw Failure.missing }
    let errors = directory.appendingPathComponent("errors")
    _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = [
      "-M", "versatilepb", "-cpu", processor.name, "-m", "256", "-nodefaults", "-display", "none",
      "-semihosting-config", "enable=on,target=native", "-kernel", Self.program.path,
      "-device", "loader,file=input,addr=\(RAM.input),force-raw=on",
    ]
    process.environment = ["QEMU_AUDIO_DRV": "none", "TMPDIR": directory.path]
    process.currentDirectoryURL = directory
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: errors)
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    guard ended.wait(timeout: .now() + patience) == .success else {
      // A program that takes one exception after the other keeps QEMU from ending when it is asked to.
      kill(process.processIdentifier, SIGKILL)
      ended.wait()
      throw Failure.timeOut
    }
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw Failure.ended(
        status: process.terminationStatus, said: (try? String(contentsOf: errors, encoding: .utf8)) ?? "")
    }
  }
}
