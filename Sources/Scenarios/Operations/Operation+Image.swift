import Logic
import Model
import Published

// `apply(to:by:)` for images, compiled for them: generic code that nobody specializes is a hundred times slower.

extension Operation {
  /// Does what the operation says, by one of the kernels.
  public func apply(to k: inout Image, by kernel: Variant) -> Outcome {
    switch kernel {
    case .ours: apply(to: &k, by: ModelImplementation())
    case .published: apply(to: &k, by: PublishedImplementation())
    }
  }
}
