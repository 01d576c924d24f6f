import SweepKit
import Testing

@Suite struct RerunComparisonTests {
  private func trace(_ values: [(Int, String, Double?)], _ hash: String? = "abc") -> TrainingTrace {
    TrainingTrace(
      values: values.map { TrainingTrace.Value(step: $0.0, name: $0.1, number: $0.2) },
      modelHash: hash)
  }

  @Test func findsTwoEqualTrainingsIdentical() {
    let a = trace([(0, "loss ner", 1.5), (0, "ents_f", 0.1), (200, "ents_f", .nan)])
    let b = trace([(200, "ents_f", .nan), (0, "ents_f", 0.1), (0, "loss ner", 1.5)])
    let comparison = RerunComparison(recorded: a, now: b)
    #expect(comparison.isIdentical)
    #expect(comparison.comparedValues == 3)
    #expect(comparison.comparedSteps == 2)
  }

  @Test func comparesBitsAndNamesTheFirstStep() {
    let a = trace([(0, "ents_f", 0.1), (200, "ents_f", 0.3), (400, "ents_f", 0.5)])
    let b = trace([(0, "ents_f", 0.1), (200, "ents_f", 0.1 + 0.2), (400, "ents_f", 0.6)])
    let comparison = RerunComparison(recorded: a, now: b)
    #expect(!comparison.isIdentical)
    #expect(comparison.firstDifferingStep == 200)
    #expect(
      comparison.differences.first
        == .value(step: 200, name: "ents_f", recorded: 0.3, now: 0.1 + 0.2))
  }

  @Test func looksInBothDirections() {
    let a = trace([(0, "ents_f", 0.1), (0, "ents_p", 0.2)])
    let b = trace([(0, "ents_f", 0.1), (200, "ents_f", 0.2)])
    #expect(
      RerunComparison(recorded: a, now: b).differences == [
        .missingNow(step: 0, name: "ents_p"), .missingInRecord(step: 200, name: "ents_f"),
      ])
  }

  @Test func isNoPassWhereTheRecordHasNothingToCompare() {
    #expect(!RerunComparison(recorded: trace([], nil), now: trace([], nil)).isIdentical)
    #expect(!RerunComparison(recorded: trace([]), now: trace([])).isIdentical)
    let values = trace([(0, "ents_f", 0.1)], nil)
    #expect(!RerunComparison(recorded: values, now: values).isIdentical)
  }

  @Test func findsADifferentModelBehindEqualScores() {
    let a = trace([(0, "ents_f", 0.1)], "abc")
    let b = trace([(0, "ents_f", 0.1)], "abd")
    let comparison = RerunComparison(recorded: a, now: b)
    #expect(comparison.differences == [.model(recorded: "abc", now: "abd")])
    #expect(comparison.firstDifferingStep == nil)
  }

  @Test func ignoresSpeedAndTellsZeroFromMinusZero() {
    #expect(
      RerunComparison(
        recorded: trace([(0, "speed", 1), (0, "ents_f", 0)]),
        now: trace([(0, "speed", 2), (0, "ents_f", 0)])
      ).isIdentical)
    #expect(
      !RerunComparison(recorded: trace([(0, "ents_f", 0)]), now: trace([(0, "ents_f", -0.0)]))
        .isIdentical)
  }
}
