import FastPath
import Logic
import Model
import Published

// `apply(to:by:)` for images, compiled for them: generic code that nobody specializes is a hundred times slower.

extension ScenarioOperation {
  /// Does what the operation says, by one of the kernels; ours with its fast path.
  public func apply(
    to k: inout Image, _ registers: inout UserRegisters<Native>, by kernel: Variant
  ) -> ScenarioOutcome {
    switch kernel {
    case .ours: apply(to: &k, &registers, by: FastPathImplementation())
    case .published: apply(to: &k, &registers, by: PublishedImplementation())
    }
  }

  /// The same, and which way the conditionals of the kernel went.
  public func trace(
    in k: inout Image, _ registers: inout UserRegisters<Native>, by kernel: Variant
  ) -> (ScenarioOutcome, Path) {
    let trace = TracedImage.Trace()
    var traced = TracedImage(k, trace)
    // If two had the state, the first write would copy it.
    k = Self.placeholder
    let outcome =
      switch kernel {
      case .ours: apply(to: &traced, &registers, by: FastPathImplementation())
      case .published: apply(to: &traced, &registers, by: PublishedImplementation())
      }
    k = traced.base
    return (outcome, trace.path)
  }

  private static let placeholder = Image(.fastPath, counts: Schema.fastPath.kinds.map(\.least))

  /// What a system call has told its threads otherwise than the model would have; nil if nothing.
  public func toldOtherwise(_ outcome: ScenarioOutcome, from before: Image, to after: Image) -> StrangeAnswer? {
    ModelsAnswer(to: self, in: before)?.difference(from: outcome, after: after, in: Scenario())
  }
}

extension Variant {
  /// The state after boot, with what only the fast path keeps.
  public func boot(_ sizes: Platform.Sizes) -> Image {
    var k = Platform.boot(sizes, self)
    switch self {
    case .ours: FastPathImplementation().catchUp(&k)
    case .published: PublishedImplementation().catchUp(&k)
    }
    return k
  }
}
