import SweepConfig
import SweepSearch
import Testing

/// Every error of a sweep file, word for word.
@Suite struct SweepFileErrorTests {
  private func errors(_ text: String) -> String {
    do {
      _ = try SweepFile(parsing: text, file: "s.toml")
      return ""
    } catch {
      return "\(error)"
    }
  }

  private func errors(parameter: String, method: String = "random") -> String {
    errors(
      "config = \"c\"\nmethod = \"\(method)\"\ntrials = 2\n[parameters]\n\"a.b\" = \(parameter)")
  }

  @Test func reportsAllProblemsAtOnce() {
    let text = """
      nam = "x"
      config = 3
      method = "rnadom"
      metric = { name = "ents_f", gol = "maximize" }
      seeds = [0, 1.5, 0, -1]
      trials = 0
      keep_models = true
      [overrides]
      "a.b" = 2020-01-01
      "c.d" = 1
      [parameters]
      "c.d" = { values = [1] }
      "e.f" = { vlaues = [1] }
      "g" = { values = [1] }
      "g.h" = { values = [] }
      """
    #expect(
      errors(text) == """
        s.toml:1: nam: there is no such key in a sweep file
          help: did you mean `name`?
        s.toml:2: config: expected a text, found 3
        s.toml:3: method: expected "grid", "random", "sobol", "tpe", "gp", "cmaes", "nsga2" or "auto", found "rnadom"
          help: did you mean `random`?
        s.toml:4: metric gol: there is no such key in a sweep file
          help: did you mean `goal`?
        s.toml:4: metric goal: expected a value, found none
          help: metric = { name = "ents_f", goal = "maximize" }
        s.toml:5: seeds: expected a whole number, found 1.5
        s.toml:5: seeds: expected each seed once, found 0 twice
        s.toml:5: seeds: expected a number from 0 to 4294967295, found -1
        s.toml:6: trials: expected a number from 1 on, found 0
        s.toml:7: keep_models: expected "best" or "all" or "none", found true
        s.toml:9: [overrides] a.b: expected a text, a number, true or false, a list or a table, found the date 2020-01-01
        s.toml:12: [parameters] c.d: the key is set twice, first in line 10
          help: keep one of them
        s.toml:13: [parameters."e.f"] vlaues: there is no such key in a sweep file
          help: did you mean `values`?
        s.toml:13: [parameters] e.f: expected a value, found none
          help: give `value`, `values`, or `min` and `max`
        s.toml:15: [parameters."g.h"] values: expected a list of values, found an empty one
        """)
  }

  @Test func namesThePlaceOfASyntaxError() {
    #expect(
      errors("config = \"c\"\nname = ner\n") == """
        s.toml:2:9: this is not TOML: Error while parsing floating-point: expected 'nan', saw 'ne'
          help: texts need double quotes, and keys with dots too: "training.dropout" = …
        """)
    #expect(errors("a = 1\na = 2").hasPrefix("s.toml:2:5: this is not TOML: "))
    #expect(errors("a = \"\u{0}\"").hasPrefix("s.toml:1:"))
    let deep = Array(repeating: "a", count: 500).joined(separator: ".")
    #expect(errors("[\(deep)]").contains("nested 128 levels deep at most"))
    #expect(errors("a = " + String(repeating: "[", count: 100_000)).hasPrefix("s.toml:1:"))
  }

  @Test func saysWhatIsMissing() {
    #expect(
      errors("") == """
        s.toml: config: expected a value, found none
          help: name the base config: config = "ner.cfg"
        s.toml: [parameters]: expected a value, found none
          help: say what varies: "training.dropout" = { values = [0.1, 0.2] }
        """)
    #expect(
      errors("config = \"c\"\nmethod = \"random\"\n[parameters]\n") == """
        s.toml:2: trials: expected a value, found none
          help: a random search needs the number of its assignments: trials = 20
        s.toml:3: [parameters]: expected a value, found none
          help: say what varies: "training.dropout" = { values = [0.1, 0.2] }
        """)
  }

  @Test(arguments: [
    ("3", "[parameters] a.b: expected a table such as { values = [0.1, 0.2] }, found 3"),
    ("{ values = 3 }", "[parameters.\"a.b\"] values: expected a list, found 3"),
    (
      "{ distribution = \"uniform\", min = 0 }",
      "[parameters] a.b: the distribution \"uniform\" needs max"
    ),
    (
      "{ distribution = \"uniform\" }",
      "[parameters] a.b: the distribution \"uniform\" needs min and max"
    ),
    (
      "{ values = [1], q = 1 }",
      """
      [parameters."a.b"] q: the distribution "categorical" does not use this key
        help: it uses values and probabilities
      """
    ),
    (
      "{ min = 2.0, max = 1 }",
      "[parameters] a.b: the range is empty: min is 2.0, max is 1\n  help: min has to be below max"
    ),
    (
      "{ min = 2, max = 1 }",
      "[parameters] a.b: the range is empty: min is 2, max is 1\n  help: min has to be below max"
    ),
    (
      "{ distribution = \"log_uniform_values\", min = 0, max = 1 }",
      "[parameters.\"a.b\"] min: expected a number above 0, as logarithms need, found 0"
    ),
    (
      "{ distribution = \"log_uniform\", min = 1e-4, max = 1e4 }",
      "[parameters] a.b: expected natural logarithms between -708 and 709, as W&B has them, found 0.0001 and 10000.0"
    ),
    (
      "{ min = 0, max = 1, q = 0 }",
      "[parameters.\"a.b\"] q: expected a number above 0, found 0"
    ),
    (
      "{ min = 0.0, max = 1e300, q = 1e-300 }",
      "[parameters.\"a.b\"] q: expected a step that the range can be counted in, found 1e-300"
    ),
    (
      "{ mu = 0, sigma = 0 }",
      "[parameters.\"a.b\"] sigma: expected a number above 0, found 0"
    ),
    ("{ mu = nan }", "[parameters.\"a.b\"] mu: expected a finite number, found nan"),
    (
      "{ values = [1, 2], probabilities = [0.5] }",
      "[parameters.\"a.b\"] probabilities: expected one probability for each of the 2 values, found 1"
    ),
    (
      "{ values = [1, 2], probabilities = [0.5, 0.6] }",
      """
      [parameters."a.b"] probabilities: expected probabilities that add up to 1, found a sum of 1.1
        help: weights can be divided by their sum
      """
    ),
    (
      "{ values = [1, 2], probabilities = [1.5, -0.5] }",
      "[parameters.\"a.b\"] probabilities: expected a probability from 0 on, found -0.5"
    ),
    (
      "{ distribution = \"log_unform_values\", min = 1, max = 2 }",
      """
      [parameters."a.b"] distribution: expected "constant", "categorical", "ordered", "copy", "uniform", "normal", "int_uniform", "q_uniform", "log_uniform", "log_uniform_values", "q_log_uniform", "q_log_uniform_values", "inv_log_uniform", "inv_log_uniform_values", "q_normal", "log_normal" or "q_log_normal", found "log_unform_values"
        help: did you mean `log_uniform_values`?
      """
    ),
  ])
  func refusesDistributionsThatMakeNoSense(text: String, expected: String) {
    #expect(errors(parameter: text) == "s.toml:5: " + expected)
  }

  @Test func refusesAGridOverAContinuousRange() {
    #expect(
      errors(parameter: "{ min = 0.0, max = 1.0 }", method: "grid") == """
        s.toml:5: [parameters] a.b: a grid needs values that can be counted, found the distribution "uniform"
          help: give `values`, use "q_uniform" or "int_uniform", or set method = "random"
        """)
    #expect(
      errors("config = \"c\"\n[parameters]\n\"a.b\" = { min = 0, max = 1000000 }") == """
        s.toml:2: [parameters]: the grid has more than 100000 assignments
          help: set `trials`, and method = "random" to draw them
        """)
  }

  @Test func refusesKeysInsideASectionThatVaries() {
    let text = """
      config = "c"
      [overrides]
      "t.o.x" = 1
      [parameters]
      "t.o" = { values = [{ "@optimizers" = "Adam.v1" }] }
      "t.o.y" = { values = [1] }
      "t.other" = { values = [1] }
      """
    #expect(
      errors(text) == """
        s.toml:3: [overrides] t.o.x: the key lies inside t.o, which line 5 varies as a whole
          help: put its values into the section's, or vary the section's keys one by one
        s.toml:6: [parameters] t.o.y: the key lies inside t.o, which line 5 varies as a whole
          help: put its values into the section's, or vary the section's keys one by one
        """)
  }

  @Test func refusesKeysThatTheSeedsSet() {
    let text = """
      config = "c"
      [overrides]
      "system.seed" = 1
      [parameters]
      "training.seed" = { values = [1, 2] }
      """
    #expect(
      errors(text) == """
        s.toml:3: [overrides] system.seed: the seed of each trial is written here
          help: use `seeds`
        s.toml:5: [parameters] training.seed: the seed of each trial is written here
          help: use `seeds`
        """)
  }

  @Test func checksASweepThatWasMadeWithoutAFile() {
    var sweep = SweepFile(
      name: "n", config: "c",
      space: SearchSpace([
        Dimension("t.o", .categorical([[:]])), Dimension("t.o.x", .categorical([1])),
        Dimension("training.seed", .categorical([1])),
        Dimension("a.b", .intUniform(1...1_000_000)),
      ]))
    let expected = """
      command line: [parameters]: the grid has more than 100000 assignments
        help: set `trials`, and method = "random" to draw them
      command line: [parameters] t.o.x: the key lies inside t.o, which varies as a whole
        help: put its values into the section's, or vary the section's keys one by one
      command line: [parameters] training.seed: the seed of each trial is written here
        help: use `seeds`
      """
    let found = #expect(throws: SweepFileErrors.self) { try sweep.validated() }
    #expect(found?.description == expected)
    let check = SettingCheck { _, _ in nil }
    let checked = #expect(throws: SweepFileErrors.self) { try sweep.checked(by: check) }
    #expect(checked?.description == expected)

    sweep.space = SearchSpace([
      Dimension("a.b", .categorical([1])), Dimension("a.b", .categorical([2])),
    ])
    let twice = #expect(throws: SweepFileErrors.self) { try sweep.checked(by: check) }
    #expect(
      twice?.description == """
        command line: [parameters] a.b: the key is set twice
          help: keep one of them
        """)

    sweep.space = SearchSpace([Dimension("a.b", .uniform(0...1))])
    sweep.method = .random
    let endless = #expect(throws: SweepFileErrors.self) { try sweep.validated() }
    #expect(
      endless?.description == """
        command line: trials: expected a value, found none
          help: a random search needs the number of its assignments: trials = 20
        """)
    sweep.trials = 1
    #expect(throws: Never.self) { try sweep.validated() }
  }

  @Test func refusesAFileThatIsNotThere() {
    let errors = #expect(throws: SweepFileErrors.self) {
      try SweepFile(contentsOf: "/nonexistent/s.toml")
    }
    #expect(
      errors?.description
        == "/nonexistent/s.toml: cannot read the sweep file: No such file or directory")
  }

  @Test func checksKeysAgainstAConfig() throws {
    let text = """
      config = "c"
      [overrides]
      "training.max_step" = 3
      "optimizer.alpha" = 1
      [parameters]
      "training.dropout" = { values = [0.1, "x", true] }
      "training.alpha" = { values = [1] }
      """
    let sweep = try SweepFile(parsing: text, file: "s.toml")
    let check = SettingCheck(
      canonicalKey: { $0 == "optimizer.alpha" ? "training.alpha" : $0 },
      problem: { key, value in
        switch key {
        case "training.dropout":
          value.doubleValue == nil
            ? .wrongType(expected: "a number", found: value.serialized(.compact)) : nil
        case "training.alpha": nil
        default: .unknown(nearest: "training.max_steps")
        }
      })
    let errors = #expect(throws: SweepFileErrors.self) { try sweep.checked(by: check) }
    #expect(
      errors?.description == """
        s.toml:3: [overrides] training.max_step: the config has no such setting
          help: did you mean `training.max_steps`?
        s.toml:6: [parameters] training.dropout: the config expects a number here, found "x"
        s.toml:6: [parameters] training.dropout: the config expects a number here, found true
        s.toml:7: [parameters] training.alpha: the key is set twice, first in line 4
          help: keep one of them
        """)
  }

  @Test func renamesKeysToTheConfigsOwn() throws {
    let text = "config = \"c\"\n[parameters]\n\"optimizer.alpha\" = { values = [1] }"
    let sweep = try SweepFile(parsing: text, file: "s.toml").checked(
      by: SettingCheck(canonicalKey: { _ in "training.alpha" }, problem: { _, _ in nil }))
    #expect(sweep.space.dimensions.map(\.key) == ["training.alpha"])
    #expect(
      sweep.configOverrides(for: Assignment([Setting("training.alpha", 1)]))
        == [ConfigOverride("training.alpha", 1, origin: "s.toml:3")])
  }
}
