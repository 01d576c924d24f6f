package import SweepBase
public import SweepTensors

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
  /// How often the schedules were stepped.
  private var scheduleSteps = 0

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
    scheduleSteps += 1
  }

  /// Moves each parameter that has a gradient entry, and clears the gradients.
  ///
  /// `group` tells which model the parameters belong to, where there are several. Threads share the
  /// parameters out; no bit depends on how many there are.
  public mutating func finishUpdate(
    _ parameters: inout Parameters, _ gradients: inout Gradients, group: String = "",
    threads: Threads = .one
  ) {
    // Taken out and put back, so that it is changed in place and not copied.
    var states = groups.removeValue(forKey: group) ?? []
    while states.count < parameters.count { states.append(ParameterState()) }
    var work: [ParameterStep] = []
    for id in parameters.ids where gradients.hasEntry(id) && !parameters[id].isEmpty {
      var step = ParameterStep(id)
      parameters.swapValues(id, with: &step.weights)
      swap(&step.gradient, &gradients[id])
      swap(&step.state, &states[id.index])
      work.append(step)
    }
    // The largest first, so that no thread has much to do when the others are done.
    work.sort { $0.weights.count > $1.weights.count }
    work.withUnsafeMutableBufferPointer { work in
      nonisolated(unsafe) let work = work
      threads.forEach(work.count) { work[$0].run(settings, usesAverages: usesAverages) }
    }
    for index in work.indices {
      let id = work[index].id
      parameters.swapValues(id, with: &work[index].weights)
      swap(&work[index].gradient, &gradients[id])
      swap(&work[index].state, &states[id.index])
    }
    groups[group] = states
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

extension Optimizer {
  /// Writes what the optimizer remembers: step counts, moments, averages, and where schedules stand.
  package func write(to writer: inout StateWriter) {
    writer.write(scheduleSteps)
    writer.write(list: groups.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      writer, group in
      writer.write(group.key)
      writer.write(list: group.value) { writer, state in
        writer.write(state.step)
        for array in [state.firstMoment, state.secondMoment, state.average] { writer.write(array) }
      }
    }
  }

  /// Remembers what an optimizer of the same settings has written.
  ///
  /// Schedules are series, so they are drawn from again up to where they stood.
  ///
  /// - Precondition: Nothing was done with this optimizer before.
  /// - Throws: `StateError` when there is no such memory.
  package mutating func restore(from reader: inout StateReader) throws(StateError) {
    let steps = try reader.int()
    guard steps >= 0 else { throw StateError("schedules after \(steps) steps") }
    for _ in 0..<steps { stepSchedules() }
    let read = try reader.list { reader throws(StateError) in
      let name = try reader.text()
      let states = try reader.list { reader throws(StateError) in
        ParameterState(
          step: try reader.int(), firstMoment: try reader.floats(),
          secondMoment: try reader.floats(), average: try reader.floats())
      }
      return (name, states)
    }
    for (name, states) in read { groups[name] = states }
  }
}
