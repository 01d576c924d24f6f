import SweepConfig
import SweepNN
import SweepTensors
import SweepTestSupport
import Testing

struct LossTests {
  static let names = ["A", "B", "C"]
  static let guesses = Floats2D(
    rows: 2, columns: 3, values: [0.25, 0.5, 0.25, 0.125, 0.75, 0.125])

  @Test(arguments: [
    ("plain", CategoricalCrossentropy(names: names)),
    ("missing", CategoricalCrossentropy(names: names)),
    ("smoothing0.05", CategoricalCrossentropy(names: names, labelSmoothing: 0.05)),
    ("smoothing+missing", CategoricalCrossentropy(names: names, labelSmoothing: 0.05)),
    ("neg_prefix", CategoricalCrossentropy(names: names, negPrefix: "!")),
  ])
  func sequenceLossIsThincs(name: String, rows: CategoricalCrossentropy) throws {
    let expected = try #require(Fixture.json("vectors.json")["losses"]?[name])
    let guesses = try matrix(expected["guesses"])
    let truths = try #require(expected["truths"]?.arrayValue).map(\.stringValue)
    let loss = SequenceCategoricalCrossentropy(normalize: false, rows: rows)
    let (gradient, value) = try loss([guesses], [.names(truths)])
    let d = try matrix(expected["d"])
    for (a, b) in zip(gradient[0].values, d.values) { #expect(abs(a - b) <= 6e-8) }
    let recorded = try #require(expected["loss"]?.doubleValue)
    #expect(abs(value - recorded) <= 2e-7 * recorded)
  }

  private func matrix(_ value: JSONValue?) throws -> Floats2D {
    let rows = try #require(value?.arrayValue).map { row in
      try #require(row.arrayValue).map { Float(try #require($0.doubleValue)) }
    }
    return Floats2D(rows: rows.count, columns: rows[0].count, values: rows.flatMap { $0 })
  }

  // The expectations below are printed by Thinc 8.3 for the same guesses.

  @Test func numbersAndTargetsAreClassesToo() throws {
    let plain = CategoricalCrossentropy()
    let expected: [Float] = [-0.375, 0.25, 0.125, 0.0625, 0.375, -0.4375]
    #expect(try plain(Self.guesses, .numbers([0, 2])).gradient.values == expected)
    let targets = Floats2D(rows: 2, columns: 3, values: [1, 0, 0, 0, 0, 1])
    #expect(try plain(Self.guesses, .targets(targets)).gradient.values == expected)
    #expect(try plain(Self.guesses, .numbers([0, 2])).loss == 0.554_687_5)
  }

  @Test func missingNumbersMaskTheirRows() throws {
    let loss = CategoricalCrossentropy(normalize: false, missingValue: .number(2))
    let expected: [Float] = [-0.75, 0.5, 0.25, 0, 0, 0]
    #expect(try loss(Self.guesses, .numbers([0, 2])).gradient.values == expected)
    let targets = Floats2D(rows: 2, columns: 3, values: [1, 0, 0, 0, 0, 1])
    #expect(try loss(Self.guesses, .targets(targets)).gradient.values == expected)
  }

  @Test func missingNamesMayBeAnyName() throws {
    let loss = CategoricalCrossentropy(
      normalize: false, names: Self.names, missingValue: .name("?"))
    #expect(
      try loss(Self.guesses, .names(["?", "B"])).gradient.values == [0, 0, 0, 0.125, -0.25, 0.125])
  }

  @Test func sequencesAreNormalizedByTheirNumber() throws {
    let loss = SequenceCategoricalCrossentropy(rows: CategoricalCrossentropy())
    let (gradient, value) = try loss(
      [Self.guesses, Self.guesses], [.numbers([0, 2]), .numbers([1, 1])])
    #expect(gradient[1].values == [0.125, -0.25, 0.125, 0.0625, -0.125, 0.0625])
    #expect(value == 0.671_875)
  }

  @Test func refusesWhatDoesNotFit() {
    let loss = CategoricalCrossentropy(names: Self.names)
    let smoothed = CategoricalCrossentropy(
      names: Self.names, negPrefix: "!", labelSmoothing: 0.1)
    let cases: [(CategoricalCrossentropy, Classes, LossError)] = [
      (loss, .names(["A", "D"]), .unknownName("D")),
      (CategoricalCrossentropy(), .names(["A", "B"]), .noNames),
      (
        loss, .names(["A"]),
        .shapes(guesses: "2 rows and 3 columns", truths: "1 rows")
      ),
      (loss, .numbers([0, 3]), .unknownName("3")),
      (smoothed, .names(["!A", "B"]), .outOfRange(what: "truths", value: -0.9)),
      (
        CategoricalCrossentropy(labelSmoothing: 0.7), .numbers([0, 1]),
        .smoothing(0.7, classes: 3)
      ),
      (
        loss, .targets(Floats2D(rows: 2, columns: 3, values: [2, 0, 0, 0, 0, 1])),
        .outOfRange(what: "truths", value: 2)
      ),
    ]
    for (loss, truths, expected) in cases {
      #expect(throws: expected) { try loss(Self.guesses, truths) }
    }
    let wild = Floats2D(rows: 1, columns: 1, values: [1.5])
    #expect(throws: LossError.outOfRange(what: "guesses", value: 1.5)) {
      try CategoricalCrossentropy()(wild, .numbers([0]))
    }
  }

  @Test func describesErrors() {
    #expect(
      LossError.unknownName("D").description == "expected one of the loss's names, found \"D\"")
    #expect(
      LossError.shapes(guesses: "2 rows", truths: "1 rows").description
        == "guesses of 2 rows cannot be compared with truths of 1 rows")
    #expect(
      LossError.outOfRange(what: "guesses", value: 1.5).description
        == "expected guesses between 0 and 1, found 1.5")
    #expect(
      LossError.noNames.description
        == "names as truths need a loss that knows the names of the classes")
    #expect(
      LossError.smoothing(0.7, classes: 3).description
        == "label smoothing of 0.7 does not go with 3 classes")
  }

  @Test func l2DistanceIsThincs() throws {
    let truths = Floats2D(rows: 2, columns: 3, values: [0, 1, 0, 0.5, 0.5, 0])
    let (gradient, loss) = try L2Distance()(Self.guesses, truths)
    #expect(gradient.values == [0.125, -0.25, 0.125, -0.1875, 0.125, 0.0625])
    #expect(loss == 0.148_437_5)
    #expect(throws: LossError.self) {
      try L2Distance()(Self.guesses, Floats2D(rows: 1, columns: 3))
    }
  }

  @Test func cosineDistanceIsThincs() throws {
    let truths = Floats2D(rows: 2, columns: 3, values: [0, 1, 0, 0, 0, 0])
    let (gradient, loss) = try CosineDistance()(Self.guesses, truths)
    for (a, b) in zip(
      gradient.values,
      [0.27216551, -0.27216554, 0.27216551, -0.29576397, 0.09858796, -0.29576397] as [Float])
    { #expect(abs(a - b) < 1e-6) }
    #expect(abs(loss - 0.21711737) < 1e-6)
    let ignoring = CosineDistance(normalize: false, ignoreZeros: true)
    let (rest, restLoss) = try ignoring(Self.guesses, truths)
    for (a, b) in zip(
      rest.values, [0.54433101, -0.54433107, 0.54433101, -0.0, -0.0, -0.0] as [Float])
    { #expect(abs(a - b) < 1e-6) }
    #expect(abs(restLoss - 0.18350345) < 1e-6)
  }

  @Test func readsSettings() throws {
    let config = Config([
      "a": [
        "@losses": "CategoricalCrossentropy.v3", "names": ["x", "y"], "missing_value": 1,
        "neg_prefix": "!", "label_smoothing": 0.25, "normalize": false,
      ],
      "b": ["@losses": "SequenceCategoricalCrossentropy.v2", "names": ["x"]],
      "c": ["@losses": "CategoricalCrossentropy.v1", "neg_prefix": "!"],
      "d": ["@losses": "CategoricalCrossentropy.v3", "label_smoothing": 1],
      "e": ["@losses": "CosineDistance.v1", "ignore_zeros": true],
      "f": ["@losses": "L2Distance.v1", "normalize": false],
    ])
    let registry = Registry(Registry.nn)
    let kind = RegistryKind<any Loss>.losses
    let a = try #require(try registry.make(kind, at: "a", in: config) as? CategoricalCrossentropy)
    #expect(a.names == ["x", "y"] && a.missingValue == .number(1) && a.negPrefix == "!")
    #expect(a.labelSmoothing == 0.25 && !a.normalize)
    let b = try registry.make(kind, at: "b", in: config)
    #expect((b as? SequenceCategoricalCrossentropy)?.normalize == true)
    #expect(throws: ConfigError.self) { try registry.make(kind, at: "c", in: config) }
    #expect(throws: ConfigError.self) { try registry.make(kind, at: "d", in: config) }
    let e = try registry.make(kind, at: "e", in: config)
    #expect((e as? CosineDistance)?.ignoreZeros == true)
    let f = try registry.make(kind, at: "f", in: config)
    #expect((f as? L2Distance)?.normalize == false)
  }
}
