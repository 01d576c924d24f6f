public import SweepConfig
import SweepTensors

extension Optimizer {
  /// Adam, with Thinc's defaults.
  ///
  /// `m = β₁ m + (1 − β₁) g`, `v = β₂ v + (1 − β₂) g²`, then
  /// `w −= learn_rate √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + eps)`: eps is added to the uncorrected
  /// root.
  ///
  /// With `l2IsWeightDecay`, L2 shrinks the weights after the step, by the raw learn rate, instead
  /// of adding to the gradient before it. `gradClip` is the largest norm that each parameter's own
  /// gradient may have; 0 for none. Settings in `schedules` have their plain value until the first
  /// `stepSchedules()` and follow the schedule from then on.
  ///
  /// - Source: Kingma and Ba 2015, <https://arxiv.org/abs/1412.6980>; Thinc 8.3 `Adam.v1`.
  public static func adam(
    _ learnRate: any Schedule = 0.001, l2: any Schedule = 0.0, beta1: any Schedule = 0.9,
    beta2: any Schedule = 0.999, eps: any Schedule = 1e-8, gradClip: any Schedule = 1.0,
    l2IsWeightDecay: Bool = true, usesAverages: Bool = true,
    schedules: [OptimizerSetting: any Schedule] = [:]
  ) -> Optimizer {
    Optimizer(
      rule: .adam,
      values: [
        .learnRate: learnRate, .l2: l2, .beta1: beta1, .beta2: beta2, .eps: eps,
        .gradClip: gradClip,
      ],
      l2IsWeightDecay: l2IsWeightDecay, usesAverages: usesAverages, schedules: schedules)
  }

  static let adamEntry = RegistryEntry(
    .optimizers, "Adam.v1",
    [
      Parameter("learn_rate", .schedule, default: 0.001),
      Parameter("L2", .schedule, default: 0.0),
      Parameter("beta1", .schedule, default: 0.9),
      Parameter("beta2", .schedule, default: 0.999),
      Parameter("eps", .schedule, default: 1e-8),
      Parameter("grad_clip", .schedule, default: 1.0),
      Parameter("L2_is_weight_decay", .bool, default: true),
      Parameter("use_averages", .bool, default: true),
    ]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    Optimizer(
      rule: .adam, values: try arguments.settings(OptimizerSetting.allCases),
      l2IsWeightDecay: try arguments.bool("L2_is_weight_decay"),
      usesAverages: try arguments.bool("use_averages"), schedules: [:])
  }
}

extension ArgumentReader {
  /// Reads settings by their config keys, each a number or a schedule.
  mutating func settings(
    _ settings: [OptimizerSetting]
  ) throws(ConfigError) -> [OptimizerSetting: any Schedule] {
    var values: [OptimizerSetting: any Schedule] = [:]
    for setting in settings { values[setting] = try schedule(setting.rawValue) }
    return values
  }
}

extension RegistryKind where Product == Optimizer {
  /// The functions under `@optimizers`.
  public static var optimizers: RegistryKind { RegistryKind("optimizers") }
}
