import ARMSemantics
import Checker
import Logic
import Model

extension Scenario {
  /// The scenario as a file; what is read from it has the same operations.
  ///
  /// Requires: spaces, threads and TLB entries exist, megabytes are below 4096, and what is stored fits into its size.
  public var text: String {
    let sizes = Platform.Sizes.limits.map { "\($0.name) \(self.sizes[keyPath: $0.field])" }.joined(separator: " ")
    return (["sizes \(sizes)"] + steps.map { line($0.operation) }).joined(separator: "\n") + "\n"
  }

  /// An operation as a line of a file.
  public func line(_ operation: ScenarioOperation) -> String {
    switch operation {
    case .createSpace(let space, let utcbs):
      guard let utcbs else { return "space \(spaces[space]) utcbs none" }
      let isUsual = utcbs == Platform.utcbs(of: space)
      return "space \(spaces[space])" + (isUsual ? "" : " utcbs \(hexadecimal(utcbs))")
    case .deleteSpace(let space): return "delete \(spaces[space])"
    case .setProcessID(let space, let process): return "pid \(spaces[space]) \(process)"
    case .setVspace(let space, let vspace): return "vspace \(spaces[space]) \(vspace)"
    case .map(let space, let page):
      let attributes = Self.attributes(page.attributes)
      return
        "map \(spaces[space]) \(hexadecimal(page.address)) \(Self.size(page.size)) -> \(hexadecimal(page.frame)) "
        + Self.rights(page.permissions) + (attributes.isEmpty ? "" : " \(attributes)")
    case .unmap(let space, let address, let size):
      return "unmap \(spaces[space]) \(hexadecimal(address)) \(Self.size(size))"
    case .changeRights(let space, let address, let size, let permissions):
      return "rights \(spaces[space]) \(hexadecimal(address)) \(Self.size(size)) \(Self.rights(permissions))"
    case .openWindow(let client, let megabyte, let granter):
      return "window \(spaces[client]) \(hexadecimal(Megabyte<Native>(megabyte).address)) onto \(spaces[granter])"
    case .closeWindow(let client, let megabyte):
      return "close \(spaces[client]) \(hexadecimal(Megabyte<Native>(megabyte).address))"
    case .grant(let client, let granter, let rights):
      return "grant \(spaces[granter]) to \(spaces[client]) \(Self.granted(rights))"
    case .revoke(let client, let granter): return "revoke \(spaces[granter]) from \(spaces[client])"
    case .activate(let space): return "switch \(spaces[space])"
    case .access(let access): return Self.line(access)
    case .createThread(let thread, let space, let priority):
      return "thread \(threads[thread]) in \(spaces[space]) priority \(priority)"
    case .setPager(let thread, let pager): return "pager \(threads[thread]) \(threads[pager])"
    case .switchThread(let thread): return "run \(threads[thread])"
    case .call(let thread, let words): return (["call \(threads[thread])"] + Self.words(words)).joined(separator: " ")
    case .replyAndWait(let thread, let words):
      return (["reply \(threads[thread])"] + Self.words(words)).joined(separator: " ")
    case .wait: return "wait"
    case .enter(let call): return line(call)
    case .writeUTCB(let word, let value): return Self.line(word, value)
    default: return Self.hardwareLine(operation)
    }
  }

  private static func hardwareLine(_ operation: ScenarioOperation) -> String {
    switch operation {
    case .fillTLB(let side, let entry, let address): "fill \(side.rawValue)-tlb \(entry) \(hexadecimal(address))"
    case .evictTLB(let side, let entry): "evict \(side.rawValue)-tlb \(entry)"
    case .fillLine(let side, let address): "fill \(side.rawValue)-line \(hexadecimal(address))"
    case .cleanLine(let address): "clean data-line \(hexadecimal(address))"
    case .evictLine(let side, let address): "evict \(side.rawValue)-line \(hexadecimal(address))"
    case .retire(let address): "retire \(hexadecimal(address))"
    default: preconditionFailure("\(operation) is nothing that hardware does")
    }
  }

  private static func line(_ access: UserAccess) -> String {
    let size = access.size == 4 ? "" : "\(access.size) "
    let value = access.kind == .write ? " = \(hexadecimal(access.value))" : ""
    return "\(AccessKind.names[access.kind]!) \(size)\(hexadecimal(access.address))\(value)"
  }

  private static func words(_ words: [UInt32]) -> [String] { words.map(hexadecimal) }

  /// A size in the manuals' words.
  static func size(_ size: Code<PageSize, Native>) -> String {
    [.small: "4K", .large: "64K", .section: "1M"][size] ?? "\(size.word)"
  }

  static func rights(_ permissions: UInt32) -> String {
    [0b11: "rw", 0b10: "r", 0b01: "kernel"][permissions] ?? "\(permissions)"
  }

  static func granted(_ rights: UInt32) -> String {
    [DACR.client: "client", DACR.manager: "manager"][rights] ?? "\(rights)"
  }

  static func attributes(_ attributes: Flags<Attributes, Native>) -> String {
    if attributes.has(~.both) { return "\(attributes.word)" }
    return (attributes.has(.cacheable) ? "c" : "") + (attributes.has(.bufferable) ? "b" : "")
  }
}
