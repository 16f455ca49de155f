/// Configurations and their probes, as the probe program reads them. See `Oracle/configuration.S` and `Oracle/probe.S`.
struct Input {
  private let buffer: UnsafeMutableBufferPointer<UInt32>
  private var count = 2
  private(set) var configurations: UInt32 = 0
  /// How many probes there are.
  private(set) var probes = 0

  /// A buffer to use for one input after the other.
  static func buffer() -> UnsafeMutableBufferPointer<UInt32> { .allocate(capacity: RAM.inputCapacity / 4) }

  init(in buffer: UnsafeMutableBufferPointer<UInt32>) { self.buffer = buffer }

  /// Adds a configuration and its probes.
  ///
  /// - Parameter places: For each probe the word that it is expected to store to, or that of any word.
  mutating func append(_ configuration: Configuration, places: some Collection<UInt32>) {
    let registers = configuration.registers
    append(registers.translationTableBase)
    append(registers.dacr)
    append(registers.pid)
    append(registers.control)
    append(UInt32(configuration.words.count))
    append(UInt32(configuration.probes.count))
    for word in configuration.words {
      append(word.address)
      append(word.value)
    }
    for (probe, place) in zip(configuration.probes, places) {
      append(probe.virtualAddress)
      append(probe.kind)
      append(place)
      append(probe.value)
    }
    configurations += 1
    probes += configuration.probes.count
  }

  /// The input as the program finds it.
  mutating func finish() -> UnsafeRawBufferPointer {
    buffer[0] = RAM.magic
    buffer[1] = configurations
    return UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[..<count]))
  }

  @inline(__always)
  private mutating func append(_ word: UInt32) {
    buffer[count] = word
    count += 1
  }
}
