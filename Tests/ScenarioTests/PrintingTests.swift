import ARMSemantics
import Logic
import Model
import Scenarios
import Testing

/// What is printed of a scenario is a scenario.
@Suite struct PrintingTests {
  private static let page = Page(
    address: 0x0011_0000, size: .large, frame: 0x2001_0000, permissions: 0b10, attributes: .cacheable)

  private static let operations: [ScenarioOperation] =
    [
      .createSpace(1, utcbs: nil), .createSpace(2, utcbs: Platform.utcbs(of: 2)), .createSpace(3, utcbs: 0x2000_0001),
      .deleteSpace(1), .setProcessID(2, 200), .setVspace(2, 0x10000), .map(2, page),
      .map(
        2, Page(address: 1, size: Code(13), frame: 0xFFFF_FFFF, permissions: 0, attributes: Flags(0x10))),
      .map(
        2, Page(address: 0, size: .section, frame: 0, permissions: 0b11, attributes: .both)),
      .map(2, Page(address: 0, size: .small, frame: 0, permissions: 0b01, attributes: .none)),
      .unmap(2, address: 0x0011_0000, size: .large), .unmap(2, address: 0, size: Code(99)),
      .changeRights(2, address: 0, size: .small, permissions: 7),
      .openWindow(1, megabyte: 0xFFF, onto: 2), .closeWindow(1, megabyte: 0),
      .grant(to: 1, by: 2, rights: DACR.client), .grant(to: 1, by: 2, rights: DACR.manager),
      .grant(to: 1, by: 2, rights: 2), .revoke(from: 1, by: 2), .activate(0),
      .access(UserAccess(kind: .read, address: 4)),
      .access(UserAccess(kind: .write, address: 2, size: 1, value: 0xFF)),
      .access(UserAccess(kind: .fetch, address: 2, size: 2)),
      .fillTLB(.data, entry: 7, address: 0xFFFF_FFFF), .fillTLB(.instruction, entry: 0, address: 0),
      .evictTLB(.data, entry: 1), .evictTLB(.instruction, entry: 1), .fillLine(.data, address: 3),
      .fillLine(.instruction, address: 3), .cleanLine(address: 5), .evictLine(.data, address: 5),
      .evictLine(.instruction, address: 5), .retire(address: 3),
      .createThread(5, space: 3, priority: 300), .setPager(5, pager: 2), .switchThread(5), .call(5, [1, 2, 3, 4, 5]),
      .call(2, []),
      .replyAndWait(0, [0xFFFF_FFFF]), .wait,
      .writeUTCB(.acceptor, 2), .writeUTCB(.notifyMask, 0xFFFF_FFFF), .writeUTCB(.message(31), 7),
    ] + calls.map { .enter($0) }

  private typealias Registers = UserRegisters<Native>

  private static let calls: [KernelCall] = [
    KernelCall(.ipc, Registers(r0: Handle[.nilThread], r1: Handle[.nilThread])),
    KernelCall(
      .ipc,
      Registers(r0: Kernel.handle(Thread<Native>(5)).word, r1: Handle[.anyThread], mr0: 0xFFFF_C003, mr1: 1, mr3: 3)),
    KernelCall(.ipc, Registers(r0: 0x8000_0064, r1: Handle[.waitNotify], mr0: 0xC001, mr1: 1)),
    KernelCall(.ipc, Registers(r0: Handle[.myself], r1: 7, mr0: 0xC000, mr5: 1)),
    KernelCall(
      .createThread, Registers(r0: 5, r1: 3, mr0: 1, mr1: Handle[.nilThread], mr2: 0xE030_0500, mr3: 100, mr4: 2)),
    KernelCall(.createThread, Registers(r0: 99, r1: 99, mr0: 1, mr1: Handle[.myself], mr2: 1, mr3: 256, mr4: 1 << 31)),
    KernelCall(.modifyThread, Registers(r0: 1, r1: 7, mr0: 2, mr1: Handle[.nilThread], mr2: 4)),
    KernelCall(.deleteThread, Registers(r0: Handle[.myself])),
    KernelCall(.exchangeRegisters, Registers(r0: 0, r1: 0x13F, mr0: 1, mr1: 2, mr2: 3)),
    KernelCall(.schedule, Registers(r0: 0, r1: 0, mr0: 0)),
    KernelCall(.schedule, Registers(r0: 0, r1: Timeslice.unchanged, mr0: Timeslice.unchanged)),
    KernelCall(.threadSwitch, Registers(r0: Handle[.nilThread])),
    KernelCall(.createCapability, Registers(r0: 0, r1: 3, mr0: CapabilityType[.thread], mr1: 5)),
    KernelCall(.copyCapability, Registers(r0: 4, r1: 1, mr0: 3, mr1: 9)),
    KernelCall(.deleteCapability, Registers(r0: 4, r1: 1)),
    KernelCall(.createSpace, Registers(r0: 3, mr5: .max)),
    KernelCall(.createSpace, Registers(r0: 99, r1: 0x1F, mr0: 1, mr1: 2, mr2: 3, mr3: 4, mr4: 5, mr5: 0x3000_0000)),
    KernelCall(.modifySpace, Registers(r0: 3, r1: 0xF, mr0: 128, mr1: 0x10000, mr2: 2, mr3: 256)),
    KernelCall(.deleteSpace, Registers(r0: 3)),
    KernelCall(.grantSpace, Registers(r0: 3, r1: 1, mr0: DACR.client)),
    KernelCall(.grantSpace, Registers(r0: 99, r1: 99, mr0: DACR.reserved)),
    KernelCall(.spaceSwitch, Registers(r0: Handle[.myself], r1: 3, mr0: 0xE030_0000)),
    KernelCall(.cacheControl, Registers(r0: 7)), KernelCall(.cacheControl, Registers(r0: 1, r1: 2, mr0: 3)),
    mapping(
      count: 3, MapItem(page: 0x0010_00C3, frame: 0x2000_000C), MapItem(page: 0x0020_0142, frame: 0x2010_0010),
      MapItem(page: 0xFFFF_F3F0, frame: 0x0000_0020)),
    mapping(
      count: 2, MapItem(page: 0x0010_0000, frame: 0x30), MapItem(page: 0x0010_0140, frame: 0x2040)),
    mapping(
      count: 17, MapItem(page: 0, frame: 0), MapItem(page: 0x0010_0140, frame: 0x50),
      MapItem(page: 0x0010_0040, frame: 0x50)),
    mapping(
      count: 3, MapItem(page: 0x0010_0140, frame: 0xFFFF_F040), MapItem(page: .max, frame: .max),
      MapItem(page: 0, frame: 1)),
    mapping(count: 1),
    KernelCall(.bindInterrupt, Registers(r0: 32, r1: Handle[.nilThread], mr0: 0xFFFF_FFFF)),
    KernelCall(.acknowledgeInterrupt, Registers(r0: 31)),
    KernelCall(.swi, number: 0xEF00_0001, Registers(mr1: 1, mr5: 5)), KernelCall(.undefined, number: 0),
    KernelCall(.tick, Registers(mr2: 1)), KernelCall(.interrupt, number: 31),
  ]

  private static func mapping(count: UInt32, _ items: MapItem<Native>...) -> KernelCall {
    let words = items.flatMap { [$0.page, $0.frame] } + Array(repeating: 0, count: 6)
    return KernelCall(
      .mapControl,
      Registers(
        r0: 3, r1: count, mr0: words[0], mr1: words[1], mr2: words[2], mr3: words[3], mr4: words[4], mr5: words[5]))
  }

  @Test(arguments: operations)
  func anOperationIsReadAsItWasPrinted(_ operation: ScenarioOperation) throws {
    var scenario = Scenario(operations: [operation])
    scenario.sizes.spaces = 9
    let read = try Scenario(parsing: Array(scenario.text.utf8))
    #expect(read.steps.map(\.operation) == [operation], "\(scenario.text)")
    #expect(read.sizes == scenario.sizes)
  }

  @Test func allOfThemInOneFileToo() throws {
    let text = Scenario(operations: Self.operations).text
    #expect(try Scenario(parsing: Array(text.utf8)).steps.map(\.operation) == Self.operations)
  }
}
