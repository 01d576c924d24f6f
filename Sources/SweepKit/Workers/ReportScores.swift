import SweepConfig
import SweepEngine
import SweepPipeline
import SweepSearch
import SweepTraining

extension Scores {
  /// The scores of a report: tables of precision, recall and F-score by label as such, numbers in
  /// other tables by their path.
  init(report metrics: JSONObject) {
    self.init()
    add(metrics, prefix: "")
  }

  private mutating func add(_ metrics: JSONObject, prefix: String) {
    for (key, value) in metrics.entries {
      let name = prefix + key
      if value.isNull {
        self[name] = .null
      } else if let number = value.doubleValue {
        self[name] = .number(number)
      } else if let table = value.objectValue {
        if prefix.isEmpty, let types = Self.types(table) {
          self[name] = .perType(types)
        } else {
          add(table, prefix: name + ".")
        }
      }
    }
  }

  /// The labels of a table that has `p`, `r` and `f` of each.
  private static func types(_ table: JSONObject) -> [TypeScore]? {
    let types = table.entries.map { entry -> TypeScore? in
      guard let scores = entry.value.objectValue, scores.count == 3,
        let p = scores["p"]?.doubleValue, let r = scores["r"]?.doubleValue,
        let f = scores["f"]?.doubleValue
      else { return nil }
      return TypeScore(label: entry.key, precision: p, recall: r, fScore: f)
    }
    return types.isEmpty || types.contains(nil) ? nil : types.compactMap(\.self)
  }
}

extension Evaluation {
  /// The evaluation that a program reports.
  ///
  /// - Parameters:
  ///   - report: What it says; its step is known.
  ///   - metric: What trials are compared by; `nil` where the program's own score decides.
  init(report: ReportEvent.Evaluation, metric: Metric?) {
    var metrics = report.metrics
    var losses: [ComponentLoss] = []
    func add(_ name: String, _ value: JSONValue) {
      guard let number = value.doubleValue, !losses.contains(where: { $0.name == name }) else {
        return
      }
      losses.append(ComponentLoss(name: name, value: number))
    }
    for (key, value) in report.losses.entries { add(key, value) }
    for (key, value) in metrics.entries where key.hasPrefix("loss ") {
      add(String(key.dropFirst(5)), value)
      metrics.removeValue(forKey: key)
    }
    self.init(
      epoch: report.epoch, step: report.step ?? 0, words: report.words ?? 0, losses: losses,
      scores: Scores(report: metrics), score: report.score ?? .nan, isBest: report.isBest ?? false)
    guard let metric else { return }
    deciding = .oneScore
    if let value = value(of: metric.name) {
      score = value
    } else {
      deciding = .nothing
    }
  }

  /// The names of all numbers that it has.
  var names: [String] { scores.entries.map(\.key) + losses.map { "loss \($0.name)" } }

  /// The evaluation as a line of the log.
  var reportRow: String {
    let numbers =
      losses.map { "loss \($0.name) \($0.value)" }
      + scores.entries.compactMap { entry in
        switch entry.value {
        case .number(let number): "\(entry.key) \(number)"
        case .null: "\(entry.key) null"
        case .perType, .perLabel, .text: nil
        }
      }
    let rest = numbers.count > 12 ? ", and \(numbers.count - 12) more" : ""
    return "step \(step)  " + numbers.prefix(12).joined(separator: "  ") + rest
  }
}
