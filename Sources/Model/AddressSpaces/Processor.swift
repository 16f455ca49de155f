import ARMSemantics

extension Kernel {
  /// The processor by whose rules the kernel's invariants read page tables.
  ///
  /// The choice is of no concern: the kernel makes neither fine tables nor extended small pages, and of all other tables
  /// every processor says the same.
  public static var processor: Profile { .arm926 }
}
