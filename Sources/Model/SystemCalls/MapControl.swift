import ARMSemantics
import Logic

/// MapControl under way: its items are done one after the other, until one is refused.
@frozen public struct MapControl<S: Store>: UnderWay {
  public typealias R = S.R

  /// The kernel.
  public var k: S
  /// The space whose mappings are changed.
  public let space: Space<R>
  /// MR0 to MR5, with the answers to queries so far. The other words of the items are in the caller's UTCB.
  public var registers: UserRegisters<R>
  /// How many items are done.
  public var done: R.Word
  /// Why the next item was refused, or the call before its first.
  public var error: CallError<R>

  /// The most items that fit into the message registers.
  @inlinable public static var most: UInt32 { (Tag.lastRegister + 1) / 2 }

  /// Nothing is done yet.
  @inlinable
  public init(_ k: S, _ arguments: UserRegisters<R>) {
    self.k = k
    space = Space(arguments.r0)
    registers = arguments
    done = 0
    error = .none
  }

  @inlinable
  public mutating func merge(_ condition: R.Truth, taken: Self) {
    k.merge(condition, taken: taken.k)
    registers = .ite(condition, taken.registers, registers)
    done = R.ite(condition, taken.done, done)
    error = R.ite(condition, taken.error, error)
  }

  /// The next item.
  @inlinable
  public var item: MapItem<R> { MapItem(page: word(done &+ done), frame: word(done &+ done &+ 1)) }

  /// Does the next item, or finds out why it is refused.
  @inlinable
  public mutating func step() { perform(item) }

  /// Does an item, the next one, or finds out why it is refused.
  @inlinable
  public mutating func perform(_ item: MapItem<R>) {
    let space = space
    let asked = item.operation
    when(
      asked == .map,
      then: { $0.error = Kernel.map(&$0.k, space, item.request) },
      else: { m in
        m.when(
          asked == .unmap,
          then: { $0.error = Kernel.unmap(&$0.k, space, item.address, size: item.size) },
          else: { m in
            m.when(
              asked == .changeRights,
              then: {
                $0.error = Kernel.changeRights(
                  &$0.k, space, item.address, size: item.size, permissions: item.permissions)
              },
              else: { m in
                m.when(asked == .query, then: { $0.answer(item) }, else: { $0.performWindow(item) })
              })
          })
      })
    when(error == .none) { $0.done = $0.done &+ 1 }
  }

  /// Does an item that asks for a window, or for nothing that there is.
  @inlinable
  mutating func performWindow(_ item: MapItem<R>) {
    let space = space
    let (asked, isMegabyte) = (item.operation, item.isMegabyte)
    when(
      asked == .openWindow && isMegabyte,
      then: { $0.error = Kernel.openWindow(&$0.k, space, item.megabyte, onto: item.granter) },
      else: { m in
        m.when(
          asked == .closeWindow && isMegabyte,
          then: { $0.error = Kernel.closeWindow(&$0.k, space, item.megabyte) },
          else: { $0.error = .invalidParameter })
      })
  }

  /// Replaces a question, the next item, by what the space has there.
  @inlinable
  mutating func answer(_ item: MapItem<R>) {
    let answer = Kernel.item(k, space, at: item.address)
    setWord(answer.page, done &+ done)
    setWord(answer.frame, done &+ done &+ 1)
  }

  /// A word of the message.
  @inlinable
  func word(_ n: R.Word) -> R.Word {
    let inRegisters = [registers.mr0, registers.mr1, registers.mr2, registers.mr3, registers.mr4, registers.mr5]
    return inRegisters.indices.reversed().reduce(k[UTCB.message, k[Machine.current], Ref(n)]) { rest, i in
      R.ite(n == R.Word(constant: UInt32(i)), inRegisters[i], rest)
    }
  }

  /// Replaces a word of the message.
  @inlinable
  mutating func setWord(_ word: R.Word, _ n: R.Word) {
    func put(_ number: UInt32, else old: R.Word) -> R.Word { R.ite(n == R.Word(constant: number), word, old) }
    registers.mr0 = put(0, else: registers.mr0)
    registers.mr1 = put(1, else: registers.mr1)
    registers.mr2 = put(2, else: registers.mr2)
    registers.mr3 = put(3, else: registers.mr3)
    registers.mr4 = put(4, else: registers.mr4)
    registers.mr5 = put(5, else: registers.mr5)
    k.when(n >= R.Word(constant: Tag.firstInMemory)) { $0[UTCB.message, $0[Machine.current], Ref(n)] = word }
  }
}

extension Kernel {
  /// MapControl: r0 is a space, r1 how many items follow in the message registers, two words each (``MapItem``): pages to be
  /// mapped, unmapped, or to get other access permissions, questions, and windows. Items are done in their order. The first that is
  /// refused is the last that is looked at; what was done before it stays.
  ///
  /// The caller finds in r1 how many items are done, and in the message registers the items, with questions answered. The active
  /// space needs the privilege ``Privileges/systemCalls``: it has authority over all of physical memory but the kernel's.
  @inlinable
  public static func mapControl<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    var items = MapControl(k, arguments)
    items.error = refusal(k, toMap: arguments)
    for _ in 0..<MapControl<S>.most {
      items.when(
        items.done < arguments.r1 && items.error == .none
      ) { $0.step() }
    }
    return completeCall(&k, items)
  }

  /// Ends a MapControl that has come to its end, or to an item that is refused.
  @inlinable
  public static func completeCall<S: Store>(_ k: inout S, _ items: MapControl<S>) -> Exit<S.R> {
    var completion = Completion(items.k)
    var results = items.registers
    results.r1 = items.done
    completion.conclude(items.error, results)
    let end = completion.finish()
    k = end.k
    return end.exit
  }

  /// Why no item is looked at: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toMap arguments: UserRegisters<S.R>) -> CallError<S.R> {
    S.R.firstError([
      (!isPrivileged(k), .noPrivilege),
      (!k.isInUse(Space(arguments.r0)), .invalidSpace),
      (arguments.r1 > S.R.Word(constant: MapControl<S>.most), .invalidParameter),
    ])
  }
}
