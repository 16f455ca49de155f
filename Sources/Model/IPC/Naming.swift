import Logic

extension Kernel {
  /// The reply handle of a thread.
  @inlinable @inline(__always)
  public static func handle<R: Reading>(_ t: Thread<R>) -> Code<Handle, R> {
    Code(t.word | R.Word(constant: Handle.reply))
  }

  /// The thread that a capability of the active space names for IPC, or `none`: the capability of a deleted thread names
  /// nothing.
  @inlinable
  static func capabilityThread<S: Store>(_ k: S, _ name: Code<Handle, S.R>) -> Thread<S.R> {
    let list = k[Machine.capabilities]
    let slot = Ref<CapabilitySlot, S.R>(name.word)
    let allows =
      name.word < k[CapabilityList.size, list]
      && k[CapabilityList.type, list, slot].namesThread
      && k[TCB.state, k[CapabilityList.thread, list, slot]] != .deleted
    return S.R.ite(allows, k[CapabilityList.thread, list, slot], .none)
  }
}

extension IPC {
  /// The thread that a capability or `myself` names, or `none`.
  @inlinable
  func named(_ name: Code<Handle, R>) -> Thread<R> {
    R.ite(name == .myself, me, Kernel.capabilityThread(k, name))
  }

  /// Whom to send to. A reply handle is good only while its thread waits for exactly the caller.
  @inlinable
  mutating func decodeDestination() {
    let to = arguments.to
    when(
      to.isReplyHandle,
      then: { ipc in
        let thread = to.repliedTo
        ipc.when(
          ipc.k.exists(thread),
          then: { ipc in
            ipc.when(
              ipc.k[TCB.state, thread] == .waitingForever
                && ipc.k[TCB.partner, thread] == ipc.me,
              then: { $0.destination = thread },
              else: { $0.fail(.noPartner, in: .send) })
          },
          else: { $0.fail(.nonExisting, in: .send) })
      },
      else: { ipc in
        ipc.when(
          to != .nilThread,
          then: { ipc in
            let thread = ipc.named(to)
            ipc.when(
              thread == .none,
              then: { $0.fail(.nonExisting, in: .send) },
              else: { $0.destination = thread })
          })
      })
  }

  /// Whom to receive from. A reply handle is no name to receive from, except in a call through it: then the caller
  /// waits for the thread that it replies to.
  @inlinable
  mutating func decodeSource() {
    let from = arguments.from
    when(
      from == .anyThread,
      then: { $0.wait = .any },
      else: { ipc in
        ipc.when(
          from == .waitNotify,
          then: { $0.wait = .notify },
          else: { ipc in
            ipc.when(
              from != .nilThread,
              then: { ipc in
                let thread = R.ite(
                  from.isReplyHandle,
                  R.ite(from == ipc.arguments.to, ipc.destination, .none),
                  ipc.named(from))
                ipc.when(
                  thread == .none,
                  then: { $0.fail(.nonExisting, in: .receive) },
                  else: { ipc in
                    ipc.wait = .closed
                    ipc.source = thread
                  })
              })
          })
      })
  }
}
