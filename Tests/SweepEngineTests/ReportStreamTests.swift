import SweepConfig
import SweepEngine
import Testing

@Suite struct ReportStreamTests {
  private func items(_ text: String, largestLine: Int = 1 << 20) -> [ReportStream.Item] {
    ReportStream.items(of: Array(text.utf8), largestLine: largestLine)
  }

  /// What is wrong, with its line.
  private func problems(_ text: String) -> [String] {
    items(text).compactMap { item in
      if case .problem(let text, let line) = item { "\(line): \(text)" } else { nil }
    }
  }

  private func evaluations(_ text: String) -> [ReportEvent.Evaluation] {
    items(text).compactMap { item in
      if case .event(.evaluated(let evaluation), _) = item { evaluation } else { nil }
    }
  }

  @Test func readsEveryKindOfReport() {
    let found = items(
      """
      {"start": {"max_steps": 10, "heading": ["a"], "cpu": "x"}}
      {"progress": 3, "of": 10, "words": 5}
      {"step": 5, "epoch": 1, "words": 7, "metrics": {"acc": 0.5, "per": {"A": {"f": 1}}}, "losses": {"ner": 2}}

      {"artifact": "out/model.pkl", "name": "models/model.pkl", "compare": false}
      {"log": "hello"}
      {"beat": 4}
      {"done": true, "n": 7, "metrics": {"acc": 0.75}}

      """)
    var start = ReportEvent.Start()
    (start.maxSteps, start.heading, start.about) = (10, ["a"], ["cpu": "x"])
    var evaluation = ReportEvent.Evaluation()
    (evaluation.step, evaluation.epoch, evaluation.words) = (5, 1, 7)
    evaluation.metrics = ["acc": .number(0.5), "per": ["A": ["f": .number(1)]]]
    evaluation.losses = ["ner": .number(2)]
    var artifact = ReportEvent.Artifact(path: "out/model.pkl")
    (artifact.name, artifact.isCompared) = ("models/model.pkl", false)
    var end = ReportEvent.End(.done)
    end.count = 7
    var last = ReportEvent.Evaluation()
    (last.step, last.metrics) = (6, ["acc": .number(0.75)])
    end.evaluation = last
    #expect(
      found == [
        .event(.started(start), line: 1),
        .event(.progressed(.init(step: 3, maxSteps: 10, words: 5)), line: 2),
        .event(.evaluated(evaluation), line: 3), .event(.artifact(artifact), line: 5),
        .event(.logged("hello"), line: 6), .event(.beat, line: 7), .event(.ended(end), line: 8),
      ])
  }

  @Test(
    arguments: [
      ("[1]\n", "1: expected a JSON object, found a list"),
      ("\n{\"step\": 1\n", "2: this is no JSON: line 1, offset 10: the text ends inside a value"),
      ("\u{1}\u{2}garbage\n", "1: this is no JSON: line 1, offset 0: expected a value"),
      (
        "{\"step\": -1, \"metrics\": {\"a\": 1}}\n",
        "1: step: expected a whole number from 0 on, found -1"
      ),
      (
        "{\"step\": \"x\", \"metrics\": {\"a\": 1}}\n",
        "1: step: expected a whole number from 0 on, found the text \"x\""
      ),
      ("{\"metrics\": 4}\n", "1: metrics: expected an object of numbers, found 4"),
      (
        "{\"metrics\": {\"a\": \"good\"}}\n",
        "1: metrics.a: expected a number or null, found the text \"good\""
      ),
      ("{\"step\": 4}\n", "1: metrics: expected numbers, found none"),
      (
        "{\"metrik\": {\"a\": 1}}\n",
        "1: expected metrics, an artifact, a log, progress or an end, found metrik"
      ),
      (
        "{\"done\": true, \"failed\": \"x\"}\n",
        "1: expected one of done, pruned and failed, found several"
      ),
      (
        "{\"artifact\": \"a\", \"name\": \"../a\"}\n",
        "1: name: expected a relative path without . and .., found \"../a\""
      ),
      ("{\"log\": \"a\"}\n{\"metrics\"", "2: the last line is torn: 10 bytes without a line break"),
    ])
  func saysWhatIsWrongWithALine(text: String, expected: String) {
    #expect(problems(text) == [expected])
    #expect(evaluations(text).isEmpty)
  }

  @Test func leavesOutWhatIsWrongAndKeepsTheRest() {
    let text = """
      {"step": 3, "metrics": {"a": 1, "b": "good", "c": [1], "d": true}, "epoch": "x", "stepp": 4}
      {"step": 3, "metrics": {"a": 2}}
      {"step": 2, "metrics": {"a": 3}}
      {"metrics": {"a": 4}}
      {"done": true, "step": 1, "metrics": {"a": 5}}
      {"metrics": {"a": 6}}

      """
    #expect(
      problems(text) == [
        "1: epoch: expected a whole number from 0 on, found the text \"x\"",
        "1: metrics.b: expected a number or null, found the text \"good\"",
        "1: metrics.c: expected a number or null, found a list",
        "1: metrics.d: expected a number or null, found true",
        "1: there is no key \"stepp\"; did you mean step?",
        "2: step: expected a step after 3, found 3 again",
        "3: step: expected a step after 3, found 2",
        "6: it comes after the end mark in line 5",
      ])
    #expect(evaluations(text).map(\.step) == [3, 4])
    #expect(evaluations(text).map(\.metrics) == [["a": .number(1)], ["a": .number(4)]])
    guard case .event(.ended(let end), 5) = items(text)[items(text).count - 2] else {
      Issue.record("no end")
      return
    }
    #expect(end.evaluation?.step == 5)
  }

  @Test func readsNumbersThatAreNone() throws {
    let text = #"{"metrics": {"a": NaN, "b": "NaN", "c": "-inf", "d": Infinity, "e": null}}"# + "\n"
    let metrics = try #require(evaluations(text).first?.metrics)
    #expect(problems(text).isEmpty)
    #expect(metrics["a"]?.doubleValue?.isNaN == true && metrics["b"]?.doubleValue?.isNaN == true)
    #expect(metrics["c"] == .number(-.infinity) && metrics["d"] == .number(.infinity))
    #expect(metrics["e"] == .null)
  }

  @Test func doesNotDependOnHowTheBytesAreCut() {
    let text =
      #"{"step": 1, "metrics": {"ä": 1}}"# + "\r\n" + String(repeating: "x", count: 300)
      + "\n\n" + #"{"done": true}"# + "\n{"
    let whole = items(text, largestLine: 100)
    #expect(
      whole.contains(
        .problem("the line has 300 bytes, more than the 100 that a report may have", line: 2)))
    for size in [1, 2, 3, 7, 50, 299, 301] {
      var stream = ReportStream(largestLine: 100)
      var found: [ReportStream.Item] = []
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        found += stream.read(rest.prefix(size))
        rest = rest.dropFirst(size)
      }
      #expect(found + stream.finish() == whole)
    }
  }

  @Test func leavesOutLinesOfMegabytes() {
    let long = "{\"metrics\": {\"a\": 1, \"text\": \"" + String(repeating: "y", count: 3_000_000)
    let text = long + "\"}}\n" + #"{"metrics": {"a": 2}}"# + "\n"
    #expect(evaluations(text).map(\.metrics) == [["a": .number(2)]])
    #expect(problems(text).count == 1)
    let many = (0..<5_000).map { "\"m\($0)\": 1" }.joined(separator: ", ")
    #expect(
      evaluations("{\"metrics\": {\(many)}}\n").map(\.metrics.count) == [ReportLine.largestCount])
  }

  @Test(
    arguments: [
      ("step {step}: loss={loss}", "INFO step  12: loss=0.5s", "12 loss=0.5"),
      ("acc {acc}%", "epoch 3 acc -97.25%!", "nil acc=-97.25"),
      ("{step} {*} {acc}", "7 | took 3s | 0.25", "7 acc=3.0"),
      ("{step} {*}| {acc}", "7 | took 3s | 0.25", "7 acc=0.25"),
      ("loss {loss}", "loss nan", "nil loss=nan"),
      ("loss {loss}", "loss 1e-3,", "nil loss=0.001"),
      ("loss {loss}", "loss 0x10", "nil loss=0.0"),
      ("loss {loss}", "the loss is 4", nil),
      ("step {step} loss {loss}", "step -4 loss 4", nil),
    ])
  func readsNumbersByAPattern(pattern: String, line: String, expected: String?) throws {
    let evaluation = try ReportPattern(parsing: pattern).evaluation(in: line.utf8)
    let text = evaluation.map { evaluation in
      "\(evaluation.step.map { "\($0)" } ?? "nil") "
        + evaluation.metrics.entries.map { "\($0.key)=\($0.value.doubleValue ?? 0)" }.joined()
    }
    #expect(text == expected)
  }

  @Test(
    arguments: [
      ("step {step}", "a metric in braces, as in \"loss={loss}\""),
      ("loss {loss", "a } after each {"),
      ("{a b}", "names of letters, digits, _, . and - in braces"),
      ("{a} {a}", "each name once"),
      ("{a}{b}", "something between two numbers"),
    ])
  func refusesPatternsThatMeanNothing(pattern: String, expected: String) {
    #expect {
      try ReportPattern(parsing: pattern)
    } throws: {
      ($0 as? ReportPattern.Problem)?.expected == expected
    }
  }
}
