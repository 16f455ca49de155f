import ARMSemantics
import Checker
import Logic
import Model

/// MapControl somewhere on its way, and the item that is next.
private struct MapStep<T: Trial> {
  let items: MapControl<T.S>
  let item: MapItem<T.R>

  /// Any item, when any number of items is done.
  init(_ t: inout T) {
    var items = MapControl(t.state, t.arbitraryRegisters())
    items.done = t.word("how many items are done")
    self.items = items
    item = MapItem(page: t.word("the item's first word"), frame: t.word("the item's second word"))
  }
}

extension Trial {
  /// What an item asks for, or nil for anything that there isn't, each on a path of its own.
  fileprivate mutating func operation(of item: MapItem<R>) -> Code<MapOperation, Native>? {
    for number in 0...MapOperation[.closeWindow]
    where branch("this is what is asked for", item.operation == Code(constant: number)) { return Code(number) }
    return nil
  }

  /// What the item does.
  fileprivate mutating func perform(_ step: MapStep<Self>) -> MapControl<S> {
    perform(on: state) { k in
      var items = step.items
      items.k = k
      items.perform(step.item)
      k = items.k
      return items
    }.result
  }
}

/// An item of MapControl is an operation on address spaces.
public struct MapItemDoesItsOperation: KernelProperty {
  public init() {}
  public var name: String { "call/map-item-does-its-operation" }
  public var statement: String {
    """
    For every state in which no line of the data cache is of the kernel's memory, which is whole megabytes, every item of \
    MapControl, and whatever was done before: it leaves the state as mapping, unmapping, changing access permissions, \
    opening or closing a window leaves it, with the arguments that its words hold; its error is the operation's; and it \
    counts as done exactly if there is none. A question changes nothing but the answer's places in the message, and what \
    is no operation changes nothing. So the address space invariant holds after every item, by \
    fass/map-small-keeps-invariant and its like, and after MapControl by induction.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("sections are mapped to the next frame", .alterWrite(.init(PageDirectory.descriptor), .flip(1 << 20))),
      Mutation("a new page table belongs to nobody", .loseWrite(.init(PageTables.user))),
      Mutation("windows are neither opened nor closed", .loseWrite(.init(PageDirectory.isWindow))),
      Mutation("no window is in the way of a page", .alterRead(.init(PageDirectory.isWindow), .become(0))),
      Mutation("lines of a page that was unmapped stay", .loseWrite(.init(DataCache.isValid))),
    ]
  }
  public var strategy: SolverStrategy { .bits }

  public func run<T: Trial>(_ t: inout T) {
    let step = MapStep(&t)
    t.assumeKernelOutOfCache()
    let (before, items, item) = (t.state, step.items, step.item)
    let space = items.space
    proveParts(&t, item)
    let operation = t.operation(of: item)
    let isWindow = operation == .openWindow || operation == .closeWindow
    let isMegabyte = isWindow && t.branch("it is a whole megabyte", item.isMegabyte)
    let (_, error) = t.specify(on: before) { specify(&$0, operation, isMegabyte: isMegabyte, item, space) }
    let isRefused = t.branch("refused", error != .none)
    let stepped = t.perform(step)
    let (expected, _) = t.specify(on: before) { specify(&$0, operation, isMegabyte: isMegabyte, item, space) }
    t.prove("the error is the operation's", stepped.error == error)
    t.prove("an item without one is done", stepped.done == T.R.ite(error == .none, items.done &+ 1, items.done))
    t.proveSame(
      "the state is as the operation leaves it", ("item", stepped.k), ("operation", expected),
      where: { _, _ in true }, excluding: operation == .query ? ["UTCB.MR"] : [])
    guard !isRefused else { return }
    t.reach("it is done", stepped.done == items.done &+ 1)
  }

  /// The operation that is asked for, and its error.
  private func specify<S: Store>(
    _ k: inout S, _ operation: Code<MapOperation, Native>?, isMegabyte: Bool, _ item: MapItem<S.R>, _ space: Space<S.R>
  ) -> CallError<S.R> {
    switch operation {
    case .map?: Kernel.map(&k, space, item.request)
    case .unmap?: Kernel.unmap(&k, space, item.address, size: item.size)
    case .changeRights?:
      Kernel.changeRights(&k, space, item.address, size: item.size, permissions: item.permissions)
    case .query?: .none
    case .openWindow? where isMegabyte: Kernel.openWindow(&k, space, item.megabyte, onto: item.granter)
    case .closeWindow? where isMegabyte: Kernel.closeWindow(&k, space, item.megabyte)
    default: .invalidParameter
    }
  }

  /// Where in its two words the parts of an item are.
  private func proveParts<T: Trial>(_ t: inout T, _ item: MapItem<T.R>) {
    let (page, frame) = (item.page, item.frame)
    t.prove("the operation is bits 7 to 4 of the second word", item.operation.word == (frame &>> 4) & 15)
    t.prove("the address is bits 31 to 12 of the first", item.address == page & 0xFFFF_F000)
    t.prove("the size is bits 9 to 4 of the first", item.size.word == (page &>> 4) & 63)
    t.prove("the permissions are bits 1 and 0 of the first", item.permissions == page & 3)
    t.prove("the frame is bits 31 to 12 of the second", item.request.frame == frame & 0xFFFF_F000)
    t.prove("its attributes are bits 3 and 2 of the second", item.request.attributes.word == frame & 0b1100)
    t.prove("a granter has its number in bits 31 to 12 of the second", item.granter.word == frame &>> 12)
  }
}

/// An item of MapControl stays inside its tables.
public struct MapItemStaysInTables: KernelProperty {
  public init() {}
  public var name: String { "call/map-item-stays-in-tables" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, in which page directories name page tables that exist, and \
    windows spaces in use; and for every item of MapControl, with a space that is in use: every word that the item reads \
    or writes, refused or not, lies inside its table.
    """
  }
  public var checksMemory: Bool { true }
  public var mutations: [Mutation] {
    [
      Mutation(
        "the kernel takes its mask for the running thread", .misread(.init(Machine.current), as: .init(Machine.mask))),
      Mutation(
        "what a window looks at is anything", .alterRead(.init(PageDirectory.granter), .become(0xFFFF_FFFF))),
    ]
  }
  public var strategy: SolverStrategy { .bits }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let step = MapStep(&t)
    t.assume("there is such an item", step.items.done < T.R.Word(constant: MapControl<T.S>.most))
    t.assume("the space is in use", t.state.isInUse(step.items.space))
    t.assume(
      "page directories name page tables that exist, and windows spaces in use",
      AddressSpaceInvariant.claims(t.state).only(["directories", "no-overlap"]))
    _ = t.operation(of: step.item)
    _ = t.perform(step)
  }
}

/// An item of MapControl touches nothing but address spaces.
public struct MapItemTouchesWhatItNames: KernelProperty {
  public init() {}
  public var name: String { "call/map-item-touches-what-it-names" }
  public var statement: String {
    """
    For every state in which no line of the data cache is of the kernel's memory, which is whole megabytes, and every item \
    of MapControl: it changes no thread, no capability, no interrupt, nothing of a space but its page directory, no grant, \
    not who runs, and not which space is active; of page directories that of the item's space alone, at the item's \
    megabyte alone; and of messages the caller's alone, and there the words of the item, when it is a question.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("an answer is written over somebody else's message", .alterRead(.init(Machine.current), .flip(1))),
      Mutation(
        "what is dirty after a flush is written over the current domain",
        .misplaceWrite(.init(Machine.dirtyDomains), to: .init(Machine.domain))),
    ]
  }
  public var strategy: SolverStrategy { .bits }

  public func run<T: Trial>(_ t: inout T) {
    let step = MapStep(&t)
    t.assumeKernelOutOfCache()
    let (before, items) = (t.state, step.items)
    let me = before[Machine.current]
    let operation = t.operation(of: step.item)
    let after = t.perform(step).k
    let entry = DirectoryEntry<T.R>(items.space, step.item.megabyte)
    t.proveSame(
      "nothing else changes", ("after", after), ("before", before),
      where: { table, i in
        switch table {
        case 0..<MemorySystem.tables, LineOwners.number, PageTables.number: return false
        case PageDirectory.number: return DirectoryEntry<T.R>(i) != entry
        default: return true
        }
      }, excluding: ["machine.dirty domains", "UTCB.MR"])
    let (thread, register) = (t.object("thread", ThreadKind.self), t.object("message register", MessageRegister.self))
    let isAnswer = register.word == items.done &+ items.done || register.word == items.done &+ items.done &+ 1
    t.prove(
      "of messages only the answer changes",
      after[UTCB.message, thread, register] == before[UTCB.message, thread, register]
        || (thread == me && isAnswer && T.R.Truth(operation == .query)))
    guard operation == .query else { return }
    t.reach("an answer is written to memory", items.done > 2)
  }
}
