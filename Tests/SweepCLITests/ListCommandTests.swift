import SweepConfig
import Testing

@Suite struct ListCommandTests {
  @Test func listsALinePerTrialWithWhatChanges() throws {
    let store = try CommandStore.filled()
    let result = store.run("list", "ner")
    let ids = try ids(of: store)
    #expect(
      result.output == """
        ner  sweeps/ner.cfg  5 done, 1 failed
        trial  ID        state   dropout  seed  ents_f  step       time
            0  \(ids[0])  done        0.1     0  0.7000   100  1 min 0 s
            1  \(ids[1])  done        0.1     1  0.7200   100  2 min 0 s
            2  \(ids[2])  done        0.2     0  0.7400   100  3 min 0 s
            3  \(ids[3])  done        0.2     1  0.7600   100  4 min 0 s
            4  \(ids[4])  done        0.3     0  0.7800   100  5 min 0 s  best
            5  \(ids[5])  failed      0.3     1       –     –      1.0 s  loss is NaN

        """)
    #expect(result.status == 0)
  }

  private func ids(of store: CommandStore) throws -> [String] {
    let json = try JSONValue(parsing: store.run("list", "ner", "--json").output)
    return (json[0]?["trials"]?.arrayValue ?? []).compactMap { $0["id"]?.stringValue }
  }

  @Test(
    arguments: [
      ("ents_f > 0.73 and dropout < 0.3", ["2", "3"]), ("state = failed", ["5"]),
      ("seed = 1 and not state = failed", ["1", "3"]), ("ents_per_type.ORG.f > 0.255", ["4"]),
      ("training.max_steps = 200 and number < 2", ["0", "1"]),
      ("training.dropout = 0.2", ["2", "3"]),
      ("seconds > 3.5m", ["3", "4"]), ("started = 2026-11-01 and error ~ nan", ["5"]),
      ("commit = abcdef", ["0", "1", "2", "3", "4", "5"]), ("`loss ner` > 100", []),
      ("kept and row = 0", ["0", "1"]), ("study = ner and score = null", ["5"]),
    ])
  func filters(condition: String, numbers: [String]) throws {
    let store = try CommandStore.filled()
    let result = store.run("list", "ner", "--where", condition)
    #expect(result.firstWords == numbers, "\(result)")
    #expect(result.status == 0)
    if numbers.isEmpty { #expect(result.notes == "no trial fulfils the condition\n") }
  }

  @Test func sortsLimitsAndShowsColumns() throws {
    let store = try CommandStore.filled()
    #expect(
      store.run("list", "ner", "--sort", "ents_f:desc", "--limit", "2").firstWords == ["4", "3"])
    #expect(
      store.run("list", "ner", "--sort", "ents_p").firstWords == ["0", "1", "2", "3", "4", "5"])
    let columns = store.run(
      "list", "ner", "--columns", "seed,ents_p,training.max_steps", "--limit", "1")
    #expect(columns.output.contains("seed  ents_p  training.max_steps\n"), "\(columns)")
    #expect(columns.output.contains("   0  0.3500                 200\n"))
    let more = store.run("list", "ner", "--columns", "+ents_p", "--limit", "1").output
    #expect(more.contains("ents_f  ents_p  step"))
    let json = try JSONValue(
      parsing: store.run("list", "ner", "--json", "--where", "number = 4").output)
    #expect(json[0]?["trials"]?.arrayValue?.count == 1)
    #expect(json[0]?["trials"]?[0]?["tags"] == [])
  }

  @Test(
    arguments: [
      (["list", "--where", "ents_g > 1"], "did you mean `ents_f`?"),
      (["list", "--where", "ents_f >"], "expected a value after `>`"),
      (["list", "--sort", "droput"], "did you mean `dropout`?"),
      (["list", "--columns", "trainig.max_steps"], "did you mean `training.max_steps`?"),
      (["list", "nar"], "did you mean `ner`?"), (["list", "--limit", "0"], "expected at least 1"),
      (["show", "ner/77"], "the trials of `ner` are 0 to 5"), (["show", "nre/3"], "`ner/3`?"),
      (["show", "0"], "\"0\" may be any of ner/0 ("), (["lst"], "did you mean `sweep list`?"),
      (["init", "swep"], "did you mean `sweep init sweep`?"), (["compare"], "expected trials"),
      (["compare", "ner/0", "--format", "markdwn"], "markdown"), (["tail"], "no trial is running"),
    ])
  func saysWhatWasMeant(arguments: [String], help: String) throws {
    let store = try CommandStore.filled()
    let isCommand = ["lst", "init"].contains(arguments[0])
    let result = CommandResult(
      running: arguments + (isCommand ? [] : ["--store", store.path]))
    #expect(result.notes.contains(help), "\(result)")
    #expect(result.status != 0)
  }

  @Test func comparesTrialsByWhatIsDifferent() throws {
    let store = try CommandStore.filled()
    let table = store.run("compare", "ner/0", "ner/4", "ner/2").output
    #expect(
      table.split(separator: "\n").map { $0.split(separator: " ").first } == [
        "trial", "4", "2", "0",
      ])
    #expect(table.hasPrefix("trial  ID        dropout  ents_f  ents_p       time\n"), "\(table)")
    // Across studies, what their configs do not share counts too.
    let mixed = store.run("compare", "ner/0", "tiny/0").output
    #expect(mixed.hasPrefix("trial   ID        state    dropout  ents_f\n"), "\(mixed)")
    #expect(mixed.contains("ner/0 "))
    let found = store.run(
      "compare", "--where", "dropout = 0.2", "--study", "ner", "--format", "markdown")
    #expect(found.output.hasPrefix("| trial | ID"), "\(found)")
    #expect(found.output.split(separator: "\n").count == 4)
    let csv = store.run("compare", "--study", "ner", "--format", "csv").output
    #expect(csv.contains("variables.dropout,seed,ents_f,ents_p"), "\(csv)")
    let json = try JSONValue(
      parsing: store.run("compare", "--study", "ner", "--json", "--all-columns").output)
    #expect(json[0]?["trial"] == 4 && json[0]?["token_acc"] == 1.0)
  }

  @Test func showsHowTwoTrialsDiffer() throws {
    let store = try CommandStore.filled()
    let text = store.run("diff", "ner/0", "ner/3").output
    #expect(text.contains("variables.dropout: 0.1 → 0.2"))
    #expect(text.contains("To make b of a\n--variables.dropout 0.2 --training.seed 1"), "\(text)")
    #expect(text.contains("they part at step 0 (ents_p)"), "\(text)")
    #expect(text.contains("ents_f 0.5000 "))
  }
}
