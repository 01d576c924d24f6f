import Foundation
import GRDB
import SweepConfig
import SweepEngine
import SweepKit
import SweepSearch
import SweepStore
import Testing

@Suite struct ProgramTests {
  @Test func recordsReportsOnADescriptorAndInAFile() throws {
    let bench = try ProgramBench(
      """
      echo '{"start": {"max_steps": 20}}' >&3
      echo "{\\"step\\": 10, \\"metrics\\": {\\"acc\\": 0.$1, \\"loss main\\": 2, \\"t\\": {\\"x\\": 1}}}" \\
        >> "$SWEEP_REPORTS"
      echo '{"step": 20, "epoch": 1, "metrics": {"acc": 0.25, "per": {"A": {"p": 1, "r": 0, "f": 0}}}}' \\
        >> "$SWEEP_REPORTS"
      echo "seed $2 name $3"
      cat "$SWEEP_TRIAL_FILE" > "$SWEEP_FOLDER/model.json"
      cat "$SWEEP_FOLDER/config.toml" "$SWEEP_FOLDER/config.cfg" > "$SWEEP_FOLDER/both"
      echo '{"artifact": "model.json"}' >&3
      echo '{"artifact": "both", "name": "configs/both", "compare": false}' >&3
      """, options: "seeds = [7]\nkeep_models = \"all\"")
    let outcome = try bench.run()
    #expect(outcome.failedCount == 0)
    #expect(
      try bench.values(0) == [
        "10 acc=0.1", "10 loss main=2.0", "10 t.x=1.0", "20 acc=0.25", "20 per.A.f=0.0",
        "20 per.A.p=1.0", "20 per.A.r=0.0",
      ])
    let trials = try bench.trials()
    #expect(trials.map(\.score) == [0.25, 0.25, 0.3])
    #expect(trials.map(\.bestStep) == [20, 20, 10] && trials.map(\.steps) == [21, 21, 21])
    #expect(try bench.log(0).contains("seed 7 name a b\n"))
    let store = try StudyStore(path: bench.store, access: .read)
    let files = try store.files(of: trials[1])
    #expect(files.map(\.path) == ["configs/both", "model.json"])
    let json = try JSONValue(parsing: store.bytes(files[1].sha256))
    #expect(json["params"] == ["model.rate": 2])
    #expect(json["config"]?["model"] == ["rate": 2, "name": "a b", "nothing": nil])
    #expect(json["config"]?["sweep"]?["seed"] == 7)
    let both = String(decoding: try store.bytes(files[0].sha256), as: UTF8.self)
    #expect(
      both.contains("[model]\nrate = 2\nname = \"a b\"\n# nothing = null: TOML has no null\n"))
    #expect(both.contains("[model]\nrate = 2\nname = \"a b\"\nnothing = null\n"))
    let provenance = try #require(try store.provenance(of: trials[0]))
    #expect(provenance["command"]?[1] == "{sweep}/train.sh")
    #expect(provenance["files"]?[0]?["sha256"]?.stringValue?.count == 64)
    #expect(try store.study().name == "sh")
    // The folders of trials that have ended well are gone.
    #expect(!FileBytes.exists(bench.store + ".trials/sh-0"))
  }

  @Test func readsAPatternAndAResultFile() throws {
    let pattern = try ProgramBench(
      """
      printf 'epoch 0 acc: 0.1\\rother text\\nepoch 1 acc: 0.%s done\\n' $1
      """, options: #"pattern = "epoch {epoch} acc: {acc}""#)
    #expect(try pattern.run().failedCount == 0)
    #expect(try pattern.values(2) == ["0 acc=0.1", "1 acc=0.3"])
    #expect(try pattern.rerun(1).isIdentical)
    let result = try ProgramBench(
      """
      mkdir "$SWEEP_FOLDER/out"
      echo '{"step": 4, "metrics": {"acc": 0.9}}' >&3
      echo "{\\"acc\\": 0.$1, \\"size\\": {\\"mb\\": 3}}" > "$SWEEP_FOLDER/out/result.json"
      """, options: #"result = "out/result.json""#)
    #expect(try result.run().failedCount == 0)
    // What the result says decides.
    #expect(try result.values(1) == ["4 acc=0.9", "5 acc=0.2", "5 size.mb=3.0"])
    #expect(try result.trials().map(\.score) == [0.1, 0.2, 0.3])
  }

  @Test func reportsWhatIsWrongWithReportsAndGoesOn() throws {
    let bench = try ProgramBench(
      """
      echo 'garbage' >&3
      echo '{"step": 3, "metrics": {"acc": "NaN", "b": "good"}}' >&3
      echo '{"step": 3, "metrics": {"acc": 0.5}}' >&3
      head -c 3000000 /dev/zero | tr '\\0' 'x' >&3
      echo >&3
      echo '{"step": 2, "metrics": {"acc": 0.6}}' >&3
      echo '{"step": 4, "metrics": {"acc": 0.7}}' >&3
      echo '{"done": true}' >&3
      echo '{"step": 5, "metrics": {"acc": 0.8}}' >&3
      printf '{"step": 6, "metr' >&3
      """, parameters: #""model.rate" = { values = [1] }"#)
    #expect(try bench.run().failedCount == 0)
    #expect(try bench.values(0) == ["3 acc=nan", "4 acc=0.7"])
    let log = try bench.log(0)
    for line in [
      "descriptor 3, line 1: this is no JSON",
      "descriptor 3, line 2: metrics.b: expected a number or null, found the text \"good\"",
      "descriptor 3, line 2: acc is not a number",
      "descriptor 3, line 3: step: expected a step after 3, found 3 again",
      "descriptor 3, line 4: the line has 3000000 bytes, more than the 1048576",
      "descriptor 3, line 5: step: expected a step after 3, found 2",
      "descriptor 3, line 8: it comes after the end mark in line 7",
      "descriptor 3, line 9: the last line is torn: 17 bytes",
    ] { #expect(log.contains(line), "\(line)") }
  }

  @Test(
    arguments: [
      ("exit 0", "the program ended with status 0 and has reported nothing"),
      (
        "echo '{\"metrics\": {\"acc\": 1}}' >&3; echo why >&2; exit 3",
        "the program ended with status 3\n  | why"
      ),
      ("kill -SEGV $$", "the program was ended by signal 11 (SIGSEGV)"),
      (
        "echo '{\"metrics\": {\"acd\": 1}}' >&3",
        "never reported the metric \"acc\"\n  help: did you mean `acd`?"
      ),
      ("echo '{\"failed\": \"no luck\"}' >&3", "the program says: no luck"),
      ("cat $1/nowhere; exit 1", "No such file or directory"),
    ])
  func failsATrialWithoutAResult(script: String, expected: String) throws {
    let bench = try ProgramBench(script, parameters: #""model.rate" = { values = [1] }"#)
    #expect(try bench.run().failedCount == 1)
    let error = try bench.trials()[0].error ?? ""
    #expect(error.contains(expected), "\(error)")
    // What has failed leaves its folder.
    #expect(FileBytes.exists(bench.store + ".trials/sh-0/config.json"))
  }

  @Test func takesAResultAlsoWhereTheProgramCrashesAfterItsEndMark() throws {
    let bench = try ProgramBench(
      "echo '{\"done\": true, \"metrics\": {\"acc\": 0.4}}' >&3; exit 3",
      parameters: #""model.rate" = { values = [1] }"#)
    #expect(try bench.run().failedCount == 0)
    #expect(try bench.trials()[0].score == 0.4)
    #expect(try bench.log(0).contains("after its end mark, the program ended with status 3"))
  }

  @Test func drainsWhateverAProgramPrints() throws {
    let bench = try ProgramBench(
      """
      head -c 20000000 /dev/zero | tr '\\0' 'y'
      yes 'a line of output' | head -n 300000
      yes 'a line of errors' | head -n 300000 >&2
      echo '{"metrics": {"acc": 1}}' >&3
      """, parameters: #""model.rate" = { values = [1] }"#)
    #expect(try bench.run().failedCount == 0)
    let log = try bench.log(0)
    #expect(log.utf8.count < 1_000_000 && log.contains("lines left out"))
  }

  @Test func showsTheLastLinesOfErrorsHoweverManyThereAre() throws {
    let bench = try ProgramBench(
      """
      yes 'a line of errors' | head -n 30000 >&2
      printf 'ValueError: the last\\nline of all' >&2
      exit 1
      """, parameters: #""model.rate" = { values = [1] }"#)
    #expect(try bench.run().failedCount == 1)
    #expect(
      try bench.trials()[0].error?.hasSuffix("| ValueError: the last\n  | line of all") == true)
    #expect(try bench.log(0).contains("ValueError: the last\nline of all\n"))
  }

  @Test func endsTrialsThatAPrunerRulesOut() throws {
    // The first five are complete; the others get worse and worse and would train for ever.
    let bench = try ProgramBench(
      """
      trap 'echo stopped politely; exit 0' TERM
      echo "{\\"step\\": 1, \\"metrics\\": {\\"acc\\": 0.$((9 - $1))}}" >&3
      [ "$1" -le 2 ] || while :; do sleep 0.05; done
      """,
      options: """
        pruner = { type = "median", startup_trials = 2 }
        window = 1
        """, parameters: #""model.rate" = { values = [1, 2, 3, 4] }"#)
    #expect(try bench.run().failedCount == 0)
    let trials = try bench.trials()
    #expect(trials.map(\.state) == [.done, .done, .pruned, .pruned])
    #expect(trials[3].endedStep == 1 && trials[3].reason == "pruned after step 1")
    #expect(try bench.log(3).contains("stopped politely"))
    // A re-run ends it at the same step.
    #expect(try bench.rerun(3).isIdentical)
  }

  @Test func killsWhatDoesNotEndWhenItIsAskedTo() throws {
    let bench = try ProgramBench(
      """
      trap '' TERM
      echo "{\\"step\\": 1, \\"metrics\\": {\\"acc\\": 0.5}}" >&3
      (sleep 600 &)
      sleep 600
      """,
      options: """
        grace_seconds = 0.2
        limits = { trial_minutes = 0.005 }
        """, parameters: #""model.rate" = { values = [1] }"#)
    let start = ContinuousClock().now
    #expect(try bench.run().failedCount == 0)
    #expect(ContinuousClock().now - start < .seconds(30))
    #expect(try bench.trials()[0].state == .pruned)
    #expect(try bench.log(0).contains("killed 0.2 seconds after it was asked to end"))
    #expect(bench.processes(with: bench.folder).isEmpty)
  }

  @Test func stopsAndGoesOn() throws {
    let bench = try ProgramBench(
      """
      echo "{\\"step\\": 1, \\"metrics\\": {\\"acc\\": 0.$1}}" >&3
      sleep ${SLEEP:-0}
      """)
    let stop = StopSignal()
    let outcome = try bench.run(
      stop: stop, environment: ["PATH": "/usr/bin:/bin", "SLEEP": "600"]
    ) { event in
      if case .evaluated = event {
        stop.raise()
        stop.raise()
      }
    }
    #expect(outcome.wasStopped)
    #expect(try bench.trials().filter { $0.state == .done }.isEmpty)
    #expect(try bench.run().failedCount == 0)
    #expect(try bench.trials().map(\.score) == [0.1, 0.2, 0.3])
    #expect(try bench.values(0) == ["1 acc=0.1"])
  }

  @Test func waitsAtRungs() throws {
    let bench = try ProgramBench(
      """
      for step in 1 2 3 4 5 6 7 8 9; do
        echo "{\\"step\\": $step, \\"metrics\\": {\\"acc\\": 0.$1$step}}" >&3
      done
      """, options: "pruner = { type = \"halving\", first_step = 1, reduction = 3, last_step = 9 }",
      parameters: #""model.rate" = { values = [1, 2, 3, 4, 5, 6, 7, 8, 9] }"#)
    #expect(try bench.run().failedCount == 0)
    let ended = try bench.trials().map { $0.endedStep ?? 9 }
    #expect(ended == [1, 1, 1, 1, 1, 1, 3, 3, 9])
  }

  @Test func hashesInputsBeforeTheRunAndSaysWhatHasChanged() throws {
    let bench = try ProgramBench(
      """
      echo "{\\"metrics\\": {\\"acc\\": 0.$(head -c 1 "$(sed -n 's/^path = "\\(.*\\)"/\\1/p' "$SWEEP_CONFIG")")}}" >&3
      echo changed >> "$SWEEP_FOLDER/model"
      echo '{"artifact": "model"}' >&3
      """, options: "inputs = [\"data.path\"]\nrun_in = \"here\"",
      parameters: #""model.rate" = { values = [1] }"#)
    #expect(try bench.run().failedCount == 0)
    let store = try StudyStore(path: bench.store, access: .read)
    let inputs = try store.inputs(of: bench.trials()[0])
    #expect(inputs.map(\.setting) == ["data.path"] && inputs.map(\.bytes) == [6])
    let same = try bench.rerun(0)
    #expect(same.isIdentical && same.changes.isEmpty && same.origins.count == 1)
    // From the record, since the file is another one by now; and the script is another one, too.
    try FileBytes.write("7 8 9\n", to: bench.folder + "/data.txt")
    let script = String(decoding: try FileBytes.read(bench.folder + "/train.sh"), as: UTF8.self)
    try FileBytes.write(script + "\n# changed\n", to: bench.folder + "/train.sh")
    let again = try bench.rerun(0)
    #expect(again.isIdentical)
    #expect(again.origins[0].contains("from the record, since"))
    #expect(again.changes.map(\.name) == ["file {sweep}/train.sh"])
    try FileBytes.write(
      script.replacingOccurrences(of: "echo changed", with: "echo other"),
      to: bench.folder + "/train.sh")
    let other = try bench.rerun(0)
    #expect(!other.isIdentical && other.comparison.differences.count == 1)
    // An input that is not there fails its trial.
    try FileBytes.remove(bench.folder + "/data.txt")
    try FileBytes.remove(bench.store)
    #expect(try bench.run().failedCount == 1)
    #expect(
      try bench.trials()[0].error
        == "the input data.path = \"data.txt\" cannot be read: No such file or directory")
  }

  @Test func saysFromWhichStepOnAProgramDiffersInBothDirections() throws {
    let bench = try ProgramBench(
      """
      echo '{"step": 1, "metrics": {"acc": 0.5, "old": 1}}' >&3
      echo '{"step": 2, "metrics": {"acc": 0.6}}' >&3
      """, parameters: #""model.rate" = { values = [1] }"#)
    _ = try bench.run()
    try FileBytes.write(
      """
      echo '{"step": 1, "metrics": {"acc": 0.5, "new": 1}}' >&3
      echo '{"step": 2, "metrics": {"acc": 0.75}}' >&3
      """, to: bench.folder + "/train.sh")
    let verdict = try bench.rerun(0)
    #expect(
      verdict.comparison.differences == [
        .missingInRecord(step: 1, name: "new"), .missingNow(step: 1, name: "old"),
        .value(step: 2, name: "acc", recorded: 0.6, now: 0.75),
      ])
  }

  @Test func triesAFailedProgramAgain() throws {
    let bench = try ProgramBench(
      """
      marker="\(NSTemporaryDirectory())sweep-tried-$SWEEP_ID"
      [ -e "$marker" ] || { touch "$marker"; kill -KILL $$; }
      rm "$marker"
      echo '{"metrics": {"acc": 1}}' >&3
      """, parameters: #""model.rate" = { values = [1] }"#)
    #expect(try bench.run(retries: 1).failedCount == 0)
    #expect(try bench.trials()[0].state == .done)
  }

  @Test(
    arguments: [
      (#"command = ["sh", "{modle.rate}"]"#, "did you mean `{model.rate}`?"),
      (#"command = ["sh", "{seed"]"#, "expected a name and a } after each {"),
      (#"inputs = ["data.pat"]"#, "did you mean `data.path`?"),
      (#"pattern = "step {step}""#, "expected a metric in braces"),
      (#"python = "python3""#, "expected no python without engine = \"spacy\", found both"),
      ("isolate = true", "expected no isolate where each trial is a program"),
      ("folds = 3", "expected no folds where programs train, found both"),
      (#"environment = { SWEEP_X = "1" }"#, "none of which begins with SWEEP_"),
      (#"result = "../x""#, "expected a path inside of the trial's folder"),
      ("grace_seconds = -1", "expected seconds from 0 to 86400"),
    ])
  func refusesSettingsThatMeanNothing(line: String, expected: String) throws {
    let bench = try ProgramBench("exit 0", options: line.hasPrefix("command") ? "" : line)
    if line.hasPrefix("command") {
      let path = bench.folder + "/sh.toml"
      let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
      try FileBytes.write(
        text.split(separator: "\n").map { $0.hasPrefix("command") ? Substring(line) : $0 }
          .joined(separator: "\n"), to: path)
    }
    #expect {
      try bench.plan()
    } throws: {
      "\($0)".contains(expected)
    }
  }

  @Test func keepsItsSettingsAsTOML() throws {
    let bench = try ProgramBench(
      "exit 0",
      options: """
        pattern = "acc {acc}"
        result = "r.json"
        inputs = ["data.path"]
        environment = { OMP_NUM_THREADS = 1, NAME = "x" }
        run_in = "folder"
        grace_seconds = 2
        keep_folders = "all"
        """)
    let sweep = try SweepFile(contentsOf: bench.folder + "/sh.toml")
    let again = try SweepFile(parsing: sweep.toml(), file: bench.folder + "/sh.toml")
    #expect(again.engine == .command && again.program == sweep.program)
    #expect(sweep.program.environment.count == 2)
    let older = try SweepFile(
      parsing: sweep.toml().replacingOccurrences(
        of: "engine = \"command\"", with: "engine = \"command\"\nisolate = false"), file: "x.toml")
    #expect(!older.isolates)
  }

  @Test func theExamplesPythonFileIsTheOneThatIsCarried() throws {
    #expect(
      String(decoding: try FileBytes.read("sweeps/sklearn/sweep_trial.py"), as: UTF8.self)
        == PythonFiles.trial)
  }

  @Test func refusesAProgramThatIsNotThere() throws {
    let bench = try ProgramBench("exit 0")
    let path = bench.folder + "/sh.toml"
    let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
    try FileBytes.write(
      text.replacingOccurrences(of: "\"sh\",", with: "\"no-such-shell\","), to: path)
    #expect {
      try bench.run()
    } throws: {
      "\($0)".hasPrefix("there is no program no-such-shell in PATH")
    }
    #expect(!FileBytes.exists(bench.store))
  }
}
