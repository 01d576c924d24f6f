/// The names of distributions: those of W&B's sweep configurations, `ordered` and `copy`.
enum DistributionName: String, CaseIterable {
  case constant, categorical, ordered, copy, uniform, normal
  case intUniform = "int_uniform"
  case quantizedUniform = "q_uniform"
  case logUniform = "log_uniform"
  case logUniformValues = "log_uniform_values"
  case quantizedLogUniform = "q_log_uniform"
  case quantizedLogUniformValues = "q_log_uniform_values"
  case inverseLogUniform = "inv_log_uniform"
  case inverseLogUniformValues = "inv_log_uniform_values"
  case quantizedNormal = "q_normal"
  case logNormal = "log_normal"
  case quantizedLogNormal = "q_log_normal"

  /// The keys that a distribution cannot do without.
  var requiredKeys: [String] {
    switch self {
    case .constant: ["value"]
    case .categorical, .ordered: ["values"]
    case .copy: ["copy"]
    case .normal, .quantizedNormal, .logNormal, .quantizedLogNormal: []
    default: ["min", "max"]
    }
  }

  /// The keys that have a default.
  var optionalKeys: [String] {
    switch self {
    case .categorical: ["probabilities"]
    case .quantizedUniform, .quantizedLogUniform, .quantizedLogUniformValues: ["q"]
    case .normal, .logNormal: ["mu", "sigma"]
    case .quantizedNormal, .quantizedLogNormal: ["mu", "sigma", "q"]
    default: []
    }
  }
}

extension Distribution {
  /// The name that a sweep file has for this distribution.
  public var name: String { distributionName.rawValue }

  var distributionName: DistributionName {
    switch self {
    case .constant: .constant
    case .categorical: .categorical
    case .ordered: .ordered
    case .copy: .copy
    case .intUniform: .intUniform
    case .uniform: .uniform
    case .logUniform: .logUniformValues
    case .inverseLogUniform: .inverseLogUniformValues
    case .quantizedUniform: .quantizedUniform
    case .quantizedLogUniform: .quantizedLogUniformValues
    case .normal: .normal
    case .logNormal: .logNormal
    case .quantizedNormal: .quantizedNormal
    case .quantizedLogNormal: .quantizedLogNormal
    }
  }
}
