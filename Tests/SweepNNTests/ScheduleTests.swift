import SweepConfig
import SweepNN
import SweepTestSupport
import Testing

struct ScheduleTests {
  static let recorded: [(name: String, schedule: any Schedule)] = [
    ("constant.v1(rate=0.1)", 0.1),
    (
      "constant_then.v1(rate=0.5, steps=3, schedule=decaying(1.0,0.1))",
      ConstantThen(rate: 0.5, steps: 3, schedule: Decaying(baseRate: 1, decay: 0.1))
    ),
    ("decaying.v1(base_rate=0.001, decay=1e-4)", Decaying(baseRate: 0.001, decay: 1e-4)),
    ("decaying.v1(base_rate=0.001, decay=0.1, t=5)", Decaying(baseRate: 0.001, decay: 0.1, t: 5)),
    (
      "compounding.v1(start=100, stop=1000, compound=1.001)",
      Compounding(start: 100, stop: 1000, compound: 1.001)
    ),
    (
      "compounding.v1(start=1, stop=10, compound=1.5)",
      Compounding(start: 1, stop: 10, compound: 1.5)
    ),
    (
      "compounding.v1(start=10, stop=1, compound=0.5)",
      Compounding(start: 10, stop: 1, compound: 0.5)
    ),
    (
      "slanted_triangular.v1(max_rate=0.01, num_steps=20)",
      SlantedTriangular(maxRate: 0.01, numSteps: 20)
    ),
    (
      "slanted_triangular.v1(max_rate=1.0, num_steps=100, cut_frac=0.2, ratio=10)",
      SlantedTriangular(maxRate: 1, numSteps: 100, cutFrac: 0.2, ratio: 10)
    ),
    (
      "warmup_linear.v1(initial_rate=0.01, warmup_steps=4, total_steps=10)",
      WarmupLinear(initialRate: 0.01, warmupSteps: 4, totalSteps: 10)
    ),
    (
      "warmup_linear.v1(initial_rate=5e-5, warmup_steps=250, total_steps=20000)",
      WarmupLinear(initialRate: 5e-5, warmupSteps: 250, totalSteps: 20_000)
    ),
    (
      "cyclic_triangular.v1(min_lr=0.1, max_lr=1.0, period=3)",
      CyclicTriangular(minRate: 0.1, maxRate: 1, period: 3)
    ),
  ]

  @Test(arguments: recorded.indices)
  func drawsThincsNumbers(index: Int) throws {
    var (name, schedule) = Self.recorded[index]
    let vectors = try #require(Fixture.json("vectors.json")["schedules"]?.objectValue)
    #expect(vectors.keys.count == Self.recorded.count)
    let expected = try #require(vectors[name]?.arrayValue).map { try #require($0.doubleValue) }
    #expect(expected.count >= 10)
    #expect(expected.map { _ in schedule.next() } == expected)
  }

  @Test func copiesGoOnByThemselves() {
    var one = Compounding(start: 1, stop: 10, compound: 2)
    _ = one.next()
    var two = one
    #expect([one.next(), one.next()] == [2, 4])
    #expect(two.next() == 2)
  }

  @Test func listsKeepTheirLastNumber() {
    var list = ListSchedule([3, 1, 2])
    #expect((0..<5).map { _ in list.next() } == [3, 1, 2, 2, 2])
  }

  // MARK: Reading from a config

  private func schedule(_ value: JSONValue) throws -> any Schedule {
    let config = Config(["training": ["size": value]])
    var reader = try ArgumentReader(
      section: "training", of: config, registry: Registry(Registry.nn))
    return try reader.schedule("size")
  }

  @Test(
    arguments: [
      (5, [5, 5]), (0.25, [0.25, 0.25]), ([1, 2.5], [1, 2.5]),
      (["@schedules": "compounding.v1", "start": 1, "stop": 9, "compound": 2], [1, 2, 4, 8, 9]),
      (["@schedules": "decaying.v1", "base_rate": 1, "decay": 1], [1, 0.5]),
      (["@schedules": "constant.v1", "rate": 2], [2, 2]),
      (
        ["@schedules": "constant_then.v1", "rate": 7, "steps": 1, "schedule": [1, 2]],
        [7, 1, 2]
      ),
      (
        [
          "@schedules": "warmup_linear.v1", "initial_rate": 1, "warmup_steps": 2, "total_steps": 4,
        ], [0, 0.5, 1]
      ),
      (
        ["@schedules": "slanted_triangular.v1", "max_rate": 32, "num_steps": 20], [16.5, 32]
      ),
      (["@schedules": "cyclic_triangular.v1", "min_lr": 0, "max_lr": 1, "period": 2], [0.5, 1]),
    ] as [(JSONValue, [Double])])
  func readsNumbersListsAndSections(value: JSONValue, expected: [Double]) throws {
    var schedule = try schedule(value)
    #expect(expected.map { _ in schedule.next() } == expected)
  }

  @Test(
    arguments: [
      ("text", "a number"), ([], "at least one number"), (["a"], "a list of numbers"),
      (
        ["@schedules": "slanted_triangular.v1", "max_rate": 1, "num_steps": 5],
        "a share below 1 of num_steps that is at least one step"
      ),
      (
        ["@schedules": "cyclic_triangular.v1", "min_lr": 0, "max_lr": 1, "period": 0],
        "at least 1 step"
      ),
    ] as [(JSONValue, String)])
  func refusesWhatIsNoSchedule(value: JSONValue, expected: String) {
    let error = #expect(throws: ConfigError.self) { try schedule(value) }
    switch error?.reason {
    case .wrongType(let wanted, _), .invalidValue(let wanted, _): #expect(wanted == expected)
    default: Issue.record("unexpected reason \(String(describing: error?.reason))")
    }
  }
}
