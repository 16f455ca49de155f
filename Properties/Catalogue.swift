import ARMSemantics
import Checker
import Model
import Published

/// Everything that is claimed of a kernel: of the published one, what depends on how it manages address spaces.
public func properties(of kernel: Variant) -> [any Property] {
  switch kernel {
  case .ours: properties
  case .published: publishedProperties
  }
}

/// Everything that is claimed: first of the processor, then of the model and of the fast path, then of the other system
/// calls.
public let properties: [any Property] = kernelProperties + operationProperties + callProperties

private let kernelProperties: [any Property] = [
  OneOutcome(),
  DomainsDecide(),
  OrderOfFaults(),
  RelocationKeepsApart(),
  AbortsTell(),
  EntryIsItsWalk<DataTLB>(of: "data"),
  EntryIsItsWalk<InstructionTLB>(of: "instruction"),
  CoherentTLBIsInvisible<DataTLB>(of: "data"),
  CoherentTLBIsInvisible<InstructionTLB>(of: "instruction"),
  Isolation<DataTLB>(of: "data"),
  Isolation<InstructionTLB>(of: "instruction"),
  Transparency<DataTLB>(of: "data"),
  Transparency<InstructionTLB>(of: "instruction"),
  HandlerMakesProgress(privileged: false),
  HandlerMakesProgress(privileged: true),
  EntriesAreShared<DataTLB>(of: "data"),
  EntriesAreShared<InstructionTLB>(of: "instruction"),
  KernelMemoryOutOfReach<DataTLB>(of: "data"),
  KernelMemoryOutOfReach<InstructionTLB>(of: "instruction"),
  RevocationIsEffective<DataTLB>(of: "data"),
  RevocationIsEffective<InstructionTLB>(of: "instruction"),
  HitsAreTheIdealsFrame<DataCache>(of: "data", LineOwners.data),
  HitsAreTheIdealsFrame<InstructionCache>(of: "instruction", LineOwners.instruction),
  LinesHaveAnOwner<DataCache>(of: "data", LineOwners.data),
  LinesHaveAnOwner<InstructionCache>(of: "instruction", LineOwners.instruction),
  WalksSeeTheKernelsWrites(),
  HitsAreTheLinesOwn<DataCache>(of: "data"),
  HitsAreTheLinesOwn<InstructionCache>(of: "instruction"),
  StoresAreFoundAgain(),
  WalkerSeesMemory(),
  MaintenanceDoesWhatItSays(),
  EvictLinesEqualsSummary(),
  CacheStepsAreInvisible(),
  FillsAndStoresKeepDiscipline(),
  AddressSpacesAtBoot(),
  InvariantAtBoot(),
  IPCPreservesInvariant(),
  IPCKeepsArrivalOrder(),
  RestartIsTheCallAgain(),
  MessageArrivesWhole(),
  CallAndReplyMatch(),
  ReplyWorksOnce(),
  NotificationDelivered(),
  PageFaultReachesPager(),
  AbortReachesPager(),
  PageFaultResumesThread(),
  PageFaultPreservesInvariant(resuming: false),
  PageFaultPreservesInvariant(resuming: true),
  InstructionIsTheTrappedOne(),
  ExceptionReachesHandler(),
  ExceptionAnswerIsTheThreads(),
  ExceptionFootprint(),
  ExceptionPreservesInvariant(),
  ErrorsLeavePartnerUntouched(),
  Footprint(),
  NoThreadLost(),
  NoReadyThreadBypassed(),
  FirstSenderFirst(),
  ModelStaysInTables(),
  CallRefinesModel(),
  ReplyAndWaitRefinesModel(),
  TakesEveryPublishedCase(),
  FastPathPreservesInvariants(),
  FastPathKeepsAddressSpaces(),
  FastPathMemorySafe(),
  SwitchRefinesModel(),
  CopyLoopEqualsSummary(),
  ClearGroupEqualsSummary(),
  ClearSectionsEqualsSummary(),
  ActivateRefinesModel(),
  AbortHandlerRefinesModel(),
  InsertReadyKeepsCoupling(),
  RemoveReadyKeepsCoupling(),
  InsertSenderKeepsCoupling(),
  RemoveSenderKeepsCoupling(),
  QueueHeadsAreTheModelsChoices(),
  JoinKeepsCoupling(.ready),
  JoinKeepsCoupling(.senders),
  DispatcherRefinesModel(),
  MemoryLayout(),
]

/// Claims about each of several paths or operations.
private let operationProperties: [any Property] = {
  var all: [any Property] = []
  for path in OptimisedPath.allCases {
    all += [PathRefinesModel(path), PathPreservesCoupling(path), PathMemorySafe(path)] as [any Property]
  }
  all += Withdrawal.allCases.map { WithdrawalIsEffective($0) }
  all += ThreadOperation.allCases.map { SwitchesAsActivationDoes($0) }
  all += ThreadOperation.allCases.map { OperationKeepsNames($0) }
  all += SpaceOperation.allCases.map { KeepsAddressSpaces($0) }
  return all
}()

/// Claims about system calls and about events: those of one entry alone, and then each common claim of every entry whose
/// contract doesn't leave it out.
private let callProperties: [any Property] = {
  let contracts = ClaimedEntry.allCases.map(\.contract)
  let common = CommonClaim.allCases.map { claim in
    contracts.filter { $0.leftOut[claim] == nil }.map { claim.property(of: $0) }
  }
  return contracts.flatMap(\.own) + common.joined()
}()

/// What is claimed of states that satisfy the invariant is the same for every kernel; what is claimed of operations is
/// claimed of the published ones.
private let publishedProperties: [any Property] = {
  var all: [any Property] = [
    Isolation<DataTLB>(of: "data"),
    Isolation<InstructionTLB>(of: "instruction"),
    Transparency<DataTLB>(of: "data", .published),
    Transparency<InstructionTLB>(of: "instruction", .published),
    HandlerMakesProgress(privileged: false, of: .published),
    HandlerMakesProgress(privileged: true, of: .published),
    EntriesAreShared<DataTLB>(of: "data"),
    EntriesAreShared<InstructionTLB>(of: "instruction"),
    KernelMemoryOutOfReach<DataTLB>(of: "data"),
    KernelMemoryOutOfReach<InstructionTLB>(of: "instruction"),
    RevocationIsEffective<DataTLB>(of: "data", .published),
    RevocationIsEffective<InstructionTLB>(of: "instruction", .published),
    HitsAreTheIdealsFrame<DataCache>(of: "data", LineOwners.data),
    HitsAreTheIdealsFrame<InstructionCache>(of: "instruction", LineOwners.instruction),
    LinesHaveAnOwner<DataCache>(of: "data", LineOwners.data),
    LinesHaveAnOwner<InstructionCache>(of: "instruction", LineOwners.instruction),
    WalksSeeTheKernelsWrites(),
  ]
  all += Withdrawal.allCases.map { WithdrawalIsEffective($0, of: .published) }
  all += SpaceOperation.allCases.map { KeepsAddressSpaces($0, of: .published) }
  return all
}()
