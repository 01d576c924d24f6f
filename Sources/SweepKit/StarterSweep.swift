public import SweepConfig

/// A commented sweep file to start from, made for one config.
public struct StarterSweep: Sendable {
  private let config: Config
  private let path: String

  /// - Parameters:
  ///   - config: Filled, variables filled in.
  ///   - path: The config's path as the sweep file will name it.
  public init(config: Config, path: String) {
    self.config = config
    self.path = path
  }

  /// The path that leads to a file from a folder; absolute ones stay as they are.
  public static func relativePath(of file: String, from folder: String) -> String {
    guard !file.hasPrefix("/"), !folder.hasPrefix("/") else { return file }
    let target = file.split(separator: "/").filter { $0 != "." }.map(String.init)
    let base = folder.split(separator: "/").filter { $0 != "." }.map(String.init)
    var shared = 0
    while shared < base.count, shared < target.count - 1, base[shared] == target[shared] {
      shared += 1
    }
    let up = Array(repeating: "..", count: base.count - shared)
    return (up + target[shared...]).joined(separator: "/")
  }

  /// The sweep file: a grid over dropout and learn rate with three seeds and the baseline.
  public var text: String {
    let stem = path.split(separator: "/").last ?? "sweep"
    let name = stem.lastIndex(of: ".").map { stem[..<$0] } ?? stem
    let dropout = config["training.dropout"]?.doubleValue ?? 0.1
    let rate = config["training.optimizer.learn_rate"]?.doubleValue
    return """
      name = \(quoted(String(name)))
      config = \(quoted(path))    # relative to this file
      method = "grid"    # grid: every combination; random, auto, tpe, …: as many as `trials` says
      metric = { name = \(quoted(metric)), goal = "maximize" }
      seeds = [0, 1, 2]    # every assignment runs once per seed; the report tells gain from noise
      # race = true    # with four seeds or more: assignments that three rule out get no more
      # test = "test.spacy"    # the winner and the baseline are evaluated on it once, at the end
      # trials = 20    # for all methods but "grid"
      # seed = 0    # of the search
      # baseline = false    # leave out the config as it stands, which runs first
      # keep_models = "best"    # best, all or none

      [overrides]    # the same for every trial
      # "training.max_steps" = 300

      [parameters]
      "training.dropout" = { values = [\(values(around: dropout, by: [0.5, 2, 3], below: 0.9))] }
      \(rateLine(rate))
      # "training.optimizer.learn_rate" = { distribution = "log_uniform_values", min = 1e-4, max = 1e-2 }
      # "training.accumulate_gradient" = { distribution = "int_uniform", min = 1, max = 3 }

      """
  }

  private func rateLine(_ rate: Double?) -> String {
    guard let rate else { return "# the learn rate is a schedule: vary the keys of its section" }
    return "\"training.optimizer.learn_rate\" = { values = ["
      + values(around: rate, by: [0.3, 3], below: .infinity) + "] }"
  }

  /// The score with the greatest weight, the first of equals.
  private var metric: String {
    let weights = config["training.score_weights"]?.objectValue?.entries ?? []
    var best: (name: String, weight: Double)?
    for (name, value) in weights {
      if let weight = value.doubleValue, weight > best?.weight ?? 0 { best = (name, weight) }
    }
    return best?.name ?? "score"
  }

  /// A value and multiples of it, with at most two significant digits, ascending.
  private func values(around value: Double, by factors: [Double], below limit: Double) -> String {
    let all = ([1] + factors).map { ($0 == 1 ? value : twoDigits(value * $0)) }
    return Set(all.filter { $0 >= 0 && $0 < limit }).sorted().map { "\($0)" }
      .joined(separator: ", ")
  }

  /// The nearest number with two significant digits.
  private func twoDigits(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    var scale = 1.0
    while value * scale < 10 { scale *= 10 }
    return (value * scale).rounded() / scale
  }

  private func quoted(_ text: String) -> String {
    JSONValue.string(text).serialized(.compact)
  }
}
