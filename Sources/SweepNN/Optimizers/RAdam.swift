import SweepConfig
import SweepTensors

extension Optimizer {
  /// RAdam: Adam that takes plain momentum steps until its second moment is reliable.
  ///
  /// The step count in its formulas is one ahead of Adam's, as in Thinc.
  ///
  /// - Source: Liu et al. 2020, <https://arxiv.org/abs/1908.03265>; Thinc 8.3 `RAdam.v1`.
  public static func radam(
    _ learnRate: any Schedule = 0.001, beta1: any Schedule = 0.9, beta2: any Schedule = 0.999,
    eps: any Schedule = 1e-8, l2: any Schedule = 0.0, l2IsWeightDecay: Bool = true,
    gradClip: any Schedule = 1.0, usesAverages: Bool = true,
    schedules: [OptimizerSetting: any Schedule] = [:]
  ) -> Optimizer {
    Optimizer(
      rule: .radam,
      values: [
        .learnRate: learnRate, .l2: l2, .beta1: beta1, .beta2: beta2, .eps: eps,
        .gradClip: gradClip,
      ],
      l2IsWeightDecay: l2IsWeightDecay, usesAverages: usesAverages, schedules: schedules)
  }

  static let radamEntry = RegistryEntry(
    .optimizers, "RAdam.v1",
    [
      Parameter("learn_rate", .schedule, default: 0.001),
      Parameter("beta1", .schedule, default: 0.9),
      Parameter("beta2", .schedule, default: 0.999),
      Parameter("eps", .schedule, default: 1e-8),
      Parameter("L2", .schedule, default: 0.0),
      Parameter("L2_is_weight_decay", .bool, default: true),
      Parameter("grad_clip", .schedule, default: 1.0),
      Parameter("use_averages", .bool, default: true),
    ]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    Optimizer(
      rule: .radam, values: try arguments.settings(OptimizerSetting.allCases),
      l2IsWeightDecay: try arguments.bool("L2_is_weight_decay"),
      usesAverages: try arguments.bool("use_averages"), schedules: [:])
  }
}
