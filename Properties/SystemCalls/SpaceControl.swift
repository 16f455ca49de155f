import ARMSemantics
import Checker
import Logic
import Model

/// SpaceControl does the operations on address spaces that it is made of, and nothing else to address spaces.
public struct SpaceControlDoesItsOperations: KernelProperty {
  /// What SpaceControl is asked to do.
  public enum Operation: CaseIterable, Sendable {
    case create, modify, delete, grant

    var contract: any EntryContract {
      switch self {
      case .create: CreateSpaceContract()
      case .modify: ModifySpaceContract()
      case .delete: DeleteSpaceContract()
      case .grant: GrantSpaceContract()
      }
    }
  }

  let operation: Operation
  private var call: any EntryContract { operation.contract }
  public init(_ operation: Operation) { self.operation = operation }
  public var name: String { "call/\(call.name)-does-what-its-operations-do" }
  public var statement: String {
    """
    For every state\(call.flushes
      ? " in which no line of the data cache is of the kernel's memory, which is whole megabytes" : ""), and all \
    registers with which \(call.description) isn't refused beforehand: it leaves the state as it is after \(operations)\
    \(operation == .grant ? ", with the operation's own error, if it has one, returned to the caller" : ", which is not refused")\
    \(kept). So the address space invariant holds afterwards, by \(proofs).
    """
  }
  /// What it does to address spaces.
  private var operations: String {
    switch operation {
    case .create: "creating the space, and then setting its process ID and its vspace if they are selected"
    case .modify: "setting the space's process ID and its vspace, as far as they are selected"
    case .delete: "deleting the space"
    case .grant: "granting, or revoking when the rights are none"
    }
  }
  private var kept: String {
    switch operation {
    case .create, .modify:
      """
      ; but for the space's capability list, privileges and maximum priority, which no claim of that invariant is about, \
      and which are those that were asked for
      """
    case .delete, .grant: ""
    }
  }
  private var proofs: String {
    switch operation {
    case .create:
      "fass/create-keeps-invariant, fass/set-process-id-keeps-invariant and fass/set-vspace-keeps-invariant"
    case .modify: "fass/set-process-id-keeps-invariant and fass/set-vspace-keeps-invariant"
    case .delete: "fass/delete-keeps-invariant"
    case .grant: "fass/grant-keeps-invariant and fass/revoke-keeps-invariant"
    }
  }
  public var mutations: [Mutation] {
    switch operation {
    case .create:
      [
        Mutation("the new space keeps an old space's vspace", .loseWrite(.init(SpaceTable.vspace))),
        Mutation(
          "its mask is written over its domain", .misplaceWrite(.init(SpaceTable.mask), to: .init(SpaceTable.domain))),
        Mutation("privileges are taken for the maximum priority", privilegesMisplaced),
      ]
    case .modify:
      [
        Mutation(
          "the process ID goes into the vspace",
          .misplaceWrite(.init(SpaceTable.processID), to: .init(SpaceTable.vspace))),
        Mutation("B10: a vspace changes, and lines that relied on it stay", .loseWrite(.init(DataCache.isValid))),
        Mutation("privileges are taken for the maximum priority", privilegesMisplaced),
      ]
    case .delete:
      [
        Mutation("the space stays in use", .loseWrite(.init(SpaceTable.isInUse))),
        Mutation("its page tables stay", .loseWrite(.init(PageTables.user))),
      ]
    case .grant:
      [
        Mutation("a grant that is refused is told as done", .loseWrite(.init(UTCB.errorCode))),
        Mutation("a client becomes a manager", .alterWrite(.init(Grants.rights), .become(DACR.manager))),
      ]
    }
  }
  private var privilegesMisplaced: Mutation.Mistake {
    .misplaceWrite(.init(SpaceTable.privileges), to: .init(SpaceTable.maximumPriority))
  }
  public var strategy: SolverStrategy { .bits }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let arguments = t.arbitraryRegisters()
    if call.flushes { t.assumeKernelOutOfCache() }
    t.assumeDone(call, arguments)
    let (me, space) = (before[Machine.current], Space<T.R>(arguments.r0))
    let (after, exit) = t.perform(on: before) { call.act(&$0, arguments) }
    let (expected, errors) = t.specify(on: before) { specify(&$0, arguments) }
    var excluded: Set<String> = []
    if operation == .grant {
      let error = errors[0]
      t.prove(
        "the caller is told the operation's error, and nothing when it was done",
        after[UTCB.errorCode, me] == T.R.ite(error != .none, error.word, before[UTCB.errorCode, me]))
      t.prove(
        "the caller knows whether it was done",
        exit.registers.result == T.R.ite(error == .none, .done, .refused))
      excluded = ["UTCB.error code"]
      t.reach("something is granted", error == .none && arguments.mr0 != 0)
      t.reach("something is revoked", error == .none && arguments.mr0 == 0)
      t.reach("the operation is refused", error != .none)
    } else {
      for error in errors { t.prove("no operation is refused", error == .none) }
    }
    if operation == .create || operation == .modify {
      excluded = ["space.capability list", "space.privileges", "space.maximum priority"]
      proveColumns(&t, arguments, after, expected)
      t.reach(
        "the space is the active one, or the process ID changes",
        space == before[Machine.space] || asks(arguments, .processID))
    }
    t.proveSame(
      "the state is as the operations leave it", ("call", after), ("operations", expected), where: { _, _ in true },
      excluding: excluded)
  }

  private func asks<R: Reading>(_ arguments: UserRegisters<R>, _ bit: Flags<SpaceChange, R>) -> R.Truth {
    Flags(arguments.r1).has(bit)
  }

  /// The operations, and their errors.
  private func specify<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> [CallError<S.R>] {
    let (space, other) = (Space<S.R>(arguments.r0), Space<S.R>(arguments.r1))
    var errors: [CallError<S.R>] = []
    switch operation {
    case .delete: return [Kernel.deleteSpace(&k, space)]
    case .grant:
      let before = k
      let (revokes, rights) = (arguments.mr0 == 0, arguments.mr0)
      k.when(revokes) {
        _ = Kernel.revoke(&$0, space, by: other)
      } else: {
        _ = Kernel.grant(&$0, space, by: other, rights)
      }
      var (revoked, granted) = (before, before)
      return [
        S.R.ite(
          revokes, Kernel.revoke(&revoked, space, by: other), Kernel.grant(&granted, space, by: other, rights))
      ]
    case .create: errors = [Kernel.createSpace(&k, space, utcbs: arguments.mr5)]
    case .modify: break
    }
    let beforehand = k
    k.when(asks(arguments, .processID)) { _ = Kernel.setProcessID(&$0, space, arguments.mr0) }
    k.when(asks(arguments, .vspace)) { _ = Kernel.setVspace(&$0, space, arguments.mr1) }
    var (first, second) = (beforehand, beforehand)
    errors += [
      S.R.ite(asks(arguments, .processID), Kernel.setProcessID(&first, space, arguments.mr0), .none),
      S.R.ite(asks(arguments, .vspace), Kernel.setVspace(&second, space, arguments.mr1), .none),
    ]
    return errors
  }

  /// What of a space no operation on address spaces sets.
  private func proveColumns<T: Trial>(
    _ t: inout T, _ arguments: UserRegisters<T.R>, _ after: T.S, _ expected: T.S
  ) {
    let space = Space<T.R>(arguments.r0)
    let other = t.object("another space", SpaceKind.self)
    t.prove(
      "the privileges are those that were asked for",
      after[SpaceTable.privileges, space]
        == T.R.ite(asks(arguments, .privileges), Flags(arguments.mr2), expected[SpaceTable.privileges, space]))
    t.prove(
      "so is the maximum priority",
      after[SpaceTable.maximumPriority, space]
        == T.R.ite(
          asks(arguments, .maximumPriority), arguments.mr3, expected[SpaceTable.maximumPriority, space]))
    t.prove(
      "nobody gets a higher one than the active space's threads have",
      !asks(arguments, .maximumPriority)
        || arguments.mr3 <= t.state[SpaceTable.maximumPriority, t.state[Machine.space]])
    t.prove(
      "the capability list is the one that was asked for, or as it was",
      after[SpaceTable.capabilities, space].word
        == (operation == .create ? arguments.mr4 : t.state[SpaceTable.capabilities, space].word))
    t.prove(
      "no other space has others",
      other == space
        || (after[SpaceTable.capabilities, other] == t.state[SpaceTable.capabilities, other]
          && after[SpaceTable.privileges, other] == t.state[SpaceTable.privileges, other]
          && after[SpaceTable.maximumPriority, other] == t.state[SpaceTable.maximumPriority, other])
    )
  }
}

/// Nothing leads to a deleted space.
public struct SpaceDeletionLeavesNoTrace: KernelProperty {
  public init() {}
  public var name: String { "call/delete-space-leaves-no-trace" }
  public var statement: String {
    """
    For every state in which domains and their owners know each other, and in which no line of the data cache is of \
    the kernel's memory, which is whole megabytes, and all registers with which SpaceControl reports to its caller \
    that it has deleted a space: afterwards it is not in use and not the active space; no thread belongs to it; it \
    has no domain, and owns none; no mask gives it access to another's domain; no page table is its own, and it maps \
    nothing; it has no window, no space has one onto it, and nothing is granted to it or by it; no entry of the CPD \
    is of it, and no cache line was filled for it.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the space may have threads", .alterRead(.init(TCB.space), .become(0xFFFF_FFFF))),
      Mutation("the space may be the active one", .misread(.init(Machine.space), as: .init(Machine.current))),
      Mutation("its grants stay", .loseWrite(.init(Grants.rights))),
      Mutation("windows onto it stay", .loseWrite(.init(PageDirectory.isWindow))),
      Mutation("its mappings stay", .loseWrite(.init(PageDirectory.descriptor))),
      Mutation("its page tables stay", .loseWrite(.init(PageTables.user))),
      Mutation("its domain stays its own", .loseWrite(.init(DomainTable.owner))),
      Mutation("fetched lines of it stay", .loseWrite(.init(InstructionCache.isValid))),
    ]
  }
  public var strategy: SolverStrategy { .bits }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let arguments = t.arbitraryRegisters()
    let space = Space<T.R>(arguments.r0)
    t.assume(
      "domains and their owners know each other",
      KernelInvariant.spaces(before).only(["domain", "owner"]))
    t.assumeKernelOutOfCache()
    let (after, exit) = t.perform(on: before) { Kernel.deleteSpace(&$0, arguments) }
    guard t.branch("the caller is told that it is done", exit.registers.result == .done)
    else { return }
    t.prove("the space is not in use", !after.isInUse(space))
    t.prove("it is not the active one", after[Machine.space] != space)
    t.prove(
      "it has no domain, and may use nobody's",
      after[SpaceTable.domain, space] == .noDomain
        && after[SpaceTable.mask, space] == T.R.Word(constant: DACR.kernelClient))
    t.prove(
      "nothing names it",
      [
        Claim("thread", "No thread belongs to it.", forAll: after, ThreadKind.self) { after[TCB.space, $0] != space },
        Claim("domain", "It owns no domain.", forAll: after, DomainKind.self) { after[DomainTable.owner, $0] != space },
        Claim("table", "No page table is its own.", forAll: after, PageTableKind.self) { table in
          let user = after[PageTables.user, table]
          return user == .none || user.space != space
        },
        Claim("entry", "It maps nothing, and nobody has a window onto it.", forAll: after, DirectoryEntryKind.self) {
          entry in
          let isOwn = entry.space == space
          return (!isOwn || after[PageDirectory.descriptor, entry] == 0)
            && (!(isOwn || after[PageDirectory.granter, entry] == space.word)
              || after[PageDirectory.isWindow, entry] == 0)
        },
        Claim("grant", "Nothing is granted to it or by it.", forAll: after, GrantKind.self) { grant in
          !(grant.client == space || grant.granter == space) || after[Grants.rights, grant] == 0
        },
        Claim("line", "No line was filled for it.", forAll: after, VirtualLineKind.self) { line in
          after[DataCache.isValid, line] == 0 && after[InstructionCache.isValid, line] == 0
        },
      ])
    t.reach("it had a domain", before[SpaceTable.domain, space] != .noDomain)
  }
}
