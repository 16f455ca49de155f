import ARMSemantics
import Logic
import Model
import Scenarios
import Testing

/// The system calls on spaces, mappings and caches, run natively: what each makes of its arguments, and every error code.
@Suite struct SpaceCallTests {
  typealias Registers = UserRegisters<Native>
  typealias Call = (inout Image, Registers) -> Exit<Native>

  /// A kernel whose thread 0 runs in space 0, which has every privilege, and where thread 2, of space 0 as well, is halted.
  private var kernel = Platform.boot(Platform.Sizes())
  private let root = Thread<Native>(0)
  private static let none: UInt32 = 0xFFFF_FFFF
  private static let frame: UInt32 = 0x2000_0000

  init() {
    kernel[TCB.space, root] = Ref(0)
    kernel[TCB.utcb, root] = Self.utcb(0)
    kernel[Machine.utcb] = Self.utcb(0)
    kernel[SpaceTable.maximumPriority, Ref(0)] = 200
    let new = Registers(
      r0: 2, r1: 0, mr0: Handle[.nilThread], mr1: Handle[.nilThread], mr2: Self.utcb(0) + 1 << UTCB.shift, mr3: 100,
      mr4: 0)
    expectDone(Kernel.createThread, new)
  }

  /// The first UTCB of a space.
  private static func utcb(_ space: UInt32) -> UInt32 { 0xE000_0000 + space << Section.shift }

  /// The place of thread 2's capability.
  private static let halted: UInt32 = 0

  /// The arguments that create a space with UTCBs.
  private func newSpace(_ space: UInt32, _ changes: UInt32 = 0) -> Registers {
    Registers(r0: space, r1: changes, mr4: 0, mr5: Platform.utcbs(of: space))
  }

  @discardableResult
  private mutating func expectDone(
    _ call: Call, _ arguments: Registers, sourceLocation: SourceLocation = #_sourceLocation
  ) -> Registers {
    let exit = call(&kernel, arguments)
    #expect(
      exit.registers.result == .done && !exit.continues,
      "\(SystemCallError.name(of: kernel[UTCB.errorCode, kernel[Machine.current]]) ?? "")",
      sourceLocation: sourceLocation)
    let claims = KernelInvariant.claims(kernel) + NameInvariant.claims(kernel) + AddressSpaceInvariant.claims(kernel)
    #expect(Invariants.firstBroken(kernel, claims) == nil, sourceLocation: sourceLocation)
    return exit.registers
  }

  /// Expects that a call is refused for a reason, and changes nothing but the caller's error code.
  private func expectRefusal(
    _ error: CallError<Native>, _ call: Call, _ arguments: Registers, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var (after, expected) = (kernel, kernel)
    let exit = call(&after, arguments)
    expected[UTCB.errorCode, root] = error.word
    #expect(exit.registers.result == .refused && !exit.continues, sourceLocation: sourceLocation)
    #expect(
      after[UTCB.errorCode, root] == error.word, "\(SystemCallError.name(of: after[UTCB.errorCode, root]) ?? "")",
      sourceLocation: sourceLocation)
    #expect(after.words == expected.words, sourceLocation: sourceLocation)
  }

  /// The words of an item.
  private func item(
    _ operation: Code<MapOperation, Native>, at address: UInt32, _ size: Code<PageSize, Native>,
    frame: UInt32 = Self.frame, permissions: UInt32 = 0b11,
    attributes: Flags<Attributes, Native> = .cacheable
  ) -> MapItem<Native> {
    MapItem(
      operation: operation, address: address, size: size, permissions: permissions, frame: frame, attributes: attributes
    )
  }

  /// MapControl with up to three items, in registers.
  private func mapping(_ items: MapItem<Native>..., of space: UInt32 = 0) -> Registers {
    let words = items.flatMap { [$0.page, $0.frame] } + Array(repeating: 0, count: 6)
    return Registers(
      r0: space, r1: UInt32(items.count), mr0: words[0], mr1: words[1], mr2: words[2], mr3: words[3], mr4: words[4],
      mr5: words[5])
  }

  @Test func callsOnSpacesNeedThePrivilege() {
    var test = self
    test.kernel[SpaceTable.privileges, Ref(0)] = .none
    let calls: [Call] = [
      Kernel.createSpace, Kernel.modifySpace, Kernel.deleteSpace, Kernel.grantSpace, Kernel.mapControl,
      Kernel.spaceSwitch,
    ]
    for call in calls { test.expectRefusal(.noPrivilege, call, newSpace(1)) }
    test.expectDone(Kernel.cacheControl, Registers(r0: CacheRequest[.all]))
  }

  @Test func aSpaceIsCreatedWithWhatIsAsked() {
    var test = self
    var new = newSpace(1, SpaceChange[.all])
    (new.mr0, new.mr1, new.mr2, new.mr3, new.mr4) = (5, 7, Privileges[.systemCalls], 100, 0)
    test.expectDone(Kernel.createSpace, new)
    let k = test.kernel
    let space = Space<Native>(1)
    #expect(k[SpaceTable.isInUse, space] == 1 && k[SpaceTable.processID, space] == 5)
    #expect(k[SpaceTable.vspace, space] == 7 && k[SpaceTable.privileges, space] == .systemCalls)
    #expect(k[SpaceTable.maximumPriority, space] == 100 && k[SpaceTable.capabilities, space] == Ref(0))
    test.expectDone(Kernel.createSpace, newSpace(2))
    #expect(
      test.kernel[SpaceTable.maximumPriority, Ref(2)] == 200 && test.kernel[SpaceTable.privileges, Ref(2)] == .none)
  }

  @Test func aSpaceIsCreatedOnceAndInItsPlace() {
    expectRefusal(.invalidSpace, Kernel.createSpace, newSpace(0))
    expectRefusal(.invalidSpace, Kernel.createSpace, newSpace(1000))
    var wrong = newSpace(1)
    wrong.mr5 += 4
    expectRefusal(.invalidParameter, Kernel.createSpace, wrong)
    wrong.mr5 = Platform.kernelMemory
    expectRefusal(.reserved, Kernel.createSpace, wrong)
    wrong = newSpace(1)
    wrong.mr4 = 5000
    expectRefusal(.invalidParameter, Kernel.createSpace, wrong)
    wrong = newSpace(1, SpaceChange[.maximumPriority])
    wrong.mr3 = 201
    expectRefusal(.invalidPriority, Kernel.createSpace, wrong)
  }

  @Test func aSpaceIsChangedWhereBitsSay() {
    var test = self
    test.expectDone(
      Kernel.modifySpace, Registers(r0: 0, r1: SpaceChange[.processID] | SpaceChange[.vspace], mr0: 3, mr1: 9, mr2: 0))
    let k = test.kernel
    #expect(k[CP15.processID] == 3 << FCSE.shift && k[SpaceTable.vspace, Ref(0)] == 9)
    #expect(k[SpaceTable.privileges, Ref(0)] == .systemCalls)
    test.expectRefusal(.invalidSpace, Kernel.modifySpace, Registers(r0: 1))
    for wrong in [
      Registers(r1: SpaceChange[.all] + 1), Registers(r1: SpaceChange[.processID], mr0: FCSE.processes),
      Registers(r1: SpaceChange[.vspace], mr1: Vspace.last + 1), Registers(r1: SpaceChange[.privileges], mr2: 2),
    ] {
      test.expectRefusal(.invalidParameter, Kernel.modifySpace, wrong)
    }
    test.expectRefusal(
      .invalidPriority, Kernel.modifySpace, Registers(r1: SpaceChange[.maximumPriority], mr3: 201))
  }

  @Test func aSpaceIsDeletedWhenItsThreadsHaveMoved() {
    var test = self
    test.expectDone(Kernel.createSpace, newSpace(1))
    test.expectDone(Kernel.spaceSwitch, Registers(r0: Self.halted, r1: 1, mr0: Self.utcb(1)))
    #expect(test.kernel[TCB.space, Ref(2)] == Ref(1) && test.kernel[TCB.utcb, Ref(2)] == Self.utcb(1))
    test.expectRefusal(.busy, Kernel.deleteSpace, Registers(r0: 1))
    test.expectRefusal(.busy, Kernel.deleteSpace, Registers(r0: 0))
    test.expectDone(Kernel.spaceSwitch, Registers(r0: Self.halted, r1: 0, mr0: Self.utcb(0) + 3 << UTCB.shift))
    test.expectDone(Kernel.deleteSpace, Registers(r0: 1))
    test.expectRefusal(.invalidSpace, Kernel.deleteSpace, Registers(r0: 1))
    test.expectDone(Kernel.createSpace, newSpace(1))
  }

  @Test func theCallerMovesItself() {
    var test = self
    var new = newSpace(1, SpaceChange[.privileges] | SpaceChange[.processID])
    (new.mr0, new.mr2) = (4, Privileges[.systemCalls])
    test.expectDone(Kernel.createSpace, new)
    test.kernel[TCB.priority, root] = Ref(100)
    test.expectDone(Kernel.spaceSwitch, Registers(r0: Handle[.myself], r1: 1, mr0: Self.utcb(1)))
    let k = test.kernel
    #expect(k[Machine.current] == root && k[Machine.space] == Ref(1))
    #expect(k[Machine.utcb] == Self.utcb(1) && k[CP15.processID] == 4 << FCSE.shift)
    test.expectRefusal(
      .invalidThread, Kernel.spaceSwitch, Registers(r0: 1, r1: 0, mr0: Self.utcb(0)))
  }

  @Test func aThreadMovesToAFreePlaceOfItsOwn() {
    var test = self
    test.expectDone(Kernel.createSpace, newSpace(1))
    let move = Registers(r0: Self.halted, r1: 1, mr0: Self.utcb(1))
    for utcb in [Self.utcb(0), Self.utcb(1) + 4, Self.utcb(2)] {
      test.expectRefusal(
        .invalidUTCB, Kernel.spaceSwitch, Registers(r0: Self.halted, r1: 1, mr0: utcb))
    }
    test.expectRefusal(
      .invalidUTCB, Kernel.spaceSwitch,
      Registers(r0: Self.halted, r1: 0, mr0: Self.utcb(0) + 1 << UTCB.shift))
    test.expectRefusal(.invalidThread, Kernel.spaceSwitch, Registers(r0: 9, r1: 1, mr0: Self.utcb(1)))
    test.expectRefusal(
      .invalidSpace, Kernel.spaceSwitch, Registers(r0: Self.halted, r1: 9, mr0: Self.utcb(9)))
    var other = test
    other.kernel[SpaceTable.maximumPriority, Ref(1)] = 99
    other.expectRefusal(.invalidPriority, Kernel.spaceSwitch, move)
    for state: Code<ThreadState, Native> in [.waitingNotify, .waitingForever, .polling] {
      other = test
      other.kernel[TCB.state, Ref(2)] = state
      other.expectRefusal(.invalidThread, Kernel.spaceSwitch, move)
    }
    other = test
    other.kernel[TCB.resources, Ref(2)] = .kernelIPC
    other.expectRefusal(.invalidThread, Kernel.spaceSwitch, move)
  }

  @Test func pagesAreMappedChangedAskedForAndUnmapped() {
    var test = self
    let (small, large) = (Code<PageSize, Native>.small, Code<PageSize, Native>.large)
    let page = item(.map, at: 0x0012_3000, small, frame: 0x2012_7000)
    let largePage = item(
      .map, at: 0x0014_0000, large, frame: 0x2034_0000, permissions: 0b10, attributes: .none)
    let section = item(.map, at: 0x0090_0000, .section)
    #expect(test.expectDone(Kernel.mapControl, mapping(page, largePage, section)).r1 == 3)
    func question(_ address: UInt32) -> MapItem<Native> { item(.query, at: address, Code(0), frame: 0) }
    let answers = test.expectDone(
      Kernel.mapControl, mapping(question(0x0012_3000), question(0x0014_7000), question(0x0098_2000)))
    #expect(answers.mr0 == page.page && answers.mr1 == page.frame)
    #expect(answers.mr2 == largePage.page && answers.mr3 == largePage.frame)
    #expect(answers.mr4 == section.page && answers.mr5 == section.frame)
    let changed = item(.changeRights, at: 0x0012_3000, small, permissions: 0b10)
    let gone = item(.unmap, at: 0x0014_0000, large)
    let found = test.expectDone(Kernel.mapControl, mapping(changed, gone, question(0x0014_7000)))
    #expect(found.mr4 == 0x0014_7000 && found.mr5 == 0)
    let now = test.expectDone(Kernel.mapControl, mapping(question(0x0012_3000)))
    #expect(MapItem<Native>(page: now.mr0, frame: now.mr1).permissions == 0b10)
  }

  @Test func itemsAreTakenFromMemoryToo() {
    var test = self
    for n in 0..<MapControl<Image>.most {
      let item = item(.map, at: 0x0100_0000 + n << PageSize[.section], .section)
      test.kernel[UTCB.message, root, Ref(2 * n)] = item.page
      test.kernel[UTCB.message, root, Ref(2 * n + 1)] = item.frame
    }
    let first = item(.map, at: 0x0400_0000, .section)
    var arguments = mapping(first, first, item(.query, at: 0x0400_0000, Code(0)))
    arguments.r1 = 16
    let results = test.expectDone(Kernel.mapControl, arguments)
    #expect(results.r1 == 16 && results.mr4 == first.page && results.mr5 == first.frame)
    func maps(_ address: UInt32) -> Bool {
      test.kernel[PageDirectory.descriptor, DirectoryEntry(Ref(0), Megabyte(at: address))] != 0
    }
    // What is in memory at the places of MR0 to MR5 is the user's own.
    #expect(maps(0x0400_0000) && maps(0x0130_0000) && maps(0x01F0_0000) && !maps(0x0100_0000))
  }

  @Test func theFirstBadItemEndsTheCall() {
    var test = self
    let good = item(.map, at: 0x0090_0000, .section)
    let bad = item(.map, at: 0x0090_0000, .small)
    let never = item(.map, at: 0x00A0_0000, .section)
    let exit = Kernel.mapControl(&test.kernel, mapping(good, bad, never))
    #expect(exit.registers.result == .refused && exit.registers.r1 == 1)
    #expect(test.kernel[UTCB.errorCode, root] == SystemCallError[.occupied])
    #expect(test.kernel[PageDirectory.descriptor, DirectoryEntry(Ref(0), Ref(9))] != 0)
    #expect(test.kernel[PageDirectory.descriptor, DirectoryEntry(Ref(0), Ref(10))] == 0)
  }

  @Test func badItemsAreRefused() {
    let (small, section) = (Code<PageSize, Native>.small, Code<PageSize, Native>.section)
    let (map, unmap) = (Code<MapOperation, Native>.map, Code<MapOperation, Native>.unmap)
    func expect(_ error: CallError<Native>, _ item: MapItem<Native>, sourceLocation: SourceLocation = #_sourceLocation)
    {
      expectRefusal(error, Kernel.mapControl, mapping(item), sourceLocation: sourceLocation)
    }
    expect(.invalidParameter, item(map, at: 0, Code(13)))
    expect(.invalidParameter, item(map, at: 0x1000, section))
    expect(.invalidParameter, item(map, at: 0, small, permissions: 0))
    expect(.invalidParameter, item(Code(MapOperation[.closeWindow] + 1), at: 0, section))
    expect(.invalidParameter, item(.openWindow, at: 0, small, frame: 0))
    expect(.reserved, item(map, at: 0, section, frame: Platform.kernelMemory))
    expect(.reserved, item(map, at: 0xF000_0000, section))
    expect(.notMapped, item(unmap, at: 0, section))
    expect(.notMapped, item(.changeRights, at: 0, small))
    expect(.notMapped, item(.closeWindow, at: 0, section, frame: 0))
    expect(.invalidSpace, item(.openWindow, at: 0, section, frame: 5 << 12))
    expectRefusal(.invalidSpace, Kernel.mapControl, mapping(of: 1))
    expectRefusal(.invalidParameter, Kernel.mapControl, Registers(r0: 0, r1: 17))
    var full = self
    full.kernel.write(PageTables.user.column, 0, 0, 0)
    for table in 0..<full.kernel.count(PageTableKind.self) { full.kernel[PageTables.user, Ref(table)] = Ref(0) }
    full.expectRefusal(.noMemory, Kernel.mapControl, mapping(item(map, at: 0, small)))
  }

  @Test func whatIsGrantedIsSeenThroughWindows() {
    var test = self
    var granter = newSpace(1)
    granter.mr5 = Self.none
    test.expectDone(Kernel.createSpace, granter)
    let shared = item(.map, at: 0x0300_0000, .section)
    let window = item(
      .openWindow, at: 0x0300_0000, .section, frame: 1 << 12, permissions: 0, attributes: .none)
    test.expectDone(Kernel.mapControl, mapping(shared, of: 1))
    let grant = Registers(r0: 0, r1: 1, mr0: DACR.client)
    test.expectRefusal(.overlap, Kernel.grantSpace, grant)
    test.expectRefusal(.invalidSpace, Kernel.grantSpace, Registers(r0: 0, r1: 2, mr0: DACR.client))
    test.expectRefusal(
      .invalidParameter, Kernel.grantSpace, Registers(r0: 0, r1: 1, mr0: DACR.reserved))
    test.expectRefusal(.notMapped, Kernel.grantSpace, Registers(r0: 0, r1: 1, mr0: DACR.noAccess))
    test.expectDone(Kernel.mapControl, mapping(window))
    test.expectDone(Kernel.grantSpace, grant)
    let answer = test.expectDone(
      Kernel.mapControl, mapping(item(.query, at: 0x0300_0000, Code(0), frame: 0)))
    #expect(answer.mr0 == window.page && answer.mr1 == window.frame)
    let close = item(.closeWindow, at: 0x0300_0000, .section)
    test.expectRefusal(.overlap, Kernel.mapControl, mapping(close))
    test.expectDone(Kernel.grantSpace, Registers(r0: 0, r1: 1, mr0: DACR.noAccess))
    test.expectDone(Kernel.mapControl, mapping(close))
  }

  @Test func cachesLoseWhatIsAskedFor() {
    var test = self
    test.expectDone(Kernel.mapControl, mapping(item(.map, at: 0x0300_0000, .section)))
    let lines = [0x0300_0000, 0x0300_0020, 0x0300_0040].map { VirtualLine<Native>(at: $0) }
    for line in lines {
      test.kernel[DataCache.isValid, line] = 1
      test.kernel[DataCache.isDirty, line] = 1
      test.kernel[DataCache.physicalLine, line] = (Self.frame >> 5) + line.word & 3
      test.kernel[DataCacheWords.value, line.word(0)] = 7
      test.kernel[InstructionCache.isValid, line] = 1
    }
    _ = Kernel.cacheControl(
      &test.kernel, Registers(r0: CacheRequest[.data], r1: 0x0300_003C, mr0: 0x0300_003F))
    let k = test.kernel
    #expect(
      lines.map { k[DataCache.isValid, $0] } == [1, 0, 1] && lines.allSatisfy { k[InstructionCache.isValid, $0] == 1 })
    #expect(k[PhysicalMemory.contents, PhysicalWord(at: Self.frame + 32)] == 7)
    _ = Kernel.cacheControl(&test.kernel, Registers(r0: CacheRequest[.instruction] | CacheRequest[.everything]))
    #expect(lines.map { test.kernel[DataCache.isValid, $0] } == [1, 0, 1])
    #expect(lines.allSatisfy { test.kernel[InstructionCache.isValid, $0] == 0 })
    for wrong in [
      Registers(r0: 0), Registers(r0: CacheRequest[.everything]), Registers(r0: 8 | CacheRequest[.all]),
      Registers(r0: CacheRequest[.data], r1: 2, mr0: 1), Registers(r0: CacheRequest[.data], r1: 0, mr0: 0x0300_0000),
    ] {
      expectRefusal(.invalidParameter, Kernel.cacheControl, wrong)
    }
  }
}
