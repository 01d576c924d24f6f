import CKernels

/// One step of an optimizer on one parameter.
///
/// The order of Thinc 8.3: L2 into the gradient, clipping by this array's own norm, the rule,
/// zeroing the gradient, weight decay, average.
///
/// - Source: Thinc 8.3 `Adam.v1`, `RAdam.v1`, `SGD.v1`.
public struct OptimizerStep: Equatable, Sendable {
  /// How the gradient moves the weights.
  public enum Rule: Int32, Sendable {
    case adam = 0
    case radam = 1
    case sgd = 2
  }

  public var rule: Rule
  /// This parameter's number of steps, counting this one: at least 1.
  public var step: Int
  public var learnRate: Double
  public var beta1: Double
  public var beta2: Double
  public var eps: Double
  public var l2: Double
  /// The largest norm of the gradient; 0 for no clipping.
  public var gradClip: Double
  public var l2IsWeightDecay: Bool

  public init(
    rule: Rule, step: Int, learnRate: Double, beta1: Double, beta2: Double, eps: Double,
    l2: Double, gradClip: Double, l2IsWeightDecay: Bool
  ) {
    self.rule = rule
    self.step = step
    self.learnRate = learnRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.eps = eps
    self.l2 = l2
    self.gradClip = gradClip
    self.l2IsWeightDecay = l2IsWeightDecay
  }

  /// Moves the weights, clears the gradient, and updates the moments and the average.
  ///
  /// Moments below 2⁻¹¹⁰ become zero, so that they never decay to denormal numbers.
  ///
  /// SGD has no moments; `average` is the running average of the weights, where one is kept.
  ///
  /// - Shapes: all arrays have `count` elements.
  public func apply(
    count: Int, weights: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>,
    moments: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>)?,
    average: UnsafeMutablePointer<Float>?, level: SIMDLevel = .current
  ) {
    precondition(rule == .sgd || moments != nil, "\(rule) needs two moments")
    precondition(step >= 1, "steps are counted from 1, got \(step)")
    var settings = sweep_step_settings(
      rule: rule.rawValue, step: Int64(step), learn_rate: learnRate, beta1: beta1, beta2: beta2,
      eps: eps, l2: l2, grad_clip: gradClip, l2_is_weight_decay: l2IsWeightDecay)
    level.kernels.pointee.optimizer_step(
      count, &settings, weights, gradient, moments?.0, moments?.1, average)
  }
}
