public import SweepConfig
public import SweepSearch

/// A study as JSON: its trials, and what the report says of them.
public struct JSONReport: Sendable {
  public var input: ReportInput
  public var leaderboard: Leaderboard
  public var importance: Importance.Method

  /// - Parameters:
  ///   - input: The study.
  ///   - score: The name of the score that ranks; the study's metric by default.
  ///   - importance: How the importance of settings is worked out.
  public init(
    _ input: ReportInput, by score: String? = nil, importance: Importance.Method = .pedANOVA
  ) {
    self.input = input
    leaderboard = Leaderboard(input, by: score)
    self.importance = importance
  }

  /// A list with the study, as `sweep list` gives it, with the comparison.
  public var json: JSONValue {
    var object = TrialList([input]).json[0]?.objectValue ?? JSONObject()
    object["score"] = .string(leaderboard.score)
    object["leaderboard"] = .array(leaderboard.rows.indices.map(row))
    object["documents"] = leaderboard.documentComparison(input.metric)?.json ?? .null
    object["tests"] = .array(
      TestComparison.all(leaderboard, input).map { $0.json(leaderboard) })
    object["pareto_front"] =
      ParetoFront(leaderboard, input).map { front in
        .array(
          front.members.map { member in
            let means = zip(front.metrics, member.means).map { ($0.name, JSONValue.number($1)) }
            return ["rank": .integer(member.row + 1), "means": .object(JSONObject(means))]
          })
      } ?? .null
    object["expected_best"] =
      ExpectedScores(leaderboard).map { expected in
        .array(
          expected.rows.map { ["assignments": .integer($0.count), "score": .number($0.score)] })
      } ?? .null
    object["importance"] =
      ImportanceReport(leaderboard, input, importance).map { report in
        [
          "method": .string(report.importance.method.rawValue),
          "assignments": .integer(report.total),
          "shares": .object(
            JSONObject(report.importance.entries.map { ($0.key, JSONValue.number($0.share)) })),
        ]
      } ?? .null
    return .array([.object(object)])
  }

  private func row(_ index: Int) -> JSONValue {
    let row = leaderboard.rows[index]
    return [
      "rank": row.mean == nil ? nil : .integer(index + 1),
      "trials": .array(row.trials.map { .integer($0.id) }), "baseline": .bool(row.isBaseline),
      "assignment": .object(row.assignment.json), "mean": number(row.mean),
      "sd": number(row.deviation), "half_interval": number(row.halfInterval),
      "n": .integer(row.scores.count), "standing": .string(row.standing.name),
      "verdict": leaderboard.verdict(index).map { .string($0.rawValue) } ?? nil,
      "from_best": comparison(row.fromBest, withInterval: index == 1),
      "to_baseline": comparison(row.toBaseline, withInterval: index == 0),
    ]
  }

  /// A comparison; the interval and the pairs needed take time, so only where they are wanted.
  private func comparison(_ comparison: SeedComparison?, withInterval: Bool) -> JSONValue {
    guard let comparison else { return nil }
    var object: JSONObject = [
      "difference": .number(comparison.difference), "pairs": .integer(comparison.count),
      "p": .number(comparison.chance), "different": .bool(comparison.isDifferent),
    ]
    if withInterval {
      object["interval"] = comparison.interval.map(\.json) ?? .null
      object["pairs_needed"] = comparison.pairsNeeded().map(JSONValue.integer) ?? .null
    }
    return .object(object)
  }
}

private func number(_ x: Double?) -> JSONValue { x.map(JSONValue.number) ?? nil }

extension ClosedRange<Double> {
  fileprivate var json: JSONValue { [.number(lowerBound), .number(upperBound)] }
}

extension DocumentComparison {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "documents": .integer(documents), "trainings": .integer(trainings), "score": .number(score),
      "interval": interval.json,
    ]
    if let gain {
      object["to_baseline"] = [
        "difference": .number(gain.difference), "interval": gain.interval.json,
        "p": .number(gain.chance),
      ]
    }
    return .object(object)
  }
}

extension TestComparison {
  fileprivate func json(_ leaderboard: Leaderboard) -> JSONValue {
    [
      "path": .string(path), "sha256": .string(sha256), "looks": .integer(looks),
      "assignments": .array(
        rows.map { row in
          [
            "rank": .integer(row.row + 1), "baseline": .bool(leaderboard.rows[row.row].isBaseline),
            "n": .integer(row.pairs.count), "dev": number(Leaderboard.mean(row.dev)),
            "dev_sd": number(Leaderboard.deviation(row.dev)),
            "test": number(Leaderboard.mean(row.test)),
            "test_sd": number(Leaderboard.deviation(row.test)), "change": number(row.change),
          ]
        }),
      "to_baseline": gain.map { gain in
        [
          "difference": .number(gain.mean), "pairs": .integer(gain.count),
          "p": .number(gain.chance),
          "interval": gain.interval.map(\.json) ?? nil,
        ]
      } ?? nil,
      "documents": documents?.json ?? nil,
    ]
  }
}
