import ARMSemantics
import Checker
import Logic
import Model

/// MapControl takes its items from the message, and reports how far it has got.
public struct MapControlTellsHowFar: KernelProperty {
  public init() {}
  public var name: String { "call/map-control-tells-how-far" }
  public var statement: String {
    """
    For every state, all registers, and any number of items that are done: the next item is the next two words of the \
    message, of which MR0 to MR5 are in registers. A MapControl that is refused before its first item, as it always \
    is when the active space lacks the privilege, changes nothing but the caller's error code, which is the reason. \
    One that has come to its end leaves the state as its last item left it, with the error code of the item that was \
    refused, if one was, and returns to the caller how many items are done, and the message.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation(
        "nobody asks for the privilege", .alterRead(.init(SpaceTable.privileges), .become(Privileges[.systemCalls]))),
      Mutation("the error of an item is not told", .loseWrite(.init(UTCB.errorCode))),
      Mutation("somebody else's message is taken", .alterRead(.init(Machine.current), .flip(1))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let (me, arguments) = (before[Machine.current], t.arbitraryRegisters())
    let reason = t.perform(on: before) { Kernel.refusal($0, toMap: arguments) }.result
    if t.branch("no item is looked at", reason != .none) {
      let (after, exit) = t.perform(on: before) { Kernel.mapControl(&$0, arguments) }
      t.prove("the caller is told why", after[UTCB.errorCode, me] == reason.word)
      t.prove(
        "the caller knows, and that no item is done",
        exit.registers.result == .refused && exit.registers.r1 == 0)
      t.proveSame(
        "nothing changes but the caller's error code", ("after", after), ("before", before),
        where: { table, i in table == UTCB.number ? Thread<T.R>(i) != me : true }, excluding: [])
      return
    }
    t.prove("the active space has the privilege", Kernel.isPrivileged(before))
    var items = MapControl(before, arguments)
    items.done = t.word("how many items are done")
    items.error = Code(t.word("the error of the next"))
    let words = t.perform(on: before) { k in
      var items = items
      items.k = k
      return items.item
    }.result
    let (after, exit) = t.perform(on: before) { k in
      var items = items
      items.k = k
      return Kernel.completeCall(&k, items)
    }
    t.prove("the first word is the message's", words.page == word(before, arguments, items.done &+ items.done))
    t.prove("so is the second", words.frame == word(before, arguments, items.done &+ items.done &+ 1))
    t.prove("the caller is told how many are done", exit.registers.r1 == items.done)
    t.prove("the message is what it was", exit.registers.mr0 == arguments.mr0 && exit.registers.mr5 == arguments.mr5)
    t.prove(
      "the caller is told the error, if there is one",
      after[UTCB.errorCode, me] == T.R.ite(items.error != .none, items.error.word, before[UTCB.errorCode, me]))
    t.prove(
      "the caller knows whether all is done",
      exit.registers.result == T.R.ite(items.error == .none, .done, .refused))
    t.proveSame(
      "the rest is as the last item left it", ("after", after), ("before", before), where: { _, _ in true },
      excluding: ["UTCB.error code"])
  }

  /// A word of the caller's message.
  private func word<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>, _ n: S.R.Word) -> S.R.Word {
    func inRegister(_ number: UInt32, _ word: S.R.Word, else rest: S.R.Word) -> S.R.Word {
      S.R.ite(n == S.R.Word(constant: number), word, rest)
    }
    let low = inRegister(0, arguments.mr0, else: inRegister(1, arguments.mr1, else: arguments.mr2))
    let high = inRegister(3, arguments.mr3, else: inRegister(4, arguments.mr4, else: arguments.mr5))
    return S.R.ite(n > 5, k[UTCB.message, k[Machine.current], Ref(n)], S.R.ite(n < 3, low, high))
  }
}

/// What MapControl answers is what was mapped.
public struct QueryTellsWhatIsMapped: KernelProperty {
  public init() {}
  public var name: String { "call/map-query-tells-what-is-mapped" }
  public var statement: String {
    """
    For every state in which no line of the data cache is of the kernel's memory, which is whole megabytes, and in which \
    page directories and page tables name each other, and every item of MapControl that maps a page, or opens a window, and isn't refused: a question about its address is answered by the \
    same item.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("large pages are taken for small ones", .alterWrite(.init(PhysicalMemory.contents), .flip(0b11))),
      Mutation("a section is mapped for reading only", .alterWrite(.init(PageDirectory.descriptor), .clear(1 << 10))),
      Mutation("a window has another granter", .alterWrite(.init(PageDirectory.granter), .flip(1))),
    ]
  }
  public var strategy: SolverStrategy { .bits }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    t.assumeKernelOutOfCache()
    let space = t.object("space", SpaceKind.self)
    t.assumeSpaces(["directories", "page-table-users"])
    let item = MapItem<T.R>(page: t.word("the item's first word"), frame: t.word("the item's second word"))
    let isWindow = t.branch("a window is opened", item.operation == .openWindow)
    if isWindow {
      t.assume("it is a megabyte", item.isMegabyte)
    } else {
      t.assume("a page is mapped", item.operation == .map)
      guard !t.branch("it is a section", item.size == .section) else {
        prove(&t, before, space, item, isWindow)
        return
      }
      _ = t.branch("it is a large page", item.size == .large)
    }
    prove(&t, before, space, item, isWindow)
  }

  private func prove<T: Trial>(
    _ t: inout T, _ before: T.S, _ space: Space<T.R>, _ item: MapItem<T.R>, _ isWindow: Bool
  ) {
    let (after, error) = t.perform(on: before) { k in
      isWindow
        ? Kernel.openWindow(&k, space, item.megabyte, onto: item.granter) : Kernel.map(&k, space, item.request)
    }
    guard t.branch("it is done", error == .none) else { return }
    let answer = t.specify(on: after) { Kernel.item($0, space, at: item.address) }.result
    t.prove("the answer has the operation", answer.operation == item.operation)
    t.prove("it has the address", answer.address == item.address)
    t.prove("it has the size", answer.size == item.size)
    t.prove("it has the permissions", isWindow ? answer.permissions == 0 : answer.permissions == item.permissions)
    t.prove("it has the frame, or the granter", answer.granter == item.granter)
    t.prove(
      "it has the attributes",
      isWindow ? true : answer.request.attributes == item.request.attributes)
  }
}
