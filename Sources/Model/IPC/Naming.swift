import Logic

extension Kernel {
  /// The reply handle of a thread.
  @inlinable @inline(__always)
  public static func handle<R: Reading>(_ t: Thread<R>) -> R.Word {
    t.word | R.Word(constant: Handle.reply)
  }

  /// The thread that a capability of the active space names for IPC, or `none`: the capability of a deleted thread names
  /// nothing.
  @inlinable
  static func capabilityThread<S: Store>(_ k: S, _ name: S.R.Word) -> Thread<S.R> {
    let list = k[Machine.capabilities]
    let slot = Ref<CapabilitySlot, S.R>(name)
    let allows =
      name < k[CapabilityList.size, list]
      && (k[CapabilityList.type, list, slot] == S.R.Word(constant: CapabilityType.ipc)
        || k[CapabilityList.type, list, slot] == S.R.Word(constant: CapabilityType.thread))
      && k[TCB.state, k[CapabilityList.thread, list, slot]] != S.R.Word(constant: ThreadState.deleted)
    return S.R.ite(allows, k[CapabilityList.thread, list, slot], .none)
  }
}

extension IPC {
  /// True when the word has the form of a reply handle.
  @inlinable
  static func isReplyHandle(_ name: R.Word) -> R.Truth {
    name & R.Word(constant: Handle.typeBits) == R.Word(constant: Handle.reply)
  }

  /// The thread that a capability or `myself` names, or `none`.
  @inlinable
  func named(_ name: R.Word) -> Thread<R> {
    R.ite(name == R.Word(constant: Handle.myself), me, Kernel.capabilityThread(k, name))
  }

  /// Whom to send to. A reply handle is good only while its thread waits for exactly the caller.
  @inlinable
  mutating func decodeDestination() {
    let to = arguments.r0
    when(
      Self.isReplyHandle(to),
      then: { ipc in
        let thread = Thread<R>(to & R.Word(constant: ~Handle.typeBits))
        ipc.when(
          ipc.k.exists(thread),
          then: { ipc in
            ipc.when(
              ipc.k[TCB.state, thread] == R.Word(constant: ThreadState.waitingForever)
                && ipc.k[TCB.partner, thread] == ipc.me,
              then: { $0.destination = thread },
              else: { $0.fail(IPCError.noPartner, IPCError.send) })
          },
          else: { $0.fail(IPCError.nonExisting, IPCError.send) })
      },
      else: { ipc in
        ipc.when(
          to != R.Word(constant: Handle.nilThread),
          then: { ipc in
            let thread = ipc.named(to)
            ipc.when(
              thread == .none,
              then: { $0.fail(IPCError.nonExisting, IPCError.send) },
              else: { $0.destination = thread })
          })
      })
  }

  /// Whom to receive from. A reply handle is no name to receive from, except in a call through it: then the caller
  /// waits for the thread that it replies to.
  @inlinable
  mutating func decodeSource() {
    let from = arguments.r1
    when(
      from == R.Word(constant: Handle.anyThread),
      then: { $0.wait = R.Word(constant: Wait.any) },
      else: { ipc in
        ipc.when(
          from == R.Word(constant: Handle.waitNotify),
          then: { $0.wait = R.Word(constant: Wait.notify) },
          else: { ipc in
            ipc.when(
              from != R.Word(constant: Handle.nilThread),
              then: { ipc in
                let thread = R.ite(
                  Self.isReplyHandle(from),
                  R.ite(from == ipc.arguments.r0, ipc.destination, .none),
                  ipc.named(from))
                ipc.when(
                  thread == .none,
                  then: { $0.fail(IPCError.nonExisting, IPCError.receive) },
                  else: { ipc in
                    ipc.wait = R.Word(constant: Wait.closed)
                    ipc.source = thread
                  })
              })
          })
      })
  }
}
