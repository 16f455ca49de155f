import Logic

// IPC that the kernel makes on a thread's behalf, with its pager or its exception handler. It goes through the same
// phases as the system call, so that all that is proved of those counts here.

extension Kernel {
  /// Goes on with what the kernel does for the running thread, which doesn't return to user mode at once: an interrupted
  /// IPC starts again, the thread's own or the kernel's; or was ended from outside; or the kernel's is over.
  ///
  /// Requires: the thread has an IPC to start again or to fail, or has waited for its pager or its exception handler.
  @inlinable
  public static func resume<S: Store>(_ k: inout S) -> Exit<S.R> {
    let me = k[Machine.current]
    let restarts = k[TCB.continuation, me] == .restartIPC
    let resources = k[TCB.resources, me]
    let isKernels = resources.has(.resumesInKernel)
    let arguments = restartArguments(k)
    var completion = Completion(k)
    completion.when(
      restarts,
      then: { c in
        c.when(
          isKernels,
          then: { c in
            let isPageFault = resources.has(.kernelIPC)
            c = IPC(c.k, arguments, isKernels: true).callOnBehalf(
              S.R.ite(isPageFault, c.k[TCB.pager, me], c.k[TCB.exceptionHandler, me]),
              S.R.ite(isPageFault, .kernelIPC, .exceptionIPC))
          },
          else: { $0 = IPC($0.k, arguments).call() })
      },
      else: { c in
        c.when(isKernels, then: { $0.leaveKernelIPC(me) }, else: { $0.fail(me) })
      })
    let end = completion.finish()
    k = end.k
    return end.exit
  }
}

extension IPC {
  /// The kernel sends the message to a thread, and waits for the answer, both for the caller. Where there is no such
  /// thread, the caller is halted.
  ///
  /// - Parameters:
  ///   - server: The caller's pager or exception handler, or `none`.
  ///   - resource: The resource bit of a thread that waits for its answer.
  @inlinable
  consuming func callOnBehalf(_ server: Thread<R>, _ resource: Flags<Resources, R>) -> Completion<S> {
    k[TCB.continuation, me] = .userReturn
    destination = server
    source = server
    wait = .closed
    when(
      server == .none,
      then: { $0.halt() },
      else: { ipc in
        ipc.k[TCB.resources, ipc.me] = ipc.k[TCB.resources, ipc.me] | resource
        ipc.sendPhase()
        ipc.when(ipc.proceeds, then: { $0.receivePhase() })
      })
    return complete()
  }

  /// The caller stops, with its registers saved for whoever resumes it.
  @inlinable
  mutating func halt() {
    k[TCB.state, me] = .halted
    Kernel.save(&k, me, Kernel.saved(k, me, in: .user))
    caller.thread = .none
  }
}

extension Completion {
  /// The running thread's own IPC was ended from outside: it goes on with the error.
  @inlinable
  mutating func fail(_ me: Thread<R>) {
    k[TCB.continuation, me] = .userReturn
    exit = .user(IPC<S>.failure)
  }

  /// What the kernel did for the running thread is over: the thread goes on where it was, with the registers that it had. It
  /// is halted if the IPC was ended from outside, because nobody has repaired anything.
  @inlinable
  mutating func leaveKernelIPC(_ me: Thread<R>) {
    let failed =
      Flags<Tag, R>(k[TCB.savedMR, me, Ref(0)]).has(.error)
      || k[TCB.continuation, me] == .failIPC
    k[TCB.continuation, me] = .userReturn
    k[TCB.resources, me] = k[TCB.resources, me].clearing(.resumesInKernel)
    when(
      failed,
      then: { c in
        c.k[TCB.state, me] = .halted
        Kernel.save(&c.k, me, Kernel.saved(c.k, me, in: .user))
        c.schedule(caller: Runnable(.none, UserRegisters()), partner: Runnable(.none, UserRegisters()))
      },
      else: { c in c.exit = .user(Kernel.saved(c.k, me, in: .user)) })
  }
}
