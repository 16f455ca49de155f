import Logic

extension IPC {
  /// The send phase, when there is a destination.
  @inlinable
  mutating func sendPhase() {
    when(
      tag.has(.notify),
      then: { $0.notify() },
      else: { ipc in
        ipc.when(
          ipc.receives(ipc.destination),
          then: { $0.deliver() },
          else: { ipc in
            ipc.when(
              ipc.tag.has(.sendBlocks),
              then: { $0.poll() },
              else: { $0.fail(.noPartner, in: .send) })
          })
      })
  }

  /// True when `t` waits for a message from the caller. What the kernel says of the caller is no answer to what it has
  /// said of `t`: a thread may be its own handler's handler.
  @inlinable
  func receives(_ t: Thread<R>) -> R.Truth {
    let waits =
      k[TCB.state, t] == .waitingForever
      && (k[TCB.partner, t] == me || k[TCB.partner, t] == .any)
    if !isKernels { return waits }
    return waits && !k[TCB.resources, t].has(.resumesInKernel)
  }

  /// The caller waits in the destination's send queue, and its whole IPC starts again when the destination is ready
  /// to receive.
  @inlinable
  mutating func poll() {
    k[TCB.state, me] = .polling
    k[TCB.partner, me] = destination
    k[TCB.continuation, me] = .restartIPC
    Kernel.save(&k, me, arguments)
    Kernel.arrive(&k, me)
    caller.thread = .none
    proceeds = false
  }

  /// Delivers the message to a destination that waits for it, unless it is too long or asks for a memory copy,
  /// which no receiver accepts here.
  @inlinable
  mutating func deliver() {
    let words = tag.words
    when(
      words > R.Word(constant: Tag.lastRegister),
      then: { $0.fail(.messageOverflow, in: .send) },
      else: { ipc in
        ipc.when(
          ipc.tag.has(.memoryCopy),
          then: { $0.fail(.notAccepted, in: .send) },
          else: { ipc in
            ipc.k[TCB.partner, ipc.destination] = .none
            if ipc.isKernels {
              ipc.transfer(words)
            } else {
              ipc.when(
                ipc.k[TCB.resources, ipc.destination].has(.exceptionIPC),
                then: { $0.answerException(words) },
                else: { $0.transfer(words) })
            }
          })
      })
  }

  /// Moves the message: MR1 to MR5 in registers whatever the length, the rest to the receiver's UTCB, from the
  /// sender's or from what the kernel has to say.
  @inlinable
  mutating func transfer(_ words: R.Word) {
    let receiver = destination
    let sender = me
    k[TCB.sentFrom, receiver] = Kernel.handle(sender)
    k[UTCB.senderSpace, receiver] = k[TCB.space, sender]
    let isKernels = isKernels
    k.updateRange(
      UTCB.message, receiver, from: R.Word(constant: Tag.firstInMemory), through: words
    ) { k, i in isKernels ? SystemCallMessage.word(k, sender, i) : k[UTCB.message, sender, i] }
    var registers = arguments
    registers.r0 = Kernel.handle(sender).word
    registers.r1 = 0
    registers.mr0 = tag.clearing(.flags).word
    partner = Runnable(receiver, registers)
  }

  /// Sets notify bits of the destination, and wakes it when it waits for one of them. A destination that doesn't accept
  /// notifications keeps its bits, and the call fails with `notAccepted`.
  @inlinable
  mutating func notify() {
    let receiver = destination
    when(
      k[UTCB.acceptor, receiver].has(.notifications),
      then: { $0.setNotifyBits($0.arguments.mr1, to: receiver) },
      else: { $0.fail(.notAccepted, in: .send) })
  }

  /// Sets notify bits of a thread, and makes it the partner when it waits for one of them.
  @inlinable
  mutating func setNotifyBits(_ bits: R.Word, to receiver: Thread<R>) {
    k[UTCB.notifyBits, receiver] = k[UTCB.notifyBits, receiver] | bits
    let waits =
      k[TCB.state, receiver] == .waitingNotify
      || (k[TCB.state, receiver] == .waitingForever
        && k[TCB.partner, receiver] == .any)
    when(
      waits && hasNotification(receiver),
      then: { ipc in ipc.partner = Runnable(receiver, ipc.takeNotification(receiver)) })
  }

  /// True when `t` has notify bits that it accepts and waits for.
  @inlinable
  func hasNotification(_ t: Thread<R>) -> R.Truth {
    k[UTCB.acceptor, t].has(.notifications)
      && k[UTCB.notifyBits, t].intersects(k[UTCB.notifyMask, t])
  }

  /// Takes the notify bits that `t` waits for, and returns the registers that tell it.
  @inlinable
  mutating func takeNotification(_ t: Thread<R>) -> UserRegisters<R> {
    let bits = k[UTCB.notifyBits, t]
    let mask = k[UTCB.notifyMask, t]
    k[UTCB.notifyBits, t] = bits.clearing(mask)
    k[TCB.partner, t] = .none
    k[TCB.sentFrom, t] = .nilThread
    return UserRegisters(sender: .nilThread, tag: .notification, mr1: bits & mask)
  }
}
