import SweepConfig
import SweepSearch

extension [Metric] {
  /// The metrics as the record keeps them.
  var json: JSONValue {
    .array(map { ["name": .string($0.name), "goal": .string($0.goal.rawValue)] })
  }

  /// Reads what `json` gave; `nil` when it is something else.
  init?(json: JSONValue?) {
    guard let items = json?.arrayValue, !items.isEmpty else { return nil }
    self = []
    for item in items {
      guard let name = item["name"]?.stringValue,
        let goal = item["goal"]?.stringValue.flatMap(Metric.Goal.init(rawValue:))
      else { return nil }
      append(Metric(name: name, goal: goal))
    }
  }
}

extension [ProposalRun.Prior] {
  /// Assignments of another study as the record keeps them.
  var json: JSONValue {
    .array(
      map { prior in
        var object: JSONObject = ["assignment": .object(prior.assignment.json)]
        switch prior.outcome {
        case .scored(let values): object["scored"] = .array(values.map { .number($0) })
        case .pruned(let step, let value): object["pruned"] = [.integer(step), .number(value)]
        case .failed, .pending: object["failed"] = true
        }
        return .object(object)
      })
  }

  /// Reads what `json` gave; `nil` when it is something else.
  init?(json: JSONValue?) {
    guard let items = json?.arrayValue else { return nil }
    self = []
    for item in items {
      guard let assignment = item["assignment"]?.objectValue else { return nil }
      let outcome: Outcome
      if let values = item["scored"]?.arrayValue {
        outcome = .scored(values.compactMap(\.doubleValue))
      } else if let pruned = item["pruned"]?.arrayValue, pruned.count == 2,
        let step = pruned[0].intValue, let value = pruned[1].doubleValue
      {
        outcome = .pruned(step: step, value: value)
      } else {
        outcome = .failed
      }
      append(ProposalRun.Prior(Assignment(json: assignment), outcome))
    }
  }
}
