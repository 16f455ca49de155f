import ARMSemantics
import Model
import Scenarios
import Testing

/// What is printed of a scenario is a scenario.
@Suite struct PrintingTests {
  private static let page = Page(
    address: 0x0011_0000, size: PageSize.large, frame: 0x2001_0000, permissions: 0b10, attributes: 0x8)

  private static let operations: [Operation] = [
    .createSpace(1, utcbs: nil), .createSpace(2, utcbs: Platform.utcbs(of: 2)), .createSpace(3, utcbs: 0x2000_0001),
    .deleteSpace(1), .setProcessID(2, 200), .setVspace(2, 0x10000), .map(2, page),
    .map(
      2, Page(address: 1, size: 13, frame: 0xFFFF_FFFF, permissions: 0, attributes: 0x10)),
    .map(
      2, Page(address: 0, size: PageSize.section, frame: 0, permissions: 0b11, attributes: 0xC)),
    .map(2, Page(address: 0, size: PageSize.small, frame: 0, permissions: 0b01, attributes: 0)),
    .unmap(2, address: 0x0011_0000, size: PageSize.large), .unmap(2, address: 0, size: 99),
    .changeRights(2, address: 0, size: PageSize.small, permissions: 7),
    .openWindow(1, megabyte: 0xFFF, onto: 2), .closeWindow(1, megabyte: 0),
    .grant(to: 1, by: 2, rights: DACR.client), .grant(to: 1, by: 2, rights: DACR.manager),
    .grant(to: 1, by: 2, rights: 2), .revoke(from: 1, by: 2), .activate(0),
    .access(UserAccess(kind: AccessKind.read, address: 4)),
    .access(UserAccess(kind: AccessKind.write, address: 2, size: 1, value: 0xFF)),
    .access(UserAccess(kind: AccessKind.fetch, address: 2, size: 2)),
    .fillTLB(.data, entry: 7, address: 0xFFFF_FFFF), .fillTLB(.instruction, entry: 0, address: 0),
    .evictTLB(.data, entry: 1), .evictTLB(.instruction, entry: 1), .fillLine(.data, address: 3),
    .fillLine(.instruction, address: 3), .cleanLine(address: 5), .evictLine(.data, address: 5),
    .evictLine(.instruction, address: 5), .retire(address: 3),
    .createThread(5, space: 3, priority: 300), .setPager(5, pager: 2), .switchThread(5), .call(5, [1, 2, 3, 4, 5]),
    .call(2, []),
    .replyAndWait(0, [0xFFFF_FFFF]), .wait,
  ]

  @Test(arguments: operations)
  func anOperationIsReadAsItWasPrinted(_ operation: Operation) throws {
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
