import SweepConfig
import SweepKit
import SweepReport
import SweepStore

extension RerunChange {
  /// Both trainings side by side, for people.
  var text: String {
    var sections = ["\(trial) (\(id)) with changes: a comparison, not a verdict"]
    let changes =
      settings.map { "  \($0.key): \(shown($0.recorded)) → \(shown($0.now))" }
      + inputs.map {
        "  input \($0.setting): \($0.recorded.joined(separator: ", ")) → "
          + $0.now.joined(separator: ", ")
      }
    sections.append(
      changes.isEmpty
        ? "nothing is changed: these are the recorded settings and inputs"
        : "Changed\n" + changes.joined(separator: "\n"))
    sections.append("Best evaluation\n" + table.text)
    sections.append(curves)
    return sections.joined(separator: "\n\n")
  }

  private var table: Table {
    var table = Table([
      .init("score"), .init("recorded", isNumber: true), .init("now", isNumber: true),
      .init("now − recorded", isNumber: true),
    ])
    for score in scores {
      table.add([
        score.name, score.recorded.map(NumberText.score) ?? "–",
        score.now.map(NumberText.score) ?? "–",
        score.difference.map { NumberText.signed($0, decimals: 4) } ?? "–",
      ])
    }
    func step(_ side: Side) -> String { side.best.map { "\($0.step)" } ?? "–" }
    table.add(["at step", step(recorded), step(now), ""])
    return table
  }

  private var curves: String {
    let steps = "\(recorded.evaluations.count) evaluations recorded, \(now.evaluations.count) now"
    guard let difference = firstDifference else {
      return "Curves: the same to the last bit (\(steps))"
    }
    return "Curves: \(steps); the first difference is\n  \(difference.text)"
  }

  private func shown(_ value: JSONValue?) -> String { value.map(NumberText.setting) ?? "–" }

  /// Both trainings for scripts.
  var json: JSONValue {
    func side(_ side: Side) -> JSONValue {
      [
        "best_step": side.best.map { .integer($0.step) } ?? .null,
        "model_sha256": side.modelHash.map { .string($0) } ?? .null,
        "evaluations": .array(
          side.evaluations.map { evaluation in
            [
              "step": .integer(evaluation.step), "epoch": .integer(evaluation.epoch),
              "scores": .object(
                JSONObject(evaluation.scores.map { ($0.name, number($0.value)) })),
              "losses": .object(
                JSONObject(evaluation.losses.map { ($0.name, number($0.value)) })),
            ]
          }),
      ]
    }
    return [
      "trial": .string(trial), "id": .string(id),
      "changed": .array(
        settings.map {
          ["key": .string($0.key), "recorded": $0.recorded ?? .null, "now": $0.now ?? .null]
        }),
      "inputs": .array(
        inputs.map {
          [
            "setting": .string($0.setting),
            "recorded": .array($0.recorded.map { .string($0) }),
            "now": .array($0.now.map { .string($0) }),
          ]
        }),
      "scores": .array(
        scores.map {
          [
            "name": .string($0.name), "recorded": number($0.recorded), "now": number($0.now),
            "difference": number($0.difference),
          ]
        }),
      "first_difference": firstDifference.map { .string($0.text) } ?? .null,
      "recorded": side(recorded), "now": side(now),
    ]
  }

  private func number(_ value: Double?) -> JSONValue {
    value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
  }
}
