import Foundation
import SweepConfig
import SweepKit
import SweepSearch
import Testing

/// The program that runs at the end of a run.
@Suite struct FinishCommandTests {
  private let summary: JSONObject = [
    "study": "ner", "state": "done", "store": "/tmp/s.db", "report": "/tmp/r.md",
    "best": ["trial": "ner/3", "score": 0.5],
  ]
  private let environment = ["PATH": "/usr/bin:/bin"]

  @Test func tellsWhatHasHappened() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    let command = FinishCommand(
      shell: """
        { echo "$SWEEP_STUDY $SWEEP_STATE $SWEEP_STORE $SWEEP_REPORT $SWEEP_BEST_TRIAL \
        $SWEEP_BEST_SCORE"; cat; } > '\(file.path)'
        """)
    #expect(command.run(summary, environment: environment) == nil)
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(
      text == "ner done /tmp/s.db /tmp/r.md ner/3 0.5\n\(summary.serialized(.compact))\n")
  }

  @Test func warnsOfFailures() {
    func warning(_ arguments: [String], _ limit: Duration = .seconds(60)) -> String? {
      FinishCommand(arguments: arguments, timeLimit: limit).run(summary, environment: environment)
    }
    #expect(warning(["true"]) == nil)
    #expect(
      warning(["sh", "-c", "exit 3"])
        == "warning: the command on finish, sh -c exit 3: it ended with status 3")
    #expect(
      warning(["no-such-program"])
        == "warning: the command on finish, no-such-program: the program was not found (status 127)"
    )
    #expect(warning(["sh", "-c", "kill -9 $$"])?.hasSuffix("it was ended by signal 9") == true)
    #expect(
      warning(["sleep", "60"], .milliseconds(200))?.hasSuffix("it was ended after 0 s") == true)
    let large: JSONObject = ["study": .string(String(repeating: "x", count: 70_000))]
    #expect(
      FinishCommand(arguments: ["true"]).run(large, environment: environment)?
        .contains("expected at most 65536") == true)
  }

  @Test func isReadFromTheSweepFile() throws {
    func sweep(_ line: String) throws(SweepFileErrors) -> SweepFile {
      try SweepFile(
        parsing: "config = \"a.cfg\"\n\(line)\n[parameters]\n\"a.b\" = { values = [1, 2] }\n",
        file: "s.toml")
    }
    let read = try sweep(#"on_finish = ["notify-send", "sweep \"done\"", ""]"#)
    #expect(read.onFinish == ["notify-send", "sweep \"done\"", ""])
    #expect(read.toml().contains(#"on_finish = ["notify-send", "sweep \"done\"", ""]"#))
    // It may change at any time: it says nothing about the trials.
    #expect(
      try read.canonicalPlan(configText: "") == sweep("").canonicalPlan(configText: ""))
    for bad in [#""notify-send""#, "[]", #"["", "x"]"#, "[1]"] {
      #expect(throws: SweepFileErrors.self) { try sweep("on_finish = \(bad)") }
    }
  }
}
