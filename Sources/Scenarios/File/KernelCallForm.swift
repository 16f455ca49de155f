import ARMSemantics
import Logic
import Model

/// A word of a line that goes into a register of a ``KernelCall``.
struct CallParameter {
  /// How its value is written.
  enum Style {
    /// A number.
    case number
    /// A name of a thread, as user code has it: a place in the capability list, or one of the special words.
    case name
    /// A thread, by its number.
    case thread
    /// A space, by its number.
    case space
    /// A type of capability.
    case type
    /// What a grant gives.
    case rights
  }

  /// The word before it; nil for one that comes first, without a word.
  let keyword: String?
  /// Where the value goes.
  let place: WritableKeyPath<KernelCall, UInt32> & Sendable
  let style: Style
  /// The value where nothing is said; nil if something must be.
  let usual: UInt32?
}

extension KernelCall.Kind {
  /// What a line of this kind says, in the order in which it is printed.
  var parameters: [CallParameter] {
    switch self {
    case .call(let call): call.parameters
    case .swi, .undefined, .interrupt: [CallParameter(keyword: nil, place: \.number, style: .number, usual: nil)]
    case .tick: []
    }
  }

  /// Whether words for MR1 to MR5 may come at the end, after `with`.
  public var takesWords: Bool { !tellsResult }
}

extension SystemCall {
  /// What a line with the call says, in the order in which it is printed.
  var parameters: [CallParameter] {
    switch self {
    case .ipc:
      [
        Self.word("to", \.registers.r0, .name, usual: Handle[.nilThread]),
        Self.word("from", \.registers.r1, .name, usual: Handle[.nilThread]),
        Self.word("tag", \.registers.mr0, usual: Tag[.sendBlocks] | Tag[.receiveBlocks]),
      ]
    case .createThread:
      [
        Self.first(\.registers.r0, .thread), Self.word("in", \.registers.r1, .space),
        Self.word("utcb", \.registers.mr2), Self.word("place", \.registers.mr4),
        Self.word("priority", \.registers.mr3, usual: 100),
        Self.word("pager", \.registers.mr0, .name, usual: Handle[.nilThread]),
        Self.word("handler", \.registers.mr1, .name, usual: Handle[.nilThread]),
      ]
    case .modifyThread:
      [
        Self.first(\.registers.r0, .name), Self.word("change", \.registers.r1),
        Self.word("pager", \.registers.mr0, .name, usual: Handle[.nilThread]),
        Self.word("handler", \.registers.mr1, .name, usual: Handle[.nilThread]),
        Self.word("coprocessor", \.registers.mr2, usual: 0),
      ]
    case .deleteThread, .threadSwitch: [Self.first(\.registers.r0, .name)]
    case .exchangeRegisters:
      [
        Self.first(\.registers.r0, .name), Self.word("control", \.registers.r1),
        Self.word("sp", \.registers.mr0, usual: 0), Self.word("pc", \.registers.mr1, usual: 0),
        Self.word("flags", \.registers.mr2, usual: 0),
      ]
    case .schedule:
      [
        Self.first(\.registers.r0, .name), Self.word("priority", \.registers.r1, usual: Timeslice.unchanged),
        Self.word("timeslice", \.registers.mr0, usual: Timeslice.unchanged),
      ]
    case .createCapability:
      [
        Self.word("thread", \.registers.mr1, .thread), Self.word("type", \.registers.mr0, .type),
        Self.word("place", \.registers.r1), Self.word("list", \.registers.r0, usual: 0),
      ]
    case .copyCapability:
      [
        Self.first(\.registers.r0, .name), Self.word("type", \.registers.mr1, .type),
        Self.word("place", \.registers.mr0), Self.word("list", \.registers.r1, usual: 0),
      ]
    case .deleteCapability:
      [Self.word("place", \.registers.r1), Self.word("list", \.registers.r0, usual: 0)]
    case .createSpace:
      [Self.first(\.registers.r0, .space), Self.word("change", \.registers.r1, usual: 0)] + Self.ofSpaces + [
        Self.word("list", \.registers.mr4, usual: 0), Self.word("utcbs", \.registers.mr5, usual: .max),
      ]
    case .modifySpace: [Self.first(\.registers.r0, .space), Self.word("change", \.registers.r1)] + Self.ofSpaces
    case .deleteSpace: [Self.first(\.registers.r0, .space)]
    case .grantSpace:
      [
        Self.first(\.registers.r1, .space), Self.word("to", \.registers.r0, .space),
        Self.word("rights", \.registers.mr0, .rights, usual: DACR.client),
      ]
    case .spaceSwitch:
      [
        Self.first(\.registers.r0, .name), Self.word("to", \.registers.r1, .space),
        Self.word("utcb", \.registers.mr0),
      ]
    case .mapControl: [Self.first(\.registers.r0, .space), Self.word("count", \.registers.r1, usual: 0)]
    case .cacheControl:
      [
        Self.first(\.registers.r0), Self.word("from", \.registers.r1, usual: 0),
        Self.word("to", \.registers.mr0, usual: 0),
      ]
    case .bindInterrupt:
      [
        Self.first(\.registers.r0), Self.word("to", \.registers.r1, .name),
        Self.word("bits", \.registers.mr0, usual: 0),
      ]
    case .acknowledgeInterrupt: [Self.first(\.registers.r0)]
    }
  }

  /// What SpaceControl sets where its changes select it.
  private static var ofSpaces: [CallParameter] {
    [
      word("pid", \.registers.mr0, usual: 0), word("vspace", \.registers.mr1, usual: 0),
      word("privileges", \.registers.mr2, usual: 0), word("priority", \.registers.mr3, usual: 0),
    ]
  }

  private static func first(
    _ place: WritableKeyPath<KernelCall, UInt32> & Sendable, _ style: CallParameter.Style = .number
  ) -> CallParameter { CallParameter(keyword: nil, place: place, style: style, usual: nil) }

  private static func word(
    _ keyword: String, _ place: WritableKeyPath<KernelCall, UInt32> & Sendable, _ style: CallParameter.Style = .number,
    usual: UInt32? = nil
  ) -> CallParameter { CallParameter(keyword: keyword, place: place, style: style, usual: usual) }
}
