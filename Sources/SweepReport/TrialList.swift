public import SweepConfig
import SweepSearch

/// The trials of studies, one line each: what `sweep list` shows.
public struct TrialList: Sendable {
  public var studies: [ReportInput]

  public init(_ studies: [ReportInput]) { self.studies = studies }

  /// For each study a heading and a table.
  public func render() -> String {
    studies.map { heading($0) + "\n" + table($0).text }.joined(separator: "\n\n")
  }

  private func heading(_ study: ReportInput) -> String {
    let states = Trial.State.allCases.compactMap { state -> String? in
      let count = study.trials.filter { $0.state == state }.count
      return count == 0 ? nil : "\(count) \(state.rawValue)"
    }
    return "\(study.study)  \(study.config)  \(states.joined(separator: ", "))"
  }

  private func table(_ study: ReportInput) -> Table {
    let leaderboard = Leaderboard(study)
    var columns = [
      Table.Column("trial", isNumber: true), Table.Column("ID"), Table.Column("state"),
    ]
    columns += leaderboard.shortNames.map { Table.Column($0, isNumber: true) }
    columns += [
      Table.Column("seed", isNumber: true), Table.Column(study.metric.name, isNumber: true),
      Table.Column("step", isNumber: true), Table.Column("time", isNumber: true), Table.Column(""),
    ]
    let best = leaderboard.bestTrial?.id
    var table = Table(columns)
    for trial in study.trials.sorted(by: { $0.id < $1.id }) {
      let marks = [
        trial.id == best ? "best" : nil, trial.isBaseline ? "baseline" : nil,
        trial.error.map(firstLine), trial.reason.map(firstLine),
      ]
      table.add(
        ["\(trial.id)", trial.shortID, trial.state.rawValue]
          + leaderboard.varyingKeys.map { trial.assignment[$0].map(NumberText.setting) ?? "–" }
          + [
            "\(trial.seed)", trial.score.map(NumberText.score) ?? "–",
            trial.bestStep.map { "\($0)" } ?? "–", trial.seconds.map(NumberText.duration) ?? "–",
            marks.compactMap(\.self).joined(separator: ", "),
          ])
    }
    return table
  }

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
