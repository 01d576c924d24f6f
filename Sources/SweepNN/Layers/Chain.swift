/// Runs one layer on the output of another.
///
/// - Source: Thinc 8.3 `chain`.
public struct Chain<First: Layer, Second: Layer>: Layer where First.Output == Second.Input {
  let first: First
  let second: Second

  /// `first`, then `second`.
  public init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  public func forward(
    _ x: First.Input, in pass: inout Pass
  ) -> Update<First.Input, Second.Output> {
    let one = first.forward(x, in: &pass)
    let two = second.forward(one.output, in: &pass)
    return Update(output: two.output) { dY, gradients in
      one.backprop(two.backprop(dY, &gradients), &gradients)
    }
  }
}

extension Layer {
  /// This layer, then another.
  public func then<Next: Layer>(_ next: Next) -> Chain<Self, Next> where Next.Input == Output {
    Chain(self, next)
  }
}
