extension BadInput {
  /// What is not TOML.
  static let toml: [BadInput] = [
    .sweep(
      "TOML: a text without an end", "name = \"x\nconfig = \"c.cfg\"\n",
      says: "s.toml:1:10: this is not TOML: Error while parsing string: unescaped "
        + "control characters other than TAB (U+0009) are explicitly prohibited",
      "help: end the text in its line, or write it between \"\"\" and \"\"\""),
    .sweep(
      "TOML: a key without a value", "name =\n",
      says: "s.toml:1:7: this is not TOML: Error while parsing key-value pair: "
        + "expected value, saw '\\n'",
      "help: texts need double quotes, and keys with dots too: "
        + "\"training.dropout\" = …"),
    .sweep(
      "TOML: a key twice",
      "name = \"x\"\nconfig = \"c.cfg\"\ntrainer = \"elsewhere\"\nname = "
        + "\"y\"\n[parameters]\n\"training.dropout\" = { values = [0.1, 0.2] }\n",
      says: "s.toml:4:8: this is not TOML: Error while parsing key-value pair: "
        + "cannot redefine existing string 'name'", "help: keep one of them"),
    .sweep(
      "TOML: a table twice",
      "name = \"x\"\nconfig = \"c.cfg\"\ntrainer = "
        + "\"elsewhere\"\n[parameters]\n\"training.dropout\" = { values = [0.1, "
        + "0.2] }\n[parameters]\na = { value = 1 }\n",
      says: "s.toml:6:1: this is not TOML: Error while parsing table header: "
        + "cannot redefine existing table 'parameters'", "help: keep one of them"),
    .sweep(
      "TOML: a list without an end",
      "name = \"x\"\nconfig = \"c.cfg\"\ntrainer = \"elsewhere\"\nseeds = "
        + "[0, 1\n[parameters]\n\"training.dropout\" = { values = [0.1, 0.2] }\n",
      says: "s.toml:5:1: this is not TOML: Error while parsing array: expected "
        + "comma or closing ']', saw '['",
      "help: texts need double quotes, and keys with dots too: "
        + "\"training.dropout\" = …"),
    .sweep(
      "TOML: no equals sign", "name \"x\"\n",
      says: "s.toml:1:6: this is not TOML: Error while parsing key-value pair: "
        + "expected '=', saw '\"'",
      "help: texts need double quotes, and keys with dots too: "
        + "\"training.dropout\" = …"),
    .sweep(
      "TOML: single word value", "name = ner\n",
      says: "s.toml:1:9: this is not TOML: Error while parsing floating-point: "
        + "expected 'nan', saw 'ne'",
      "help: texts need double quotes, and keys with dots too: "
        + "\"training.dropout\" = …"),
    .sweep(
      "TOML: a bad number", "seed = 01\n",
      says: "s.toml:1:10: this is not TOML: Error while parsing decimal integer: "
        + "leading zeroes are prohibited", "help: write the number without them"),
    .sweep(
      "TOML: an overlarge number", "seed = 99999999999999999999\n",
      says: "s.toml:1:28: this is not TOML: Error while parsing decimal integer: "
        + "'99999999999999999999' is not representable in 64 bits",
      "help: whole numbers go to 9223372036854775807; give it a dot for a "
        + "float"),
    .sweep(
      "TOML: a bad escape", "name = \"a\\qb\"\n",
      says: "s.toml:1:11: this is not TOML: Error while parsing string: unknown "
        + "escape sequence '\\q'",
      "help: write \\\\ for a backslash, or put the text in single quotes"),
    .sweep(
      "TOML: a table header without an end", "[parameters\n",
      says: "s.toml:1:12: this is not TOML: Error while parsing table header: "
        + "expected ']', saw '\\n'",
      "help: texts need double quotes, and keys with dots too: "
        + "\"training.dropout\" = …"),
    .sweep(
      "TOML: a key with dots and no quotes",
      "name = \"x\"\nconfig = \"c.cfg\"\ntrainer = "
        + "\"elsewhere\"\n[parameters]\ntraining.dropout = { values = [0.1] "
        + "}\ntraining = 3\n",
      says: "s.toml:6:12: this is not TOML: Error while parsing key-value pair: "
        + "cannot redefine existing table 'training'", "help: keep one of them"),
    .sweep(
      "TOML: too many levels",
      "name = \"x\"\nconfig = \"c.cfg\"\ntrainer = \"elsewhere\"\na = "
        + "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
        + "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
        + "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]"
        + "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
        + "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
        + "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
      says: "s.toml:4:133: this is not TOML: keys and values may be nested 128 "
        + "levels deep at most", "help: write it with fewer levels"),
    .sweep(
      "TOML: a key of too many parts",
      "name = \"x\"\nconfig = \"c.cfg\"\ntrainer = "
        + "\"elsewhere\"\na.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a."
        + "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a."
        + "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a."
        + "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a."
        + "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a."
        + "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a "
        + "= 1\n",
      says: "s.toml:4:1: this is not TOML: keys and values may be nested 128 "
        + "levels deep at most", "help: write it with fewer levels"),
    .sweep(
      "TOML: json", "{\"name\": \"x\"}\n",
      says: "s.toml:1:1: this is not TOML: Error while parsing root table: "
        + "expected keys, tables, whitespace or comments, saw '{'",
      "help: texts need double quotes, and keys with dots too: "
        + "\"training.dropout\" = …"),
    .sweep(
      "TOML: yaml", "name: x\nconfig: c.cfg\n",
      says: "s.toml:1:5: this is not TOML: Error while parsing key-value pair: "
        + "expected '=', saw ':'",
      "help: texts need double quotes, and keys with dots too: "
        + "\"training.dropout\" = …"),
    .sweep(
      "TOML: a trailing comma in a table",
      "name = \"x\"\nconfig = \"c.cfg\"\ntrainer = \"elsewhere\"\nmetric = { "
        + "name = \"a\", goal = \"maximize\", "
        + "}\n[parameters]\n\"training.dropout\" = { values = [0.1, 0.2] }\n",
      says: "s.toml:4:43: this is not TOML: Error while parsing inline table: "
        + "expected key-value pair, saw closing '}' (dangling comma)",
      "help: take the last comma out"),
    BadInput(
      "TOML: bytes that are no text", ["run", "@/s.toml", "--dry-run", "--store", "@/sweep.db"],
      [
        "s.toml": .bytes([110, 97, 109, 101, 32, 61, 32, 34, 255, 254, 34, 10]),
        "c.cfg": .text(config),
      ],
      says: [
        "s.toml:1:8: this is not TOML: Encountered invalid utf-8 sequence",
        "help: save the file as UTF-8",
      ]),
    BadInput(
      "TOML: a null byte", ["run", "@/s.toml", "--dry-run", "--store", "@/sweep.db"],
      [
        "s.toml": .bytes([110, 97, 109, 101, 32, 61, 32, 34, 97, 0, 98, 34, 10]),
        "c.cfg": .text(config),
      ],
      says: [
        "s.toml:1:10: this is not TOML: Error while parsing string: unescaped "
          + "control characters other than TAB (U+0009) are explicitly prohibited",
        "help: end the text in its line, or write it between \"\"\" and \"\"\"",
      ]),
    .sweep(
      "TOML: an empty file", "", says: "s.toml: config: expected a value, found none",
      "help: name the base config: config = \"ner.cfg\""),
    BadInput(
      "TOML: no such file", ["run", "@/none.toml", "--dry-run"],
      says: [
        "none.toml: cannot read the sweep file: No such file or directory",
        "help: give the path of a sweep file; `sweep init sweep CONFIG` writes "
          + "one",
      ]),
    BadInput(
      "TOML: a folder", ["run", "@", "--dry-run"],
      says: [
        ": cannot read the sweep file: Is a directory",
        "help: give the path of a sweep file; `sweep init sweep CONFIG` writes "
          + "one",
      ]),
  ]
}
