import ARMSemantics
import FastPath
import Logic
import Model

/// An operation of the kernel in a certain situation.
struct KernelOperation {
  let name: String
  let costs: Costs
  /// The instructions of the machine that this runs on; nil where they cannot be counted.
  let instructions: Int?

  /// Prepares a machine, and counts what is done then.
  private init(_ name: String, _ call: some KernelCall, spaces: UInt32 = 3, prepare: (CostMachine) -> Void) {
    func prepared() -> CostMachine {
      let machine = CostMachine(spaces: spaces)
      prepare(machine)
      return machine
    }
    // What the linker and Swift's runtime do once only is done here, so that it isn't counted.
    prepared().callNatively(call)
    let machine = prepared()
    self.name = name
    instructions = machine.instructions(call)
    costs = machine.costs(call)
  }

  private static let page: UInt32 = 1 << PageSize[.small]
  /// An address that several spaces map.
  private static let common: UInt32 = 0xC000_0000

  /// A space runs on a page.
  private static func run(_ machine: CostMachine, _ space: UInt32, at address: UInt32) {
    machine.activate(space)
    machine.work(page, at: address)
  }

  /// Spaces 1 to `last` run, each on a page of its own.
  private static func runAll(_ machine: CostMachine, _ last: UInt32) {
    for space in 1...last {
      machine.map(space, page, at: CostMachine.address(space))
      run(machine, space, at: CostMachine.address(space))
    }
  }

  /// User code of the active space reads what it cannot reach.
  private static func fault(_ machine: CostMachine, at address: UInt32) {
    precondition(machine.fault(at: address), "an access to \(address) doesn't abort")
  }

  static func all() -> [KernelOperation] {
    [
      KernelOperation("switch, the space has a domain", Activate(space: 1)) { m in
        for space in [1, 2] as [UInt32] { m.activate(space) }
      },
      KernelOperation("switch, a free domain is taken", Activate(space: 2)) { m in
        m.activate(1)
      },
      KernelOperation("switch, a dirty domain is recycled", Activate(space: 15), spaces: 16) { m in
        // With space 0, all fifteen domains have owners that have run since the last flush.
        runAll(m, 14)
      },
      KernelOperation("switch, a clean domain is recycled", Activate(space: 16), spaces: 16) { m in
        runAll(m, 15)
      },
      KernelOperation("abort, a gap is filled", HandleAbort()) { m in
        m.map(1, page, at: common)
        m.activate(1)
        fault(m, at: common)
      },
      KernelOperation("abort, another's entry is replaced", HandleAbort()) { m in
        for space in [1, 2] as [UInt32] { m.map(space, page, at: common) }
        run(m, 1, at: common)
        m.activate(2)
        fault(m, at: common)
      },
      KernelOperation("the same, in one vspace", HandleAbort()) { m in
        for space in [1, 2] as [UInt32] { _ = Kernel.setVspace(&m.k, Ref(space), 1) }
        for space in [1, 2] as [UInt32] { m.map(space, page, at: common) }
        run(m, 1, at: common)
        m.activate(2)
        fault(m, at: common)
      },
      KernelOperation("abort, a grant is used first", HandleAbort()) { m in
        m.map(1, page, at: common)
        _ = Kernel.openWindow(&m.k, Ref(2), Ref(common >> Section.shift), onto: Ref(1))
        _ = Kernel.grant(&m.k, Ref(2), by: Ref(1), DACR.client)
        run(m, 1, at: common)
        m.activate(2)
        fault(m, at: common)
      },
      KernelOperation("grant (looks at all 4096 megabytes)", Grant(granter: 1, client: 2)) { m in
        m.map(1, page, at: common)
        _ = Kernel.openWindow(&m.k, Ref(2), Ref(common >> Section.shift), onto: Ref(1))
      },
      KernelOperation("map a page", MapPage(space: 1, address: common + page)) {
        $0.map(1, page, at: common)
      },
      KernelOperation("unmap a page", Unmap(space: 1, address: common, size: .small)) { m in
        m.map(1, page, at: common)
        run(m, 1, at: common)
      },
      KernelOperation("unmap a megabyte", Unmap(space: 1, address: common, size: .section)) { m in
        m.map(1, page, at: common)
        run(m, 1, at: common)
      },
    ]
  }
}
