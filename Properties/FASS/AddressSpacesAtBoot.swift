import ARMSemantics
import Checker
import FastPath
import Logic
import Model

/// The address space invariant holds at boot.
public struct AddressSpacesAtBoot: KernelProperty {
  public init() {}
  public var name: String { "fass/invariant-at-boot" }
  public var statement: String {
    """
    For all numbers of threads, spaces and page tables, and whatever is in memory, registers, TLBs, caches and the \
    write buffer: if the platform has set aside memory for the kernel, and reports truthfully where in it the \
    translation table and the page tables are, then the state that the kernel boots into satisfies the whole address \
    space invariant, the kernel's memory is apart, and the section bitmaps cover the CPD.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the kernel's memory need not be whole megabytes", .skipAssumption(Platform.megabytes)),
      Mutation("the translation table may be anywhere", .skipAssumption(Platform.translationTable)),
      Mutation("the kernel's memory need not answer", .skipAssumption(Platform.memory)),
      Mutation("page tables may be anywhere", .skipAssumption(Platform.pageTables)),
      Mutation("boot leaves the tables as they were", .loseWrite(.init(PhysicalMemory.contents))),
      Mutation("boot leaves the write buffer as it was", .loseWrite(.init(PhysicalMemory.isBuffered))),
      Mutation("boot leaves the data TLB as it was", .loseWrite(.init(DataTLB.isValid))),
      Mutation("boot leaves the instruction TLB as it was", .loseWrite(.init(InstructionTLB.isValid))),
      Mutation("boot leaves the data cache as it was", .loseWrite(.init(DataCache.isValid))),
      Mutation("boot leaves the instruction cache as it was", .loseWrite(.init(InstructionCache.isValid))),
      Mutation("boot leaves the MMU off", .loseWrite(.init(CP15.control))),
      Mutation("boot leaves the PID as it was", .loseWrite(.init(CP15.processID))),
      Mutation("boot leaves the page directories as they were", .loseWrite(.init(PageDirectory.descriptor))),
      Mutation("boot leaves windows open", .loseWrite(.init(PageDirectory.isWindow))),
      Mutation("boot leaves grants as they were", .loseWrite(.init(Grants.rights))),
      Mutation("boot leaves page tables in use", .loseWrite(.init(PageTables.user))),
    ]
  }
  public var rounds: Int { 3 }
  public var strategy: SolverStrategy { .bits }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    t.assume(Platform.megabytes, Platform.isMegabytes(before))
    t.assume(Platform.translationTable, Platform.hasTranslationTable(before))
    t.assume(Platform.memory, Platform.answers(before))
    t.assume(Platform.pageTables, Platform.hasPageTables(before))
    let (after, _) = t.perform(on: before) { Kernel.boot(&$0) }
    t.prove("the address space invariant holds", AddressSpaceInvariant.claims(after))
    t.prove("the kernel's memory is apart", KernelInvariant.memory(after))
    t.prove("the section bitmaps cover the CPD", Coupling.sections(after))
    t.reach("there are page tables", before.exists(Ref<PageTableKind, T.R>(0)))
    t.reach("the TLB is not empty", before[DataTLB.isValid, Ref(0)] != 0)
  }
}

/// What boot relies on: where the platform says that the kernel's memory and the tables in it are.
enum Platform {
  static let megabytes = "the kernel's memory is a number of whole megabytes"
  static let translationTable = "the translation table is in the kernel's memory"
  static let memory = "the kernel's memory answers"
  static let pageTables = "the page tables are in the kernel's memory, beside the translation table"

  static func isMegabytes<S: Store>(_ k: S) -> S.R.Truth { MVA.inSection.inPlace(k[Machine.kernelMask]) == 0 }

  static func hasTranslationTable<S: Store>(_ k: S) -> S.R.Truth {
    Kernel.isKernels(k, TranslationTableBase.base.inPlace(k[CP15.translationTableBase]))
  }

  static func answers<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim("answers", "The bus aborts no access to the kernel's memory.", forAll: k, PhysicalWordKind.self) { word in
        Kernel.isKernels(k, word).implies(k[PhysicalMemory.aborts, word] == 0)
      }
    ]
  }

  static func hasPageTables<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim(
        "page-tables", "A page table is in the kernel's memory, and no part of the translation table.", forAll: k,
        PageTableKind.self
      ) { table in
        let place: S.R.Word = k[Machine.pageTables] ^ table.word
        let address = FirstLevel.coarseBase.holding(place)
        return FirstLevel.coarseBase.of(address) == place && Kernel.isKernels(k, address)
          && TranslationTableBase.base.inPlace(address)
            != TranslationTableBase.base.inPlace(k[CP15.translationTableBase])
      }
    ]
  }
}
