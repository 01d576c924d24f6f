import SweepConfig
import Testing

struct ScoreWeightsTests {
  @Test func scalesAndRoundsAsSpacyDoes() {
    let components: [JSONObject] = [
      ["ents_f": 1.0, "ents_p": 0.0, "ents_per_type": nil], ["tag_acc": 1.0, "pos_acc": 0.5],
      ["pos_acc": 1.0],
    ]
    #expect(
      Config.combinedScoreWeights(components: components, overrides: ["ents_p": 1, "x": nil]) == [
        "ents_f": 0.25, "ents_p": 0.25, "ents_per_type": nil, "tag_acc": 0.25, "pos_acc": 0.25,
        "x": nil,
      ])
    let seven = (0..<7).map { JSONObject([("s\($0)", .number(1))]) }
    #expect(Config.combinedScoreWeights(components: seven, overrides: [:])["s3"] == 0.14)
    #expect(Config.combinedScoreWeights(components: [["a": 0.0]], overrides: [:]) == ["a": 0.0])
  }

  /// Python: round(0.125, 2) is 0.12, round(0.375, 2) is 0.38, round(2.675, 2) is 2.67.
  @Test(arguments: [
    (1, 7, 0.12), (3, 5, 0.38), (107, 40 - 107, 2.67), (1, 39, 0.03), (1, 199, 0.01),
  ])
  func roundsByTheExactBinaryValue(weight: Int, rest: Int, expected: Double) {
    let weights = Config.combinedScoreWeights(
      components: [], overrides: ["a": .integer(weight), "b": .integer(rest)])
    #expect(weights["a"] == .number(expected))
  }
}
