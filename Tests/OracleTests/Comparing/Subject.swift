import ARMSemantics
import Logic

/// The semantics that are compared: those of a processor, with the deviations of its emulation.
struct Subject {
  var processor: Emulator.Processor
  var profile: Profile
  /// A deliberate error in how the semantics see the registers.
  var registersFault: (SystemRegisters) -> SystemRegisters = { $0 }
  /// A deliberate error in how they see the words that a configuration sets.
  var wordFault: (UInt32) -> UInt32 = { $0 }

  /// The processor as QEMU has it.
  init(_ processor: Emulator.Processor) {
    self.processor = processor
    profile = processor.profile
    // QEMU has one walk for ARMv4 and ARMv5: on all processors, descriptors of type 11 are fine page tables.
    profile.hasFineTables = true
    profile.reservedSecondLevel = .translationFault
    profile.reservedPermissions = .permissionFault
    profile.unalignedHalfword = .goesAhead
    profile.deviations.checksDomainBeforeSecondLevel = true
    profile.deviations.faultAddressIsVirtual = true
    profile.deviations.accessesUnaligned = true
  }

  /// The configuration as the semantics see it.
  func view(of configuration: Configuration) -> Configuration {
    var view = configuration
    view.registers = registersFault(view.registers)
    for i in view.words.indices { view.words[i].value = wordFault(view.words[i].value) }
    return view
  }
}
