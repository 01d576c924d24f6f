import ArgumentParser
import SweepCLI
import Testing

/// The command lines of what goes in and out: refused before anything is read.
@Suite struct ExchangeCommandTests {
  private func error(_ arguments: [String]) -> String {
    do {
      _ = try SweepCommand.parseAsRoot(arguments)
      return ""
    } catch {
      return SweepCommand.message(for: error)
    }
  }

  @Test(arguments: [
    (
      ["export", "ner/3", "--with-program", "--no-program"],
      "--with-program and --no-program exclude each other"
    ),
    (
      ["export", "ner", "--format", "csv", "--no-program"],
      "--with-program and --no-program are for capsules"
    ),
    (
      ["export", "ner/3", "a.capsule", "-o", "b"],
      "the place to write is given twice: FILE and --output"
    ),
    (["verify", "3", "--all"], "trials, --all and --sample exclude each other"),
    (["verify", "--sample", "0"], "--sample 0: expected at least 1"),
    (
      ["rerun", "3", "--with", "dropout"],
      "--with dropout: expected KEY=VALUE, for example training.dropout=0.2"
    ),
    (
      ["rerun", "3", "--with", "a.b=1", "--output", "x"],
      "--with compares scores and keeps no model; leave out --output"
    ),
  ])
  func refusesWhatContradictsItself(arguments: [String], message: String) {
    #expect(error(arguments) == message)
  }

  @Test(arguments: [
    ["export", "ner/3"], ["export", "ner", "--format", "mlflow", "--output", "mlruns"],
    ["import", "x.db", "--from", "optuna", "--metric", "loss:minimize"],
    ["merge", "b.db", "--dry-run"],
    ["whence", "model"], ["verify", "--sample", "3", "--seed", "1"], ["doctor", "--json"],
    ["rerun", "a.capsule", "--trust"], ["run", "x.toml", "--no-code"],
  ])
  func readsItsOwnExamples(arguments: [String]) {
    #expect(error(arguments) == "")
  }
}
