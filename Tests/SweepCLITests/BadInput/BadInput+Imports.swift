extension BadInput {
  /// A file `x` with an ending, which is to be imported.
  private static func imported(
    _ name: String, _ ending: String, _ file: File?, _ arguments: String..., status: Int32 = 1,
    says: String...
  ) -> BadInput {
    BadInput(
      "import: \(name)", ["import", "@/x.\(ending)", "--store", "@/sweep.db"] + arguments,
      file.map { ["x.\(ending)": $0] } ?? [:], status: status, says: says)
  }

  /// A table of W&B: its first line, and those of its runs.
  private static func table(
    _ name: String, _ lines: String, _ arguments: String..., status: Int32 = 1, says: String...
  ) -> BadInput {
    BadInput(
      "import: a table \(name)", ["import", "@/x.csv", "--store", "@/sweep.db"] + arguments,
      ["x.csv": .text(lines)], status: status, says: says)
  }

  private static let run = "\"Name\",\"State\",\"accuracy\"\n\"a\",\"finished\",\"0.5\"\n"

  /// Files of other tools that are none, are damaged, or do not say what has to be known.
  static let imports: [BadInput] = [
    imported(
      "none", "csv", nil, says: "x.csv: cannot read: No such file or directory",
      "help: check the path"),
    imported(
      "a folder", "csv", .folder, says: "x.csv: cannot read: Is a directory",
      "help: give a file of the folder"),
    imported(
      "a text", "txt", .text("hello\n"),
      says: "x.txt: expected a file of Optuna, MLflow, Trackio, W&B or spaCy, found something else",
      "help: say what it is with --from optuna|mlflow|trackio|wandb|spacy"),
    imported(
      "an empty file", "csv", .text(""), says: "x.csv: expected a file of Optuna",
      "help: say what it is with --from"),
    imported(
      "a store", "db", .store(.none), says: "x.db: expected a file of Optuna",
      "help: say what it is with --from"),
    imported(
      "a database of something else", "db", .store(.foreign),
      says: "x.db: expected a file of Optuna",
      "help: say what it is with --from"),
    imported(
      "a damaged database", "db",
      .bytes(Array("SQLite format 3\0".utf8) + [UInt8](repeating: 7, count: 5_000)),
      says: "x.db: its SQLite database is damaged: ", "help: copy it again"),
    imported(
      "a database of another tool", "db", .store(.none), "--from", "optuna",
      says: "expected a file of optuna: its tables are not in the database",
      "help: say what it is with --from"),
    imported(
      "a text as a database", "txt", .text("hello\n"), "--from", "trackio",
      says: "expected a file of trackio: found no SQLite database", "help: say what it is"),
    imported(
      "a text as a capsule", "txt", .text("hello\n"), "--from", "capsule",
      says: "x.txt: expected a capsule of `sweep export`, found a file that is no archive",
      "help: `sweep export TRIAL FILE.capsule` makes one"),
    imported(
      "a tool there is not", "csv", .text(run), "--from", "wnadb", status: 64,
      says: "The value 'wnadb' is invalid for '--from <from>'", "See 'sweep import --help'"),
    imported(
      "a log that is cut off", "jsonl", .text("{\"step\": 1, \"losses\": {}, \"score\": 1}\n{\"st"),
      says: "x.jsonl: 1 row cannot be read, so nothing was imported:",
      "line 2, offset 4: the text ends inside a value", "help: mend the rows"),
    imported(
      "a log without steps", "jsonl", .text("{\"step\": \"a\", \"losses\": {}, \"score\": 1}\n"),
      "--from", "spacy", says: "line 1: expected an object with a whole number \"step\"",
      "or leave them out with --skip-bad"),
    imported(
      "a log under a name that is taken", "jsonl",
      .text("{\"step\": 1, \"losses\": {}, \"score\": 1}\n"), "--name", "ner",
      says: "the store has a study \"ner\" that was not imported from such a file",
      "help: give it another name with --name"),
    table(
      "with a short line", "\"Name\",\"State\",\"v\"\n\"a\",\"finished\"\n",
      says: "x.csv: 1 row cannot be read, so nothing was imported:",
      "line 2: expected 3 cells as in the first line, found 2", "help: mend the rows"),
    table(
      "with an open quote", "\"Name\",\"State\",\"v\n",
      says: "line 1: a quote is opened and never closed", "help: mend the rows"),
    table(
      "of something else", "a,b\n1,2\n",
      says: "line 1: there is no column Name or ID, as W&B writes them", "help: mend the rows"),
    table(
      "with a run twice", run + "\"a\",\"finished\",\"0.6\"\n",
      says: "line 3: the run a is there twice", "help: mend the rows"),
    table(
      "with a state there is not", "\"Name\",\"State\",\"acc\"\n\"a\",\"gone\",\"0.5\"\n",
      says: "line 2: unknown state \"gone\"", "help: mend the rows"),
    table(
      "without a score", run,
      says: "which column of \"x\" is the score that decides is not told by the file",
      "help: name it with --metric NAME, or NAME:minimize; the columns are accuracy"),
    table(
      "without the score that is named", run, "--metric", "loss",
      says: "no trial of \"x\" has the value \"loss\"", "help: there are accuracy"),
    table(
      "whose score is near", run, "--metric", "acuracy",
      says: "no trial of \"x\" has the value \"acuracy\"", "help: did you mean `accuracy`?"),
    table(
      "without the study that is named", run, "--metric", "accuracy", "--study", "q",
      says: "there is no study \"q\" in it", "help: it has x"),
    table(
      "with a score without a name", run, "--metric", ":minimize", status: 64,
      says: "--metric :minimize: expected NAME or NAME:minimize", "See 'sweep --help'"),
  ]
}
