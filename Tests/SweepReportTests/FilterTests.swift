import SweepReport
import Testing

@Suite struct FilterTests {
  static let catalog = FilterCatalog(
    scores: ["ents_f", "ents_p", "ents_per_type.PERSON.f", "loss ner", "error"],
    settings: ["variables.dropout", "training.optimizer.learn_rate", "variables.optimizer"],
    configKeys: ["training.max_steps", "paths.train"])

  /// A trial that tests ask about.
  static let trial: [FilterSource: FilterValue] = [
    .field(.state): .text("done"), .field(.seed): .number(3), .field(.study): .text("ner-small"),
    .field(.id): .text("8f2a4c00"), .field(.tag): .list(["good", "final run"]),
    .field(.note): .text("Overfits after 400 steps"), .field(.seconds): .number(420),
    .field(.started): .time(1_793_534_400_000), .field(.verified): .null, .field(.fold): .null,
    .field(.baseline): .bool(false), .field(.error): .null, .field(.score): .number(0.81),
    .score("ents_f"): .number(0.81), .score("ents_p"): .number(.nan), .score("error"): .number(2),
    .score("ents_per_type.PERSON.f"): .number(0.5), .score("loss ner"): .number(12),
    .setting("variables.dropout"): .number(0.2), .setting("variables.optimizer"): .text("adam"),
    .setting("training.optimizer.learn_rate"): .null,
    .config("training.max_steps"): .number(400), .config("paths.train"): .text("train.spacy"),
  ]

  static func matches(_ text: String) throws -> Bool {
    let filter = try Filter(parsing: text).resolved(in: catalog)
    return filter.matches { trial[filter.sources[$0]] ?? .null }
  }

  @Test(
    arguments: [
      "ents_f > 0.8 and variables.dropout < 0.3", "0.3 > dropout", "dropout=.2", "dropout == 2e-1",
      "ents_f >= 0.81 and ents_f <= 0.81", "not ents_f < 0.8", "ents_per_type.PERSON.f = 0.5",
      "`loss ner` < 20", "scores.error = 2", "config.training.max_steps = 400",
      "training.max_steps in (200, 400)", "seed in (1,2,3)", "seed not in (0)",
      "state = done", "state = \"done\"", "state in (done, pruned)",
      "study ~ small", "study ~ NER-*", "study ~ n?r-*", "study = ner-small", "study < 'o'",
      "id = 8f2a", "id=8F2A4C00", "id != 8f2b", "id ~ 2a4c",
      "tag = good", "tag = 'final run'", "tag != bad", "tag ~ final", "tag", "tag in (bad, good)",
      "note ~ overfits", "note ~ '*400*'", "note !~ under", "note",
      "seconds < 10m", "seconds = 7m", "seconds > 6.5m", "seconds < 1h30m", "seconds < 500",
      "started = 2026-11-01", "started >= 2026-11-01", "started < 2026-11-01T12:01",
      "started = 2026-11-01T12:00", "started > '2026-11-01 11:59:59'", "started != 2026-11-02",
      "verified = null", "not verified", "fold = null", "seed != null", "baseline = false",
      "not baseline", "error = null", "optimizer = adam", "variables.optimizer ~ ad", "score > .8",
      "ents_f > dropout", "paths.train ~ '*.spacy'", "(((seed = 3)))",
      "seed = 3 or ents_p > 1", "not (seed = 4 and ents_p > 1)", "learn_rate = null",
    ])
  func isTrue(filter: String) throws {
    #expect(try Self.matches(filter))
  }

  @Test(
    arguments: [
      "ents_f > 0.81", "ents_f < 0.81", "state != done", "seed = 4", "tag = goo", "tag != good",
      "tag = null", "not tag", "id = 8f2b", "study ~ large", "study ~ ner*x", "optimizer = sgd",
      // What is not there is neither more nor less, and neither equal nor unequal to a value.
      "learn_rate > 0", "learn_rate <= 0", "learn_rate = 1", "learn_rate != 1",
      "not learn_rate > 0", "not (learn_rate = 1)", "fold in (0, 1)", "fold not in (0, 1)",
      "ents_p > 0", "not ents_p > 0", "ents_p = ents_p", "learn_rate = dropout",
      "learn_rate > 0 or seed = 4", "learn_rate > 0 and seed = 3", "verified", "baseline",
      "verified > 2026-01-01", "optimizer > 3", "optimizer = 3", "dropout = '0.2'",
      "started > 2026-11-02", "started = 2026-11-02", "error ~ loss",
    ])
  func isNotTrue(filter: String) throws {
    #expect(try !Self.matches(filter))
  }

  @Test(
    arguments: [
      (
        "ents_f >", "filter, column 9: expected a value after `>`, found the end",
        "    ents_f >\n            ^"
      ),
      (
        "ents_f > 0.8 & seed = 1", "filter, column 14: expected a condition, found `&`",
        "                 ^\n  help: write `and`"
      ),
      (
        "(seed = 1", "filter, column 10: expected `)` for the `(` in column 1, found the end", "^"
      ),
      ("seed = 1)", "filter, column 9: found `)` without its `(`", "^"),
      ("", "filter, column 1: expected a name such as `state` or `ents_f`, found the end", "^"),
      (
        "0.1 < dropout < 0.3", "filter, column 15: expected `and`, `or` or the end, found `<`",
        "help: comparisons are joined by `and`"
      ),
      (
        "note = \"abc", "filter, column 8: the text that begins here has no end", "close it with \""
      ),
      ("seed = 1 state = done", "filter, column 10: expected `and`, `or` or the end", "^"),
      ("seed in 1", "filter, column 9: expected `(` after `in`, found `1`", "seed in (0, 1, 2)"),
      ("seed in (1", "filter, column 11: expected `,` or `)`, found the end", "^"),
      ("seed in ()", "filter, column 10: expected a value, found `)`", "^"),
      ("fold is null", "filter, column 6: expected an operator, found `is`", "write `fold = null`"),
      ("1 = 1", "filter, column 1: expected a name on the left side, found the value `1`", "^"),
      ("!seed", "filter, column 1: expected a condition, found `!`", "write `not`"),
      ("not", "filter, column 4: expected a name", "^"),
    ])
  func saysWhereTheTextIsWrong(filter: String, first: String, rest: String) throws {
    let error = try #require(throws: FilterError.self) { try Filter(parsing: filter) }
    #expect(error.description.hasPrefix(first), "\(error)")
    #expect(error.description.contains(rest), "\(error)")
  }

  @Test(
    arguments: [
      ("ent_f > 0.8", "column 1: there is no score, setting or field `ent_f`", "`ents_f`?"),
      ("seed = 1 and dropuot < 1", "column 14: there is no", "did you mean `dropout`?"),
      ("training.max_stps = 1", "column 1: there is no", "did you mean `training.max_steps`?"),
      ("ents_f > ents_q", "column 10: there is no", "did you mean `ents_f`?"),
      ("state = dnoe", "column 9: there is no state `dnoe`", "did you mean `done`?"),
      ("ents_f > 10m", "column 10: the score `ents_f` is compared with a number", "`10m`"),
      ("seconds < abc", "column 11: there is no", "^"),
      ("seconds < 'abc'", "column 11: expected seconds or a time such as 90s", "found `abc`"),
      ("started > 5", "column 11: expected a time such as 2026-11-01", "found `5`"),
      ("started > 2026-02-30", "column 11: there is no", "^"),
      ("seed ~ 4", "column 1: `~` is for texts, and `seed` is none", "^"),
      ("fold < null", "column 8: null has no order", "write `fold = null`"),
      ("baseline = 1", "column 12: expected true or false for `baseline`, found `1`", "^"),
      ("id = xyz", "column 6: expected hex digits, found `xyz`", "^"),
      ("tag < good", "column 7: tags have no order", "^"),
    ])
  func saysWhatDoesNotFit(filter: String, problem: String, rest: String) throws {
    let error = try #require(throws: FilterError.self) {
      try Filter(parsing: filter).resolved(in: Self.catalog)
    }
    #expect(error.description.contains(problem), "\(error)")
    #expect(error.description.contains(rest), "\(error)")
  }

  @Test func namesThatFitSeveralKeysAskForMore() throws {
    let catalog = FilterCatalog(settings: ["a.rate", "b.rate"])
    let error = try #require(throws: FilterError.self) {
      try Filter(parsing: "rate = 1").resolved(in: catalog)
    }
    #expect(error.help == "it is the end of a.rate, b.rate: write more of it")
    #expect(catalog.source(of: "b.rate") == .setting("b.rate"))
  }

  @Test func refusesDepthInsteadOfRunningOutOfStack() throws {
    let deep = String(repeating: "(", count: 100_000) + "seed"
    #expect(throws: FilterError.self) { try Filter(parsing: deep) }
    #expect(throws: FilterError.self) {
      try Filter(parsing: String(repeating: "not ", count: 100_000) + "seed")
    }
    let wide = Array(repeating: "seed = 3", count: 10_000).joined(separator: " and ")
    #expect(try Self.matches(wide))
  }

  @Test func showsTheSurroundingsOfAProblemInALongFilter() throws {
    let filter =
      String(repeating: "seed = 3 and ", count: 50) + "&" + String(repeating: "x", count: 99)
    let error = try #require(throws: FilterError.self) { try Filter(parsing: filter) }
    let lines = error.description.split(separator: "\n")
    #expect(lines[0].contains("column 651"))
    #expect(lines[1].count < 120)
    #expect(lines[1].dropFirst(lines[2].count - 1).first == "&")
  }
}
