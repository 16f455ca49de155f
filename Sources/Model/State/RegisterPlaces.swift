import Logic

/// Where in a thread's control block ``UserRegisters`` are held while the thread is in the kernel.
@frozen public struct RegisterPlaces {
  /// The place of r0.
  public let r0: Field<TCB, Plain>
  /// The place of r1.
  public let r1: Field<TCB, Plain>
  /// The places of r3 to r8.
  public let mr: ArrayField<TCB, MessageRegisterInCPU, Plain>

  @inlinable @inline(__always)
  init(r0: Field<TCB, Plain>, r1: Field<TCB, Plain>, mr: ArrayField<TCB, MessageRegisterInCPU, Plain>) {
    self.r0 = r0
    self.r1 = r1
    self.mr = mr
  }

  /// Those of a message that is sent when its receiver is ready, or has arrived.
  @inlinable @inline(__always)
  public static var message: Self { Self(r0: TCB.savedR0, r1: TCB.savedR1, mr: TCB.savedMR) }

  /// Those of the thread itself, while the kernel sends a message on its behalf.
  @inlinable @inline(__always)
  public static var user: Self { Self(r0: TCB.userR0, r1: TCB.userR1, mr: TCB.userMR) }
}

extension Kernel {
  /// Saves registers for `t`: by default those that it will find in user mode.
  @inlinable @inline(__always)
  public static func save<S: Store>(
    _ k: inout S, _ t: Thread<S.R>, _ registers: UserRegisters<S.R>, in places: RegisterPlaces = .message
  ) {
    k[places.r0, t] = registers.r0
    k[places.r1, t] = registers.r1
    k[places.mr, t, Ref(0)] = registers.mr0
    k[places.mr, t, Ref(1)] = registers.mr1
    k[places.mr, t, Ref(2)] = registers.mr2
    k[places.mr, t, Ref(3)] = registers.mr3
    k[places.mr, t, Ref(4)] = registers.mr4
    k[places.mr, t, Ref(5)] = registers.mr5
  }

  /// The registers that were saved for `t`.
  @inlinable @inline(__always)
  public static func saved<S: Store>(
    _ k: S, _ t: Thread<S.R>, in places: RegisterPlaces = .message
  ) -> UserRegisters<S.R> {
    UserRegisters(
      r0: k[places.r0, t], r1: k[places.r1, t], mr0: k[places.mr, t, Ref(0)], mr1: k[places.mr, t, Ref(1)],
      mr2: k[places.mr, t, Ref(2)], mr3: k[places.mr, t, Ref(3)], mr4: k[places.mr, t, Ref(4)],
      mr5: k[places.mr, t, Ref(5)])
  }
}
