import ARMSemantics
import FastPath
import Logic
import Model

/// An operation of the kernel in a certain situation.
struct KernelOperation {
  let name: String
  let costs: Costs

  /// Prepares a machine, and counts what is done then.
  private init(
    _ name: String, spaces: UInt32 = 3, prepare: (CostMachine) -> Void, _ operation: (CostMachine) -> Void
  ) {
    let machine = CostMachine(spaces: spaces)
    prepare(machine)
    self.name = name
    costs = machine.costs(operation)
  }

  private static let page: UInt32 = 1 << PageSize.small
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

  static func all() -> [KernelOperation] {
    [
      KernelOperation("switch, the space has a domain") { m in
        for space in [1, 2] as [UInt32] { m.activate(space) }
      } _: {
        $0.activate(1)
      },
      KernelOperation("switch, a free domain is taken") { m in
        m.activate(1)
      } _: {
        $0.activate(2)
      },
      KernelOperation("switch, a dirty domain is recycled", spaces: 16) { m in
        // With space 0, all fifteen domains have owners that have run since the last flush.
        runAll(m, 14)
      } _: {
        $0.activate(15)
      },
      KernelOperation("switch, a clean domain is recycled", spaces: 16) { m in
        runAll(m, 15)
      } _: {
        $0.activate(16)
      },
      KernelOperation("abort, a gap is filled") { m in
        m.map(1, page, at: common)
        m.activate(1)
      } _: {
        $0.abort(at: common)
      },
      KernelOperation("abort, another's entry is replaced") { m in
        for space in [1, 2] as [UInt32] { m.map(space, page, at: common) }
        run(m, 1, at: common)
        m.activate(2)
      } _: {
        $0.abort(at: common)
      },
      KernelOperation("the same, in one vspace") { m in
        for space in [1, 2] as [UInt32] { _ = Kernel.setVspace(&m.k, Ref(space), 1) }
        for space in [1, 2] as [UInt32] { m.map(space, page, at: common) }
        run(m, 1, at: common)
        m.activate(2)
      } _: {
        $0.abort(at: common)
      },
      KernelOperation("abort, a grant is used first") { m in
        m.map(1, page, at: common)
        _ = Kernel.openWindow(&m.k, Ref(2), Ref(common >> Section.shift), onto: Ref(1))
        _ = Kernel.grant(&m.k, Ref(2), by: Ref(1), DACR.client)
        run(m, 1, at: common)
        m.activate(2)
      } _: {
        $0.abort(at: common)
      },
      KernelOperation("grant (looks at all 4096 megabytes)") { m in
        m.map(1, page, at: common)
        _ = Kernel.openWindow(&m.k, Ref(2), Ref(common >> Section.shift), onto: Ref(1))
      } _: {
        _ = Kernel.grant(&$0.k, Ref(2), by: Ref(1), DACR.client)
      },
      KernelOperation("map a page") {
        $0.map(1, page, at: common)
      } _: {
        $0.map(1, page, at: common + page)
      },
      KernelOperation("unmap a page") { m in
        m.map(1, page, at: common)
        run(m, 1, at: common)
      } _: {
        _ = Kernel.unmap(&$0.k, Ref(1), common, size: PageSize.small)
      },
      KernelOperation("unmap a megabyte") { m in
        m.map(1, page, at: common)
        run(m, 1, at: common)
      } _: {
        _ = Kernel.unmap(&$0.k, Ref(1), common, size: PageSize.section)
      },
    ]
  }
}
