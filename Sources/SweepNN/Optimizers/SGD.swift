import SweepConfig
import SweepTensors

extension Optimizer {
  /// Plain gradient descent: `w −= learn_rate · g`, with clipping, L2 and averages as `adam` has
  /// them.
  ///
  /// - Source: Thinc 8.3 `SGD.v1`.
  public static func sgd(
    _ learnRate: any Schedule, l2: any Schedule = 0.0, gradClip: any Schedule = 1.0,
    l2IsWeightDecay: Bool = true, usesAverages: Bool = true,
    schedules: [OptimizerSetting: any Schedule] = [:]
  ) -> Optimizer {
    Optimizer(
      rule: .sgd, values: [.learnRate: learnRate, .l2: l2, .gradClip: gradClip],
      l2IsWeightDecay: l2IsWeightDecay, usesAverages: usesAverages, schedules: schedules)
  }

  static let sgdEntry = RegistryEntry(
    .optimizers, "SGD.v1",
    [
      Parameter("learn_rate", .schedule),
      Parameter("L2", .schedule, default: 0.0),
      Parameter("grad_clip", .schedule, default: 1.0),
      Parameter("L2_is_weight_decay", .bool, default: true),
      Parameter("use_averages", .bool, default: true),
    ]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    Optimizer(
      rule: .sgd, values: try arguments.settings([.learnRate, .l2, .gradClip]),
      l2IsWeightDecay: try arguments.bool("L2_is_weight_decay"),
      usesAverages: try arguments.bool("use_averages"), schedules: [:])
  }
}
