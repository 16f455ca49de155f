/// The kernel, as functions on a store.
///
/// An *operation* takes the state as an `inout` store and does all that the kernel does at once: a system call, a page
/// fault, a tick, a switch. It is written once, generic over the store, and read natively and symbolically. What a thread
/// finds afterwards is an ``Exit``.
///
/// - Entry: ``enter(_:_:_:)`` is the one way in, and ``perform(_:_:_:)`` dispatches system calls (``SystemCall``).
/// - State: the tables (``TCB``, ``UTCB``, ``SpaceTable``, ``CapabilityList``, …) and ``boot(_:)``.
/// - Threads: who runs next (``Completion``), and switching.
/// - IPC: the phases of a message (``IPC``), page faults and exceptions.
/// - AddressSpaces: page directories, domains, the caching page directory, and the abort handler.
/// - SystemCalls: a file for each group of calls that share a subject, with why they are refused.
/// - Invariants: what is true between two operations.
public enum Kernel {}
