import SweepConfig
import SweepSearch
import Testing

@Suite struct SweepFileTests {
  static let complete = """
    name = "ner"
    config = "../configs/ner-v3.cfg"     # relative to this file
    method = "random"
    metric = { name = "ents_f", goal = "maximize" }
    seed = 7
    seeds = [0, 1]
    trials = 20
    baseline = false
    keep_models = "all"
    keep_inputs_mb = 5
    checkpoint_seconds = 0.5
    retry = 3
    jobs = 2

    [overrides]
    "training.max_steps" = 300
    training.patience = 0
    "training.logger" = { "@loggers" = "spacy.ConsoleLogger.v1", progress_bar = false }

    [parameters]
    "variables.dropout" = { values = [0.1, 0.2, 0.3] }
    "variables.learn_rate" = { distribution = "log_uniform_values", min = 1e-4, max = 1e-2 }
    "variables.width" = { distribution = "q_uniform", min = 64, max = 128, q = 32 }
    "training.optimizer" = { values = [{ "@optimizers" = "Adam.v1" }, { "@optimizers" = "RAdam.v1" }] }
    training.eval_frequency = { value = 3 }

    [parameters."a.b"]
    values = ["x", "y"]
    probabilities = [0.25, 0.75]
    """

  @Test func readsEverything() throws {
    let sweep = try SweepFile(parsing: Self.complete, file: "sweeps/ner.toml")
    #expect(sweep.name == "ner")
    #expect(sweep.config == "../configs/ner-v3.cfg")
    #expect(sweep.configPath == "configs/ner-v3.cfg")
    #expect(sweep.method == .random)
    #expect(sweep.metric == Metric(name: "ents_f", goal: .maximize))
    #expect(sweep.seed == 7)
    #expect(sweep.seeds == [0, 1])
    #expect(sweep.trials == 20)
    #expect(!sweep.includesBaseline)
    #expect(sweep.keepModels == .all)
    #expect(sweep.largestKeptInput == 5_000_000)
    #expect(sweep.checkpointSeconds == 0.5)
    #expect(sweep.retries == 3)
    #expect(sweep.jobs == 2)
    #expect(
      sweep.overrides == [
        Setting("training.max_steps", 300), Setting("training.patience", 0),
        Setting(
          "training.logger", ["@loggers": "spacy.ConsoleLogger.v1", "progress_bar": false]),
      ])
    let lattice = try #require(Lattice(first: 64, last: 128, step: 32, isInteger: true))
    #expect(
      sweep.space
        == SearchSpace([
          Dimension("variables.dropout", .categorical([0.1, 0.2, 0.3])),
          Dimension("variables.learn_rate", .logUniform(1e-4...1e-2)),
          Dimension("variables.width", .quantizedUniform(lattice)),
          Dimension(
            "training.optimizer",
            .categorical([["@optimizers": "Adam.v1"], ["@optimizers": "RAdam.v1"]])),
          Dimension("training.eval_frequency", .constant(3)),
          Dimension("a.b", .categorical(["x", "y"], probabilities: [0.25, 0.75])),
        ]))
    #expect(sweep.source.text == Self.complete)
  }

  @Test func hasDefaults() throws {
    let text = """
      config = "/a/ner.cfg"
      [parameters]
      "training.dropout" = { values = [0.1] }
      """
    let sweep = try SweepFile(parsing: text, file: "my/tags.toml")
    #expect(sweep.name == "tags")
    #expect(sweep.configPath == "/a/ner.cfg")
    #expect(sweep.method == .grid)
    #expect(sweep.metric == Metric(name: "score", goal: .maximize))
    #expect(sweep.seeds.isEmpty && sweep.trials == nil && sweep.includesBaseline)
    #expect(sweep.keepModels == .best)
    #expect(sweep.largestKeptInput == 100_000_000)
  }

  @Test func theCommandLineDecidesHowManyTrialsThereAre() throws {
    let text = "config = \"c\"\nmethod = \"random\"\n[parameters]\n\"a.b\" = { min = 0, max = 9 }"
    #expect(try SweepFile(parsing: text, file: "s.toml", trials: 3).trials == 3)
    let other = "trials = 7\n" + text
    #expect(try SweepFile(parsing: other, file: "s.toml").trials == 7)
    #expect(try SweepFile(parsing: other, file: "s.toml", trials: 3).trials == 3)
  }

  @Test(arguments: [
    ("{ value = 1 }", Distribution.constant(1)),
    ("{ distribution = \"constant\", value = \"x\" }", .constant("x")),
    ("{ values = [1, \"a\", true, 0.5, [1, 2]] }", .categorical([1, "a", true, 0.5, [1, 2]])),
    ("{ min = 1, max = 3 }", .intUniform(1...3)),
    ("{ distribution = \"int_uniform\", min = -1, max = 3 }", .intUniform(-1...3)),
    ("{ min = 1, max = 3.5 }", .uniform(1...3.5)),
    ("{ distribution = \"uniform\", min = 0, max = 1 }", .uniform(0...1)),
    ("{ distribution = \"normal\" }", .normal(mean: 0, deviation: 1)),
    ("{ mu = 2, sigma = 0.5 }", .normal(mean: 2, deviation: 0.5)),
    ("{ distribution = \"log_normal\", sigma = 2 }", .logNormal(mean: 0, deviation: 2)),
    (
      "{ distribution = \"q_normal\", q = 0.5 }",
      .quantizedNormal(mean: 0, deviation: 1, step: Quantum(step: 0.5, isInteger: false))
    ),
    (
      "{ distribution = \"q_log_normal\" }",
      .quantizedLogNormal(mean: 0, deviation: 1, step: Quantum(step: 1, isInteger: true))
    ),
    (
      "{ distribution = \"inv_log_uniform_values\", min = 0.1, max = 1 }",
      .inverseLogUniform(0.1...1)
    ),
    ("{ distribution = \"log_uniform\", min = 0, max = 1 }", .logUniform(1...2.718281828459045)),
    (
      "{ distribution = \"categorical_w_probabilities\", values = [1, 2], probabilities = [0, 1] }",
      .categorical([1, 2], probabilities: [0, 1])
    ),
  ])
  func readsDistributions(text: String, expected: Distribution) throws {
    let file = "config = \"c\"\nmethod = \"random\"\ntrials = 1\n[parameters]\n\"a.b\" = \(text)"
    let sweep = try SweepFile(parsing: file, file: "s.toml")
    #expect(sweep.space.dimensions.map(\.distribution) == [expected])
  }

  @Test func writesTOMLThatReadsBack() throws {
    let sweep = try SweepFile(parsing: Self.complete, file: "sweeps/ner.toml")
    let again = try SweepFile(parsing: sweep.toml(), file: "sweeps/ner.toml")
    #expect(again.toml() == sweep.toml())
    #expect(again.space == sweep.space)
    #expect(again.overrides == sweep.overrides)
    #expect(
      sweep.toml() == """
        name = "ner"
        config = "../configs/ner-v3.cfg"
        method = "random"
        metric = { name = "ents_f", goal = "maximize" }
        seed = 7
        seeds = [0, 1]
        trials = 20
        baseline = false
        keep_models = "all"
        jobs = 2
        keep_inputs_mb = 5
        checkpoint_seconds = 0.5
        retry = 3

        [overrides]
        "training.max_steps" = 300
        "training.patience" = 0
        "training.logger" = { "@loggers" = "spacy.ConsoleLogger.v1", "progress_bar" = false }

        [parameters]
        "variables.dropout" = { values = [0.1, 0.2, 0.3] }
        "variables.learn_rate" = { distribution = "log_uniform_values", min = 0.0001, max = 0.01 }
        "variables.width" = { distribution = "q_uniform", min = 64, max = 128, q = 32 }
        "training.optimizer" = { values = [{ "@optimizers" = "Adam.v1" }, { "@optimizers" = "RAdam.v1" }] }
        "training.eval_frequency" = { value = 3 }
        "a.b" = { values = ["x", "y"], probabilities = [0.25, 0.75] }

        """)
  }

  @Test(arguments: ["checkpoint_seconds = -1", "checkpoint_seconds = nan", "retry = -1"])
  func refusesTimesAndNumbersThatAreNone(line: String) {
    #expect(throws: SweepFileErrors.self) {
      try SweepFile(
        parsing: line + "\n"
          + Self.complete.replacing("retry = 3\n", with: "")
          .replacing("checkpoint_seconds = 0.5\n", with: ""), file: "sweeps/ner.toml")
    }
  }

  @Test func saysWhatTOMLCannotSay() throws {
    var sweep = SweepFile(
      name: "n", config: "c.cfg",
      space: SearchSpace([
        Dimension("a.b", .categorical(["null", 1])), Dimension("a.c", .categorical([nil, 1])),
      ]))
    sweep.overrides = [Setting("a.d", ["e": [nil]])]
    #expect(
      sweep.toml() == """
        name = "n"
        config = "c.cfg"
        method = "grid"
        metric = { name = "score", goal = "maximize" }
        seed = 0

        [overrides]
        # TOML has no null, only the command line can set one:
        # "a.d" = { "e" = [null] }

        [parameters]
        "a.b" = { values = ["null", 1] }
        # TOML has no null, only the command line can set one:
        # "a.c" = { values = [null, 1] }

        """)
    let again = try SweepFile(parsing: sweep.toml(), file: "s.toml")
    #expect(again.overrides == [])
    #expect(again.space.dimensions == [sweep.space.dimensions[0]])
    // The text "null" and null are different plans.
    var other = sweep
    other.space.dimensions[1] = Dimension("a.c", .categorical(["null", 1]))
    #expect(sweep.canonicalPlan(configText: "") != other.canonicalPlan(configText: ""))
  }

  @Test(arguments: [
    ("min = 1, max = 2, q = 2", [2.718281828459045, 4.718281828459045, 6.718281828459045]),
    (
      "min = 1, max = 2, q = 1.5",
      [2.718281828459045, 4.218281828459045, 5.718281828459045, 7.218281828459045]
    ),
    ("min = 0, max = 2, q = 2", [1, 3, 5, 7]),
  ])
  func readsTheEndsOfLogUniformAsLogarithms(text: String, values: [Double]) throws {
    let file = """
      config = "c"
      [parameters]
      "a.b" = { distribution = "q_log_uniform", \(text) }
      """
    let distribution = try SweepFile(parsing: file, file: "s.toml").space.dimensions[0].distribution
    let found = (0..<(distribution.count ?? 0)).map { distribution.value(at: $0) }
    #expect(found.compactMap(\.doubleValue) == values)
    // Whole numbers stay whole, for settings that take no others.
    #expect(found.allSatisfy { $0.intValue != nil } == (values[0] == 1))
    #expect(found.allSatisfy(distribution.contains))
  }

  @Test func readsWhatStandsAfterVary() throws {
    #expect(
      try Dimension(varying: "training.dropout=0.1,0.2")
        == Dimension("training.dropout", .categorical([0.1, 0.2])))
    #expect(
      try Dimension(varying: "a.b=x,\"y,z\",[1,2],{\"@optimizers\":\"Adam.v1\",\"L2\":0},null")
        == Dimension(
          "a.b", .categorical(["x", "y,z", [1, 2], ["@optimizers": "Adam.v1", "L2": 0], nil])))
    for number in ["1e999", "NaN", "[-Infinity]", "17777777777777777777"] {
      let errors = #expect(throws: SweepFileErrors.self) { try Dimension(varying: "a=1,\(number)") }
      #expect(
        errors?.description
          == "command line: --vary: expected finite numbers, whole ones up to \(Int.max), "
          + "found \"\(number)\"")
    }
    for bad in ["", "a.b", "a.b=", "a.b=1,,2", "=1"] {
      let errors = #expect(throws: SweepFileErrors.self) { try Dimension(varying: bad) }
      #expect(
        errors?.description
          == "command line: --vary: expected KEY=VALUE,VALUE,… such as training.dropout=0.1,0.2, found \"\(bad)\""
      )
    }
  }
}
