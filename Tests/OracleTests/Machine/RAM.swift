/// Where the probe program has everything, as `Oracle/layout.h` says it. Physical addresses, in bytes.
enum RAM {
  /// The arena, which configurations describe and probes reach, is below this address.
  static let arenaSize: UInt32 = 0x0200_0000
  /// The input.
  static let input: UInt32 = 0x0400_0000
  /// The input must end here.
  static let inputCapacity = 0x0400_0000
  /// How many bytes of RAM there are, and as many at the end of the virtual space show them to the program.
  static let size: UInt32 = 0x1000_0000
  /// The first virtual address that a configuration does not decide about.
  static let window: UInt32 = 0xF000_0000
  /// From here on the board has nothing: words read are 0, words written are lost, walks end in external aborts.
  static let vacant: UInt32 = 0x8000_0000

  /// The first word of an input.
  static let magic: UInt32 = 0x4C34_564D
  /// The FAR before each probe.
  static let untouchedFAR: UInt32 = 0x5A5A_5A5A
  /// The domain that the program is in. It needs to be its manager.
  static let programDomain: UInt32 = 15
  /// The DACR's bits for that.
  static let programDACR: UInt32 = 3 << (2 * programDomain)

  /// What a word of the arena holds unless a configuration says otherwise: the instruction SWI, with the word's number.
  static func tellTale(_ address: UInt32) -> UInt32 { 0xEF80_0000 | address >> 2 }
}
