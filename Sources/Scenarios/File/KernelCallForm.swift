import ARMSemantics
import Logic
import Model

/// A word of a line that goes into a ``KernelCall``.
struct LineParameter {
  /// The word before it; nil for one that comes first, without a word.
  let keyword: String?
  /// Where the value goes.
  let place: WritableKeyPath<KernelCall, UInt32>
  let style: CallParameter.Style
  /// The value where nothing is said; nil if something must be.
  let usual: UInt32?
}

extension LineParameter {
  init(_ parameter: CallParameter) {
    keyword = parameter.name.map { "\($0)" }
    place = parameter.register.place
    style = parameter.style
    usual = parameter.usual
  }
}

extension CallParameter.Register {
  /// Where a ``KernelCall`` has it.
  fileprivate var place: WritableKeyPath<KernelCall, UInt32> {
    switch self {
    case .r0: \.registers.r0
    case .r1: \.registers.r1
    case .mr0: \.registers.mr0
    case .mr1: \.registers.mr1
    case .mr2: \.registers.mr2
    case .mr3: \.registers.mr3
    case .mr4: \.registers.mr4
    case .mr5: \.registers.mr5
    }
  }
}

extension KernelCall.Kind {
  /// What a line of this kind says, in the order in which it is printed.
  var parameters: [LineParameter] {
    switch self {
    case .call(let call): call.parameters.map { LineParameter($0) }
    case .swi, .undefined, .interrupt: [LineParameter(keyword: nil, place: \.number, style: .number, usual: nil)]
    case .tick: []
    }
  }

  /// Whether words for MR1 to MR5 may come at the end, after `with`.
  public var takesWords: Bool { !tellsResult }
}
