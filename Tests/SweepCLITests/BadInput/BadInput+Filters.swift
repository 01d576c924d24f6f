extension BadInput {
  private static func filter(_ name: String, _ text: String, says: String...) -> BadInput {
    BadInput(
      "filter: \(name)", ["list", "--where", text, "--store", "@/sweep.db"], says: says)
  }

  /// Conditions of `--where`.
  static let filters: [BadInput] = [
    filter(
      "no value", "f >", says: "filter, column 4: expected a value after `>`, found the end",
      "help: for example --where"),
    filter(
      "an ampersand", "f > 0.5 & seed = 1", says: "column 9: expected a condition, found `&`",
      "help: write `and`"),
    filter(
      "an open bracket", "(seed = 1",
      says: "column 10: expected `)` for the `(` in column 1, found the end",
      "help: for example --where"),
    filter(
      "a bracket too many", "seed = 1)", says: "column 9: found `)` without its `(`",
      "help: for example --where"),
    filter(
      "nothing", "", says: "column 1: expected a name such as `state` or `ents_f`, found the end",
      "help: for example --where"),
    filter(
      "an unknown name", "ff > 1", says: "column 1: there is no score, setting or field `ff`",
      "help: there are f, training.dropout"),
    filter(
      "a text pattern on a number", "f ~ 3",
      says: "column 5: the score `f` is compared with a number, found `3`", "help: `~` is for texts"
    ),
    filter(
      "a text without an end", "note = \"x", says: "column 8: the text that begins here has no end",
      "help: close it with \""),
    filter(
      "an empty list", "seed in ()", says: "column 10: expected a value, found `)`",
      "help: for example --where"),
    filter(
      "a list without brackets", "seed in 1", says: "column 9: expected `(` after `in`, found `1`",
      "help: as in `seed in (0, 1, 2)`"),
    filter(
      "a value alone", "> 3",
      says: "column 1: expected a name such as `state` or `ents_f`, found `>`",
      "help: for example --where"),
    filter("not alone", "not", says: "column 4: expected a name", "help: for example --where"),
    filter(
      "two names", "f > 0.1 seed", says: "column 9: expected `and`, `or` or the end, found `seed`",
      "help: for example --where"),
    filter(
      "is", "f is null", says: "column 3: expected an operator, found `is`",
      "help: write `f = null`"),
    filter(
      "a name that is near", "statee = done",
      says: "column 1: there is no score, setting or field `statee`", "help: did you mean `state`?"),
    filter(
      "a state there is not", "state = dnoe", says: "column 9: there is no state `dnoe`",
      "help: did you mean `done`?"),
    filter(
      "a value on the left", "\"a\" = \"b\"",
      says: "column 1: expected a name on the left side, found the value `a`",
      "help: texts in quotes are values"),
    filter(
      "a lone exclamation mark", "f !", says: "column 3: expected a condition, found `!`",
      "help: write `not`"),
    filter(
      "a setting that is near", "dropot > 1",
      says: "column 1: there is no score, setting or field `dropot`",
      "help: did you mean `dropout`?"),
    filter(
      "an order of tags", "tag > a", says: "column 7: tags have no order", "help: write `tag ="),
    filter(
      "an ID that is none", "id = xyz", says: "column 6: expected hex digits, found `xyz`",
      "help: for example --where"),
    filter(
      "a text for a number", "seed = \"0\"",
      says: "column 8: expected a number for `seed`, found `0`", "help: for example --where"),
    filter(
      "a chain", "0.1 < f < 0.3", says: "column 9: expected `and`, `or` or the end, found `<`",
      "help: comparisons are joined by `and`"),
    filter(
      "too many brackets", String(repeating: "(", count: 100) + "f > 1",
      says: "more than 64 brackets and `not` in each other", "help: for example --where"),
  ]
}
