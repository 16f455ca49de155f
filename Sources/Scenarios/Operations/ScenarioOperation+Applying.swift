import ARMSemantics
import Logic
import Model
import Published

extension ScenarioOperation {
  /// Does what the operation says to a state.
  ///
  /// Requires: threads and TLB entries exist, megabytes are below 4096, and a message has at most five words.
  ///
  /// - Parameters:
  ///   - k: The state; for a store other than `Image`, one that can update and sweep over tables of sparse kinds.
  ///   - registers: What the running thread has in the processor's user registers. Those of all others are in the state,
  ///     where the kernel has saved them.
  ///   - kernel: Which version of the kernel does it.
  public func apply<S: Store>(
    to k: inout S, _ registers: inout UserRegisters<Native>, by kernel: some Implementation = ModelImplementation()
  ) -> ScenarioOutcome where S.R == Native {
    if let error = applyToSpaces(&k, kernel.variant) {
      return ScenarioOutcome(error == .none ? .done : .refused(error))
    }
    switch self {
    case .activate(let space): return Self.activate(&k, Ref(space), &registers, kernel)
    case .access(let access): return Self.access(&k, access, &registers, kernel)
    case .createThread(let thread, let space, let priority):
      return Self.createThread(&k, Ref(thread), Ref(space), priority)
    case .setPager(let thread, let pager): return Self.setPager(&k, Ref(thread), Ref(pager))
    case .switchThread(let thread): return Self.switchThread(&k, Ref(thread), &registers, kernel)
    case .call(let thread, let words): return Self.ipc(&k, to: thread, from: thread, words, &registers, kernel)
    case .replyAndWait(let thread, let words):
      return Self.ipc(
        &k, to: Kernel.handle(Thread<Native>(thread)).word, from: Handle[.anyThread], words, &registers, kernel)
    case .wait: return Self.ipc(&k, to: Handle[.nilThread], from: Handle[.anyThread], [], &registers, kernel)
    case .enter(let call): return Self.enter(&k, call, &registers, kernel)
    case .writeUTCB(let word, let value): return Self.writeUTCB(&k, word, value, &registers, kernel)
    default:
      applyToHardware(&k)
      return ScenarioOutcome(.done)
    }
  }

  /// Operations on address spaces: why it was refused, or nil for what is none.
  private func applyToSpaces<S: Store>(_ k: inout S, _ kernel: Variant) -> CallError<Native>? where S.R == Native {
    switch self {
    case .createSpace(let space, let utcbs):
      Kernel.createSpace(&k, Ref(space), utcbs: utcbs ?? 0xFFFF_FFFF)
    case .deleteSpace(let space): kernel.deleteSpace(&k, Ref(space))
    case .setProcessID(let space, let processID): kernel.setProcessID(&k, Ref(space), processID)
    case .setVspace(let space, let vspace): kernel.setVspace(&k, Ref(space), vspace)
    case .map(let space, let page): kernel.map(&k, Ref(space), page.request)
    case .unmap(let space, let address, let size): kernel.unmap(&k, Ref(space), address, size: size)
    case .changeRights(let space, let address, let size, let permissions):
      kernel.changeRights(&k, Ref(space), address, size: size, permissions: permissions)
    case .openWindow(let client, let megabyte, let granter):
      kernel.openWindow(&k, Ref(client), Ref(megabyte), onto: Ref(granter))
    case .closeWindow(let client, let megabyte): kernel.closeWindow(&k, Ref(client), Ref(megabyte))
    case .grant(let client, let granter, let rights): kernel.grant(&k, Ref(client), by: Ref(granter), rights)
    case .revoke(let client, let granter): kernel.revoke(&k, Ref(client), by: Ref(granter))
    default: nil
    }
  }

  /// What the hardware does of itself.
  private func applyToHardware<S: Store>(_ k: inout S) where S.R == Native {
    switch self {
    case .fillTLB(.data, let entry, let address):
      TLB.fill(&k, DataTLB.self, Ref(entry), address, split: false, Platform.profile)
    case .fillTLB(.instruction, let entry, let address):
      TLB.fill(&k, InstructionTLB.self, Ref(entry), address, split: false, Platform.profile)
    case .evictTLB(.data, let entry): TLB.evict(&k, DataTLB.self, Ref(entry))
    case .evictTLB(.instruction, let entry): TLB.evict(&k, InstructionTLB.self, Ref(entry))
    case .fillLine(.data, let address):
      let access = UserAccess(kind: .read, address: address & ~3)
      Hardware.fillData(&k, for: access.outcome(k))
    case .fillLine(.instruction, let address):
      let access = UserAccess(kind: .fetch, address: address & ~3)
      Hardware.fillInstruction(&k, for: access.outcome(k))
    case .cleanLine(let address): Cache.clean(&k, DataCache.self, VirtualLine(at: address))
    case .evictLine(.data, let address): Cache.evict(&k, DataCache.self, VirtualLine(at: address))
    case .evictLine(.instruction, let address):
      Cache.invalidate(&k, InstructionCache.self, VirtualLine(at: address))
    case .retire(let address): Bus.retire(&k, PhysicalWord(at: address))
    default: preconditionFailure("\(self) is nothing that hardware does")
    }
  }
}
