import SweepConfig
import SweepNN
import SweepTensors
import SweepTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

struct OptimizerTests {
  static let recorded: [(name: String, make: @Sendable () -> Optimizer, scale: Float)] = [
    ("Adam(0.001)", { .adam(0.001) }, 1),
    ("Adam(0.001, use_averages=False)", { .adam(0.001, usesAverages: false) }, 1),
    (
      "Adam(0.01, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=False)",
      { .adam(0.01, l2: 0.01, usesAverages: false) }, 1
    ),
    (
      "Adam(0.01, L2=0.1, L2_is_weight_decay=False, grad_clip=1.0, use_averages=False)",
      { .adam(0.01, l2: 0.1, l2IsWeightDecay: false, usesAverages: false) }, 1
    ),
    (
      "Adam(0.01, grad_clip=0, beta1=0.8, beta2=0.9, eps=1e-4, use_averages=False)",
      { .adam(0.01, beta1: 0.8, beta2: 0.9, eps: 1e-4, gradClip: 0.0, usesAverages: false) }, 1
    ),
    (
      "Adam(schedule compounding(0.001,0.1,2.0), use_averages=True)",
      { .adam(Compounding(start: 0.001, stop: 0.1, compound: 2)) }, 1
    ),
    (
      "Adam(0.001, grads scaled 0.01: below clip)", { .adam(0.001, usesAverages: false) }, 0.01
    ),
    ("RAdam(0.01, use_averages=False)", { .radam(0.01, usesAverages: false) }, 1),
    ("SGD(0.1, use_averages=False)", { .sgd(0.1, usesAverages: false) }, 1),
    (
      "SGD(0.1, L2=0.1, L2_is_weight_decay=True, grad_clip=0.5)",
      { .sgd(0.1, l2: 0.1, gradClip: 0.5) }, 1
    ),
  ]

  @Test(arguments: recorded.indices)
  func followsThincsTraces(index: Int) throws {
    let (name, make, scale) = Self.recorded[index]
    let vectors = try #require(Fixture.json("vectors.json")["optimizers"])
    #expect(vectors["runs"]?.objectValue?.keys.count == Self.recorded.count)
    let trace = try #require(vectors["runs"]?[name]?.arrayValue)
    #expect(trace.count >= 6)

    var optimizer = make()
    var parameters = Parameters()
    let w = parameters.add("W", shape: [3, 4], initially: .values(try floats(vectors["W0"])))
    var gradients = Gradients(like: parameters)
    for (t, step) in trace.enumerated() {
      gradients[w] = (0..<12).map { i in
        let angle = Float(i) * 0.7 + Float(t)
        return Float(sin(Double(angle))) * Float(1 + Double(t) * 0.1) * scale
      }
      #expect(optimizer.learnRate == step["learn_rate"]?.doubleValue)
      optimizer.finishUpdate(&parameters, &gradients)
      expectNear(parameters[w], try floats(step["W"]))
      if step["avg"]?.isNull == false {
        expectNear(optimizer.averaged(parameters)[w], try floats(step["avg"]))
      } else {
        #expect(optimizer.averaged(parameters) == parameters)
      }
      #expect(gradients[w] == [Float](repeating: 0, count: 12))
      optimizer.stepSchedules()
    }
  }

  private func floats(_ value: JSONValue?) throws -> [Float] {
    try #require(value?.arrayValue).map { Float(try #require($0.doubleValue)) }
  }

  private func expectNear(_ found: [Float], _ expected: [Float]) {
    #expect(found.count == expected.count)
    for (a, b) in zip(found, expected) {
      #expect(abs(a - b) <= 6e-8 + 1.3e-7 * abs(b), "\(a), recorded \(b)")
    }
  }

  // MARK: Schedules

  @Test func schedulesAsArgumentsDrawAtOnce() {
    var optimizer = Optimizer.adam(ListSchedule([1, 2, 3]), l2: ListSchedule([0.5, 0.25]))
    #expect(optimizer.learnRate == 1)
    #expect(optimizer[.l2] == 0.5)
    optimizer.stepSchedules()
    optimizer.stepSchedules()
    #expect(optimizer.learnRate == 3)
    #expect(optimizer[.l2] == 0.25)
    #expect(optimizer[.beta2] == 0.999)
  }

  @Test func schedulesInTheDictionaryWaitForTheFirstStep() {
    var optimizer = Optimizer.adam(1.0, schedules: [.learnRate: ListSchedule([5, 6])])
    #expect(optimizer.learnRate == 1)
    optimizer.stepSchedules()
    #expect(optimizer.learnRate == 5)
    optimizer.stepSchedules()
    #expect(optimizer.learnRate == 6)
  }

  @Test func theDictionaryReplacesAScheduleOfTheSameSetting() {
    var optimizer = Optimizer.sgd(ListSchedule([1, 2]), schedules: [.learnRate: 7.0])
    #expect(optimizer.learnRate == 1)
    optimizer.stepSchedules()
    #expect(optimizer.learnRate == 7)
  }

  // MARK: Entries and groups

  @Test func onlyParametersWithAnEntryMove() {
    var parameters = Parameters()
    let touched = parameters.add("a", shape: [1], initially: .values([1]))
    let untouched = parameters.add("b", shape: [1], initially: .values([1]))
    var gradients = Gradients(like: parameters)
    gradients[touched][0] = 1
    var optimizer = Optimizer.adam(0.1, l2: 0.1)
    optimizer.finishUpdate(&parameters, &gradients)
    #expect(parameters[touched] != [1])
    #expect(parameters[untouched] == [1])
    // Reading makes no entry.
    #expect(gradients[untouched] == [0])
    #expect(!gradients.hasEntry(untouched))

    // Momentum goes on without a new gradient.
    let before = parameters[touched]
    optimizer.finishUpdate(&parameters, &gradients)
    #expect(parameters[touched] != before)
    gradients.markEntry(untouched)
    optimizer.finishUpdate(&parameters, &gradients)
    #expect(parameters[untouched] != [1])
  }

  @Test func groupsHaveMemoriesOfTheirOwn() {
    func trained(_ groups: [String]) -> [Float] {
      var optimizer = Optimizer.adam(0.1)
      var result: [Float] = []
      for group in groups {
        var parameters = Parameters()
        let w = parameters.add("w", shape: [2], initially: .values([1, 2]))
        var gradients = Gradients(like: parameters)
        gradients[w] = [0.1, -0.3]
        optimizer.finishUpdate(&parameters, &gradients, group: group)
        result = parameters[w]
      }
      return result
    }
    #expect(trained(["ner", "tagger"]) == trained(["tagger"]))
    #expect(trained(["tagger", "tagger"]) != trained(["tagger"]))
  }

  @Test func clipsEachParameterByItsOwnNorm() {
    var parameters = Parameters()
    let large = parameters.add("large", shape: [2])
    let small = parameters.add("small", shape: [2])
    var gradients = Gradients(like: parameters)
    gradients[large] = [30, 40]
    gradients[small] = [0.3, 0.4]
    var optimizer = Optimizer.sgd(1.0, gradClip: 1.0)
    optimizer.finishUpdate(&parameters, &gradients)
    #expect(parameters[large].map { ($0 * 1e6).rounded() } == [-600_000, -800_000])
    #expect(parameters[small] == [-0.3, -0.4])
  }

  @Test func withoutASecondMomentAdamIsPlainDescent() {
    var parameters = Parameters()
    let w = parameters.add("w", shape: [1])
    var gradients = Gradients(like: parameters)
    gradients[w] = [0.5]
    var optimizer = Optimizer.adam(0.1, beta1: 0.0, beta2: 0.0)
    optimizer.finishUpdate(&parameters, &gradients)
    #expect(parameters[w] == [-0.05])
  }

  // MARK: Reading from a config

  @Test func readsAllSettings() throws {
    let config = Config([
      "training": [
        "optimizer": [
          "@optimizers": "Adam.v1", "beta1": 0.5, "beta2": 0.75, "L2": 0.01,
          "L2_is_weight_decay": false, "grad_clip": 2, "eps": 1e-3, "use_averages": false,
          "learn_rate": [
            "@schedules": "compounding.v1", "start": 1, "stop": 8, "compound": 2,
          ],
        ]
      ]
    ])
    var optimizer = try Registry(Registry.nn)
      .make(RegistryKind<Optimizer>.optimizers, at: "training.optimizer", in: config)
    #expect(OptimizerSetting.allCases.map { optimizer[$0] } == [1, 0.01, 0.5, 0.75, 1e-3, 2])
    #expect(!optimizer.usesAverages)
    optimizer.stepSchedules()
    #expect(optimizer.learnRate == 2)
  }

  @Test(arguments: [("Adam.v1", 0.001), ("RAdam.v1", 0.001)])
  func hasThincsDefaults(name: String, learnRate: Double) throws {
    let config = Config(["o": ["@optimizers": .string(name)]])
    let optimizer = try Registry(Registry.nn)
      .make(RegistryKind<Optimizer>.optimizers, at: "o", in: config)
    #expect(
      OptimizerSetting.allCases.map { optimizer[$0] } == [learnRate, 0, 0.9, 0.999, 1e-8, 1])
    #expect(optimizer.usesAverages)
  }

  @Test func sgdNeedsALearnRate() {
    let config = Config(["o": ["@optimizers": "SGD.v1"]])
    #expect(throws: ConfigError.self) {
      try Registry(Registry.nn).make(RegistryKind<Optimizer>.optimizers, at: "o", in: config)
    }
  }
}
