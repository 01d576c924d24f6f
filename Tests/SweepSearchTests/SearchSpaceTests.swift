import SweepConfig
import SweepSearch
import Testing

/// Conditions, copies, ordered values and constraints.
@Suite struct SearchSpaceTests {
  static let text = """
    config = "c"
    method = "METHOD"
    trials = 40
    baseline = false
    constraints = ["m.width >= 8 * m.depth", "not (m.arch == 'rnn' and m.width == 32)"]
    [parameters]
    "m.window" = { values = [1, 2], when = { "m.arch" = "cnn" } }
    "m.arch" = { values = ["cnn", "rnn"] }
    "m.width" = { distribution = "ordered", values = [16, 32] }
    "m.hidden" = { copy = "m.width" }
    "m.depth" = { min = 1, max = 4, when = { "m.arch" = ["cnn"], "m.width" = { min = 20 } } }
    "m.copied_window" = { copy = "m.window" }
    """

  private func sweep(_ method: String) throws -> SweepFile {
    try SweepFile(parsing: Self.text.replacing("METHOD", with: method), file: "s.toml")
  }

  private func assignments(_ sweep: SweepFile) -> [String] {
    TrialPlan(sweep, baseline: Assignment(), configSeed: 0).trials
      .map { $0.assignment.json.serialized(.compact) }
  }

  @Test func aGridHasNoInactiveSettings() throws {
    #expect(
      assignments(try sweep("grid")) == [
        #"{"m.window":1,"m.arch":"cnn","m.width":16,"m.hidden":16,"m.copied_window":1}"#,
        #"{"m.window":1,"m.arch":"cnn","m.width":32,"m.hidden":32,"m.depth":1,"m.copied_window":1}"#,
        #"{"m.window":1,"m.arch":"cnn","m.width":32,"m.hidden":32,"m.depth":2,"m.copied_window":1}"#,
        #"{"m.window":1,"m.arch":"cnn","m.width":32,"m.hidden":32,"m.depth":3,"m.copied_window":1}"#,
        #"{"m.window":1,"m.arch":"cnn","m.width":32,"m.hidden":32,"m.depth":4,"m.copied_window":1}"#,
        #"{"m.window":2,"m.arch":"cnn","m.width":16,"m.hidden":16,"m.copied_window":2}"#,
        #"{"m.window":2,"m.arch":"cnn","m.width":32,"m.hidden":32,"m.depth":1,"m.copied_window":2}"#,
        #"{"m.window":2,"m.arch":"cnn","m.width":32,"m.hidden":32,"m.depth":2,"m.copied_window":2}"#,
        #"{"m.window":2,"m.arch":"cnn","m.width":32,"m.hidden":32,"m.depth":3,"m.copied_window":2}"#,
        #"{"m.window":2,"m.arch":"cnn","m.width":32,"m.hidden":32,"m.depth":4,"m.copied_window":2}"#,
        #"{"m.arch":"rnn","m.width":16,"m.hidden":16}"#,
      ])
  }

  @Test func aGridFindsItsCellsByNumberToo() throws {
    let space = try sweep("grid").space
    let cells = (0..<12).map {
      GridSampler().propose(number: $0, in: space, seed: 0)?.json.serialized(.compact)
    }
    #expect(cells == assignments(try sweep("grid")) + [nil])
  }

  @Test(arguments: ["random", "sobol"])
  func samplersFindTheSameAssignmentsAsAGrid(method: String) throws {
    // Eleven different ones; then none is new.
    #expect(Set(assignments(try sweep(method))) == Set(assignments(try sweep("grid"))))
  }

  @Test func aConditionChangesNoOtherDraw() {
    let plain = SearchSpace([
      Dimension("a", .categorical(["x", "y"])), Dimension("b", .uniform(0...1)),
      Dimension("c", .uniform(0...1)),
    ])
    var conditional = plain
    conditional.dimensions[1].conditions = [Condition("a", .values(["x"]))]
    var left = 0
    for number in 0..<50 {
      let full = RandomSampler().propose(number: number, in: plain, seed: 1)
      let part = RandomSampler().propose(number: number, in: conditional, seed: 1)
      #expect(part?["a"] == full?["a"] && part?["c"] == full?["c"])
      #expect(part?["b"] == (full?["a"] == "x" ? full?["b"] : nil))
      if part?["b"] == nil { left += 1 }
    }
    #expect(left > 10 && left < 40)
  }

  @Test func countsCellsOfAGridThatAreActive() throws {
    // 2^30 combinations, of which each has at most one more setting than the last.
    var space = SearchSpace([Dimension("a0", .categorical([0, 1]))])
    for i in 1..<30 {
      space.dimensions.append(
        Dimension("a\(i)", .categorical([0, 1]), when: [Condition("a\(i - 1)", .values([1]))]))
    }
    var sweep = SweepFile(name: "s", config: "c", space: space)
    sweep.includesBaseline = false
    #expect(assignments(try sweep.validated()).count == 31)
    sweep.space.dimensions[3].conditions = []
    sweep.space.dimensions += (0..<20).map { Dimension("b\($0)", .categorical([0, 1])) }
    #expect(throws: SweepFileErrors.self) { try sweep.validated() }
  }

  @Test func theTextOfASweepReadsBack() throws {
    let sweep = try sweep("grid")
    let text = sweep.toml()
    #expect(
      text.contains(
        """
        constraints = [
          "m.width >= 8 * m.depth",
          "not (m.arch == 'rnn' and m.width == 32)",
        ]
        """))
    #expect(
      text.contains(
        #""m.depth" = { distribution = "int_uniform", min = 1, max = 4, when = { "m.arch" = "cnn", "m.width" = { min = 20.0 } } }"#
      ))
    #expect(text.contains(#""m.hidden" = { copy = "m.width" }"#))
    #expect(try SweepFile(parsing: text, file: "s.toml").space == sweep.space)
    #expect(
      sweep.canonicalPlan(configText: "").contains(
        "constraint m.width >= 8 * m.depth\nconstraint not (m.arch == 'rnn' and m.width == 32)\n"))
  }

  @Test func conditionsMayBeWrittenAsTables() throws {
    let text = """
      config = "c"
      [parameters]
      a.b = { values = [1, 2] }
      c = { values = [1, 2], when = { a.b = 2.0 } }
      [parameters.d]
      values = [1, 2]
      [parameters.d.when]
      a.b = [1, 2]
      """
    let space = try SweepFile(parsing: text, file: "s.toml").space
    #expect(
      space.dimensions.map(\.conditions) == [
        [], [Condition("a.b", .values([2.0]))], [Condition("a.b", .values([1, 2]))],
      ])
    #expect(
      assignments(try SweepFile(parsing: text, file: "s.toml").withoutBaseline).count == 6)
  }

  @Test func keysGetTheConfigsOwnNamesEverywhere() throws {
    let sweep = try sweep("grid").checked(
      by: SettingCheck(
        canonicalKey: { $0.replacing("m.", with: "model.") }, problem: { _, _ in nil }))
    let text = sweep.toml()
    #expect(!text.contains("m.arch") && text.contains("not (model.arch == 'rnn'"))
    #expect(text.contains(#"{ copy = "model.window" }"#))
    #expect(assignments(sweep).count == 11)
  }

  @Test func aCopyIsCheckedAgainstItsOwnKey() throws {
    let sweep = try sweep("grid")
    let check = SettingCheck { key, value in
      key == "m.hidden" && value == 32 ? .wrongType(expected: "at most 16", found: "32") : nil
    }
    let errors = #expect(throws: SweepFileErrors.self) { try sweep.checked(by: check) }
    #expect(
      errors?.description
        == "s.toml:10: [parameters] m.hidden: the config expects at most 16 here, found 32")
  }
}

extension SweepFile {
  fileprivate var withoutBaseline: SweepFile {
    var sweep = self
    sweep.includesBaseline = false
    return sweep
  }
}

@Suite struct ConstraintTests {
  private func holds(_ text: String, _ settings: [Setting]) throws -> Bool {
    try Constraint(parsing: text).holds(for: Assignment(settings))
  }

  @Test(arguments: [
    ("a.b + 2 * 3 == 7", true), ("(a.b + 2) * 3 == 9.0", true), ("-a.b - 1 < -1.5", true),
    ("8 / 2 / 2 == 2", true), ("7 - 2 - 1 == 4", true), ("a.b != 1", false),
    ("t == 'x' or a.b > 5 and a.b < 0", true), ("(t == \"x\" or a.b > 5) and a.b < 0", false),
    ("not t == 'y'", true), ("flag", true), ("not flag == true", false), ("t < 'y'", true),
    ("`odd-key` >= 1e-3", true), ("missing > 3", true), ("t > 3", false), ("1 / 0 > 1e300", true),
    ("@x.y == 2", true),
  ])
  func isWorkedOutLikeArithmetic(text: String, expected: Bool) throws {
    let settings = [
      Setting("a.b", 1), Setting("t", "x"), Setting("flag", true), Setting("odd-key", 0.001),
      Setting("@x.y", 2.0),
    ]
    #expect(try holds(text, settings) == expected)
    // The text in its one way of writing means the same.
    let again = try Constraint(parsing: Constraint(parsing: text).text)
    #expect(try again == Constraint(parsing: text))
  }

  @Test(arguments: [
    ("", "a key, a number, a text or `(`", "the end", 1),
    ("a <", "a key, a number, a text or `(`", "the end", 4),
    ("a < 3 4", "an operator or the end", "4", 7),
    ("(a < 3", "`)`", "the end", 7),
    ("1 < a < 3", "`and` between two comparisons", "`<`", 7),
    ("a = 3", "an operator or the end", "`=`", 3),
    ("a < 'x", "a key, a number, a text or `(`", "`'`", 5),
    ("a and and b", "a key, a number, a text or `(`", "`and`", 7),
  ])
  func saysWhatDoesNotFit(text: String, expected: String, found: String, column: Int) {
    let error = #expect(throws: ConstraintError.self) { try Constraint(parsing: text) }
    #expect(error?.expected == expected)
    #expect(error?.found == found)
    #expect(error?.column == column)
    let deep = String(repeating: "(", count: 100_000)
    #expect(throws: ConstraintError.self) { try Constraint(parsing: deep) }
  }
}

@Suite struct SpaceErrorTests {
  private func errors(_ text: String) -> String {
    do {
      _ = try SweepFile(parsing: text, file: "s.toml")
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func reportsAllProblemsOfASpaceAtOnce() {
    let text = """
      config = "c"
      constraints = ["width > dept", "1 + arch > 3", "width", "width < 3"]
      [parameters]
      arch = { values = ["cnn", "rnn"] }
      width = { min = 16, max = 32 }
      depth = { values = [1], when = { arhc = "cnn" } }
      window = { values = [1], when = { arch = "cn", width = [8, 20] } }
      rate = { values = [1], when = { arch = { min = 1 } } }
      hidden = { copy = "widht" }
      """
    #expect(
      errors(text) == """
        s.toml:2: constraints: there is no parameter "dept"
          help: did you mean `depth`?
        s.toml:2: constraints: `+` needs a number on each side, and `arch` may be something else
        s.toml:2: constraints: expected a comparison, which is true or false, found `width`
        s.toml:6: [parameters."depth"] when arhc: there is no parameter "arhc"
          help: did you mean `arch`?
        s.toml:7: [parameters."window"] when arch: arch never is "cn"
          help: its values are "cnn" and "rnn"
        s.toml:7: [parameters."window"] when width: width never is 8
        s.toml:8: [parameters."rate"] when arch: arch never is between 1.0 and inf
          help: its values are "cnn" and "rnn"
        s.toml:9: [parameters."hidden"] copy: there is no parameter "widht"
          help: did you mean `width`?
        """)
  }

  @Test func readsOnPastMistakes() {
    let text = """
      config = "c"
      constraints = ["a >> 3", 4, "b == 'x"]
      [parameters]
      a = { values = [1], when = 3 }
      b = { values = [1], when = {} }
      c = { copy = "a", q = 1 }
      d = { values = [1], when = { a = { min = 3, max = 1 } } }
      e = { copy = 3 }
      f = { values = [1], when = { a = [] } }
      """
    #expect(
      errors(text) == """
        s.toml:2: constraints: expected a key, a number, a text or `(` at character 4, found `>`
          help: for example "variables.width >= 2 * variables.depth"; texts in single quotes
        s.toml:2: constraints: expected a text, found 4
        s.toml:2: constraints: expected a key, a number, a text or `(` at character 6, found `'`
          help: for example "variables.width >= 2 * variables.depth"; texts in single quotes
        s.toml:4: [parameters."a"] when: expected a table, found 3
        s.toml:5: [parameters."b"] when: expected a value, found none
          help: name a setting and its value: when = { "a.b" = "x" }
        s.toml:6: [parameters."c"] q: the distribution "copy" does not use this key
          help: it uses copy
        s.toml:7: [parameters."d"] when a: the range is empty: min is 3.0, max is 1.0
          help: min has to be below max
        s.toml:8: [parameters."e"] copy: expected a text, found 3
        s.toml:9: [parameters."f"] when a: expected a list of values, found an empty one
        """)
  }

  @Test func refusesSettingsThatDependOnThemselves() {
    let text = """
      config = "c"
      [parameters]
      a = { values = [1], when = { b = 1 } }
      b = { copy = "c" }
      c = { values = [1], when = { a = 1 } }
      d = { copy = "d" }
      """
    #expect(
      errors(text) == """
        s.toml:3: [parameters] a: the settings depend on each other: a → b → c → a
          help: take one of the conditions or copies out
        s.toml:6: [parameters] d: the setting depends on itself
          help: take one of the conditions or copies out
        """)
  }

  @Test(arguments: ["grid", "random"])
  func refusesConstraintsThatNothingKeeps(method: String) {
    let text = """
      config = "c"
      method = "\(method)"
      trials = 3
      constraints = [
        "a > b",
        "b > a",
      ]
      [parameters]
      a = { min = 1, max = 3 }
      b = { min = 1, max = 3 }
      """
    #expect(
      errors(text) == """
        s.toml:4: constraints: no assignment was found that keeps the constraints
          help: loosen the constraints, or widen the parameters they name
        """)
  }
}
