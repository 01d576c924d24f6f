extension BadInput {
  /// The commands that users of spaCy know.
  static let spacy: [BadInput] = [
    BadInput(
      "spacy: a component that there is none of", ["init", "config", "@/new.cfg", "-p", "tager"],
      says: [
        "there is no component factory \"tager\"", "help: did you mean `tagger`?",
      ]),
    BadInput(
      "spacy: a config for a transformer", ["init", "config", "@/new.cfg", "-G"],
      says: ["--gpu asks for a transformer", "help: ", "engine = \"spacy\" runs it"]),
    BadInput(
      "spacy: a config that is there", ["init", "config", "@/c.cfg"], ["c.cfg": .text("[a]\n")],
      says: ["c.cfg is there already", "help: --force replaces it"]),
    BadInput(
      "spacy: vectors without numbers", ["init", "vectors", "en", "@/v.txt", "@/out"],
      ["v.txt": .text("2 3\na 1 2 3\nb 1 2\n")],
      says: [
        "v.txt:3: expected a word and 3 numbers, found 2 numbers",
        "help: a line has a word and its numbers",
      ]),
    BadInput(
      "spacy: a floret table", ["init", "vectors", "en", "@/v.txt", "@/out"],
      ["v.txt": .text("100 4 2 5 1 0 < >\n0 1 2 3 4\n")],
      says: ["v.txt:1: ", "found the head of a floret table", "help: floret vectors have no row"]),
    BadInput(
      "spacy: vectors packed by half", ["init", "vectors", "en", "@/v.gz", "@/out"],
      ["v.gz": .bytes([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])],
      says: ["v.gz: expected data packed by gzip, found its end", "help: "]),
    BadInput(
      "spacy: data that the config does not name", ["debug", "data", "@/c.cfg"],
      ["c.cfg": .text("[nlp]\nlang = \"en\"\npipeline = []\n")],
      says: ["expected the path of a .spacy file, found null", "help: "]),
    BadInput(
      "spacy: lines without a text", ["apply", "@/m", "@/t.jsonl", "@/out.spacy"],
      [
        "m": .copy("Tests/Fixtures/model_ner"),
        "t.jsonl": .text("{\"text\": 3}\n{\"text\": \"a\"}\nx\n"),
      ],
      says: [
        "t.jsonl: cannot read: expected a JSON object with a text under \"text\" in line 1, line 3",
        "help: --text-key names another key",
      ]),
    BadInput(
      "spacy: a benchmark of few batches", ["benchmark", "speed", "@/m", "@/d", "--batches", "3"],
      status: 64, says: ["--batches 3: expected at least 30", "See '"]),
    BadInput(
      "spacy: a threshold of one trial",
      ["find-threshold", "@/m", "@/d", "textcat", "threshold", "cats_macro_f", "-n", "1"],
      status: 64, says: ["--n-trials 1: expected at least 2", "See '"]),
    BadInput(
      "spacy: scores of components to nowhere", ["evaluate", "@/m", "@/d", "-P"], status: 64,
      says: ["--per-component: expected --output FILE or --json", "See '"]),
    BadInput(
      "spacy: a model without meta.json", ["info", "@/m"], ["m": .folder],
      says: ["m/meta.json: cannot read: Can't find pipeline meta.json", "help: check the path"]),
  ]
}
