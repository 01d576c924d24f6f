public import SweepConfig
import SweepSearch

/// The trials of studies for other programs.
public struct TrialList: Sendable {
  public var studies: [ReportInput]

  public init(_ studies: [ReportInput]) { self.studies = studies }

  /// The list for other programs.
  public var json: JSONValue {
    .array(
      studies.map { study in
        [
          "study": .string(study.study), "config": .string(study.config),
          "metric": .string(study.metric.name), "goal": .string(study.metric.goal.rawValue),
          "trials": .array(study.trials.sorted { $0.id < $1.id }.map(\.json)),
        ]
      })
  }
}

extension ReportTrial {
  /// The trial for other programs.
  public var json: JSONValue {
    [
      "number": .integer(id), "id": .string(shortID), "state": .string(state.rawValue),
      "seed": .integer(seed), "fold": fold.map(JSONValue.integer) ?? nil,
      "row": row.map(JSONValue.integer) ?? nil, "baseline": .bool(isBaseline),
      "enqueued": .bool(isEnqueued),
      "assignment": .object(assignment.json), "score": score.map(JSONValue.number) ?? nil,
      "scores": scores.map(JSONValue.object) ?? nil,
      "best_step": bestStep.map(JSONValue.integer) ?? nil,
      "steps": steps.map(JSONValue.integer) ?? nil,
      "ended_step": endedStep.map(JSONValue.integer) ?? nil,
      "reason": reason.map(JSONValue.string) ?? nil,
      "seconds": seconds.map(JSONValue.number) ?? nil, "error": error.map(JSONValue.string) ?? nil,
      "model_hash": modelHash.map(JSONValue.string) ?? nil, "model_kept": .bool(isModelKept),
    ]
  }
}

/// The first line of a text, for a table.
func firstLine(_ text: String) -> String {
  text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
}
