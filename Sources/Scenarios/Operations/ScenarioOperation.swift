import ARMSemantics
import Logic
import Model

/// One step of a scenario: what the kernel, user code or the hardware does.
///
/// Spaces, threads and TLB entries are given by their numbers; what doesn't exist is refused by the kernel or, for a
/// thread or a TLB entry, a mistake of whoever made the operation.
public enum ScenarioOperation: Sendable, Equatable {
  /// `Kernel.createSpace`: `utcbs` is the physical address of the megabyte for its UTCBs, nil for a space without.
  case createSpace(UInt32, utcbs: UInt32?)
  /// `Kernel.deleteSpace`.
  case deleteSpace(UInt32)
  /// `Kernel.setProcessID`.
  case setProcessID(UInt32, UInt32)
  /// `Kernel.setVspace`.
  case setVspace(UInt32, UInt32)
  /// `Kernel.map`.
  case map(UInt32, Page)
  /// `Kernel.unmap`: the modified virtual address.
  case unmap(UInt32, address: UInt32, size: Code<PageSize, Native>)
  /// `Kernel.changeRights`; permissions as in ``Page``.
  case changeRights(UInt32, address: UInt32, size: Code<PageSize, Native>, permissions: UInt32)
  /// `Kernel.openWindow`: the megabyte is MVA[31:20].
  case openWindow(UInt32, megabyte: UInt32, onto: UInt32)
  /// `Kernel.closeWindow`.
  case closeWindow(UInt32, megabyte: UInt32)
  /// `Kernel.grant`: the rights are `DACR.client` or `DACR.manager`.
  case grant(to: UInt32, by: UInt32, rights: UInt32)
  /// `Kernel.revoke`.
  case revoke(from: UInt32, by: UInt32)
  /// `Kernel.activate`. The running thread goes on in that space if it has none of its own; else it waits for anyone,
  /// and thread 0 runs.
  case activate(UInt32)
  /// User code of the running thread makes an access, again and again as long as the kernel lets the thread go on. If that
  /// ends in a page fault, its pager is told, or it is halted if it has none.
  case access(UserAccess)

  /// The hardware fills a TLB entry with what a walk finds for a modified virtual address.
  case fillTLB(Side, entry: UInt32, address: UInt32)
  /// The hardware forgets a TLB entry.
  case evictTLB(Side, entry: UInt32)
  /// The hardware fetches the line of an address, if user code of the active space may read or fetch there.
  case fillLine(Side, address: UInt32)
  /// The data cache cleans the line of a modified virtual address.
  case cleanLine(address: UInt32)
  /// A cache makes room: the line of a modified virtual address is cleaned, and forgotten.
  case evictLine(Side, address: UInt32)
  /// The write buffer lets go of the word at a physical address.
  case retire(address: UInt32)

  /// A thread that isn't in use comes to life: it belongs to a space, waits for anyone, and has the capability of its own
  /// number in the list that all spaces use.
  case createThread(UInt32, space: UInt32, priority: UInt32)
  /// A thread is told of the page faults of another.
  case setPager(UInt32, pager: UInt32)
  /// The running thread waits for anyone, and another one, which waits or is halted, runs instead.
  case switchThread(UInt32)
  /// `Kernel.ipc`: the running thread sends words to another one, and waits for the answer.
  case call(UInt32, [UInt32])
  /// `Kernel.ipc`: the running thread answers another one that waits for it, and waits for anyone.
  case replyAndWait(UInt32, [UInt32])
  /// `Kernel.ipc`: the running thread waits for anyone.
  case wait
  /// Any other entry into the kernel, of the running thread.
  case enter(KernelCall)
  /// User code of the running thread writes a word of its UTCB.
  case writeUTCB(UTCBWord, UInt32)
}

/// The instruction side or the data side of TLBs and caches.
public enum Side: String, Sendable, Equatable, CaseIterable {
  case data, instruction
}

/// A page to be mapped, with native words.
public struct Page: Sendable, Equatable {
  /// The modified virtual address.
  public var address: UInt32
  /// The size.
  public var size: Code<PageSize, Native>
  /// The physical address.
  public var frame: UInt32
  /// 01 for privileged modes only, 10 for reading by user code, 11 for writing too.
  public var permissions: UInt32
  /// The C and B bits, in their place in descriptors.
  public var attributes: Flags<Attributes, Native>

  public init(
    address: UInt32, size: Code<PageSize, Native>, frame: UInt32, permissions: UInt32,
    attributes: Flags<Attributes, Native>
  ) {
    self.address = address
    self.size = size
    self.frame = frame
    self.permissions = permissions
    self.attributes = attributes
  }

  var request: PageRequest<Native> {
    PageRequest(address: address, size: size, frame: frame, permissions: permissions, attributes: attributes)
  }
}

/// A load, a store or a fetch by user code.
public struct UserAccess: Sendable, Equatable {
  /// What the access does.
  public var kind: Code<AccessKind, Native>
  /// The virtual address, before FCSE relocation.
  public var address: UInt32
  /// How many bytes: 1, 2 or 4.
  public var size: UInt32
  /// What a store stores; of no concern otherwise.
  public var value: UInt32

  public init(kind: Code<AccessKind, Native>, address: UInt32, size: UInt32 = 4, value: UInt32 = 0) {
    self.kind = kind
    self.address = address
    self.size = size
    self.value = value
  }

  /// The access as the semantics have it.
  public var access: Access<Native> { Access(address: address, kind: kind, size: size, isPrivileged: false) }
}
