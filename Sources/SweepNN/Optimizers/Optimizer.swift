import SweepTensors

/// A setting of an optimizer that may follow a schedule.
public enum OptimizerSetting: String, CaseIterable, Sendable {
  case learnRate = "learn_rate"
  case l2 = "L2"
  case beta1
  case beta2
  case eps
  case gradClip = "grad_clip"
}

/// Moves weights by their gradients: Adam, RAdam or SGD.
///
/// A value that owns what it remembers of each parameter: step counts, moments and averages. One
/// optimizer serves several models; each has a group of its own.
///
/// - Source: Thinc 8.3 `Optimizer`.
public struct Optimizer: Sendable {
  /// The settings in force, with the rule; `step` is filled in for each parameter.
  private var settings: OptimizerStep
  private var schedules: [(setting: OptimizerSetting, schedule: any Schedule)] = []
  /// Whether running averages of the weights are kept.
  public let usesAverages: Bool
  private var groups: [String: [ParameterState]] = [:]

  /// What is remembered of one parameter.
  private struct ParameterState: Sendable {
    var step = 0
    var moments: [[Float]] = [[], []]
    var average: [Float] = []
  }

  /// Starts without memories.
  ///
  /// The settings in `values` draw their first value at once, the next ones at each
  /// `stepSchedules()`. Those in `later` keep the value in `values` until the first
  /// `stepSchedules()`, and then follow a schedule from its beginning.
  init(
    rule: OptimizerStep.Rule, values: [OptimizerSetting: any Schedule], l2IsWeightDecay: Bool,
    usesAverages: Bool, schedules later: [OptimizerSetting: any Schedule]
  ) {
    self.usesAverages = usesAverages
    settings = OptimizerStep(
      rule: rule, step: 1, learnRate: 0, beta1: 0, beta2: 0, eps: 0, l2: 0, gradClip: 0,
      l2IsWeightDecay: l2IsWeightDecay)
    for setting in OptimizerSetting.allCases {
      if var schedule = values[setting] {
        self[setting] = schedule.next()
        if later[setting] == nil, !(schedule is Double) {
          schedules.append((setting, schedule))
        }
      }
      if let schedule = later[setting] { schedules.append((setting, schedule)) }
    }
  }

  /// The value of a setting that is in force.
  public private(set) subscript(setting: OptimizerSetting) -> Double {
    get {
      switch setting {
      case .learnRate: settings.learnRate
      case .l2: settings.l2
      case .beta1: settings.beta1
      case .beta2: settings.beta2
      case .eps: settings.eps
      case .gradClip: settings.gradClip
      }
    }
    set {
      switch setting {
      case .learnRate: settings.learnRate = newValue
      case .l2: settings.l2 = newValue
      case .beta1: settings.beta1 = newValue
      case .beta2: settings.beta2 = newValue
      case .eps: settings.eps = newValue
      case .gradClip: settings.gradClip = newValue
      }
    }
  }

  /// The learn rate in force.
  public var learnRate: Double { self[.learnRate] }

  /// Draws the next value of each scheduled setting: once per training step, after the update.
  public mutating func stepSchedules() {
    for i in schedules.indices { self[schedules[i].setting] = schedules[i].schedule.next() }
  }

  /// Moves each parameter that has a gradient entry, and clears the gradients.
  ///
  /// `group` tells which model the parameters belong to, where there are several.
  public mutating func finishUpdate(
    _ parameters: inout Parameters, _ gradients: inout Gradients, group: String = ""
  ) {
    // Taken out and put back, so that it is changed in place and not copied.
    var states = groups.removeValue(forKey: group) ?? []
    while states.count < parameters.count { states.append(ParameterState()) }
    for id in parameters.ids where gradients.hasEntry(id) {
      step(&states[id.index], &parameters[id], &gradients[id])
    }
    groups[group] = states
  }

  private func step(
    _ state: inout ParameterState, _ weights: inout [Float], _ gradient: inout [Float]
  ) {
    guard !weights.isEmpty else { return }
    state.step += 1
    var now = settings
    now.step = state.step
    // Without second moments Adam is plain descent, as Thinc has it.
    if now.rule == .adam, now.beta2 <= 0 { now.rule = .sgd }
    let count = weights.count
    func prepare(_ array: inout [Float], isUsed: Bool) {
      if isUsed, array.count != count { array = [Float](repeating: 0, count: count) }
    }
    let hasMoments = now.rule != .sgd
    prepare(&state.moments[0], isUsed: hasMoments)
    prepare(&state.moments[1], isUsed: hasMoments)
    prepare(&state.average, isUsed: usesAverages)
    var arrays = ([Float](), [Float](), [Float]())
    swap(&arrays.0, &state.moments[0])
    swap(&arrays.1, &state.moments[1])
    swap(&arrays.2, &state.average)
    Self.apply(now, &weights, &gradient, &arrays.0, &arrays.1, &arrays.2)
    swap(&arrays.0, &state.moments[0])
    swap(&arrays.1, &state.moments[1])
    swap(&arrays.2, &state.average)
  }

  /// Runs the kernel; arrays that the rule does not use are empty.
  private static func apply(
    _ step: OptimizerStep, _ weights: inout [Float], _ gradient: inout [Float],
    _ first: inout [Float], _ second: inout [Float], _ average: inout [Float]
  ) {
    let count = weights.count
    precondition(gradient.count == count, "\(gradient.count) gradients for \(count) weights")
    weights.withUnsafeMutableBufferPointer { weights in
      gradient.withUnsafeMutableBufferPointer { gradient in
        first.withUnsafeMutableBufferPointer { first in
          second.withUnsafeMutableBufferPointer { second in
            average.withUnsafeMutableBufferPointer { average in
              guard let weights = weights.baseAddress, let gradient = gradient.baseAddress
              else { return }
              var moments: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>)?
              if first.count == count, let one = first.baseAddress, let two = second.baseAddress {
                moments = (one, two)
              }
              step.apply(
                count: count, weights: weights, gradient: gradient, moments: moments,
                average: average.count == count ? average.baseAddress : nil)
            }
          }
        }
      }
    }
  }

  /// The running averages of a model's weights; a parameter without one keeps its weights.
  public func averaged(_ parameters: Parameters, group: String = "") -> Parameters {
    guard usesAverages, let states = groups[group] else { return parameters }
    var averaged = parameters
    for id in parameters.ids where id.index < states.count {
      let average = states[id.index].average
      if !average.isEmpty, average.count == parameters[id].count { averaged[id] = average }
    }
    return averaged
  }
}
