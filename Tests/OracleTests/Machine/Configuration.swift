/// The registers of CP15 that decide about an access.
struct SystemRegisters {
  /// Of the first-level table; 16 KB aligned.
  var translationTableBase: UInt32
  var dacr: UInt32
  /// The FCSE PID register, whose bits [31:25] are the PID.
  var pid: UInt32
  /// Of the control register the bits M, A, S and R.
  var control: UInt32
}

/// A state of the memory system, and accesses to try in it.
struct Configuration {
  /// A word of the arena that is not as the others.
  struct Word {
    /// Its physical address.
    var address: UInt32
    var value: UInt32
  }

  var registers: SystemRegisters
  /// Where two have the same address, the later one counts.
  var words: [Word]
  var probes: [Probe]

  /// The program's exception vectors, which a configuration without MMU has at physical address 0. What they say is
  /// in `Oracle/vectors.S`: the register to jump to.
  static let vectors: [Word] = [8, 8, 9, 11, 10, 8, 8, 8].enumerated().map { number, register in
    Word(address: UInt32(number) * 4, value: moveToPC | register)
  }

  /// `MOV pc, r0`.
  private static let moveToPC: UInt32 = 0xE1A0_F000
}
