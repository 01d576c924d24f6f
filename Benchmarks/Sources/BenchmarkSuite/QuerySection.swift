import Foundation

/// How long commands take that look at a store of many trials: whole processes, from their start on.
struct QuerySection {
  let sweep: String
  var trials = 10_000
  var rounds = 5

  /// The scores of each trial.
  private static let scores = ["ents_f", "ents_p", "ents_r"] + (0..<17).map { "score_\($0)" }

  /// What is asked, and how long it may take, in seconds.
  private static let questions: [(name: String, arguments: [String], bound: String)] = [
    ("sweep list", ["list"], "0.1"),
    ("sweep list --limit 20", ["list", "--sort", "ents_f:desc", "--limit", "20"], "0.1"),
    (
      "sweep compare --where …", ["compare", "--where", "ents_f > 0.8 and dropout < 0.3"], "0.1"
    ),
    ("sweep report", ["report"], "0.5"),
    ("sweep report --format csv", ["report", "--format", "csv"], "0.5"),
  ]

  /// Wall and processor time of each question.
  ///
  /// - Throws: `Options.Problem` if the program fails.
  func table() throws -> String {
    let folder = try Child.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try fill(folder)
    var table = Table(
      "\(Text.grouped(trials)) trials of 20 scores, random search", "wall s", "CPU s",
      "bound, wall s")
    for (name, arguments, bound) in Self.questions {
      var (wall, processor) = (Samples(), Samples())
      for _ in 0..<rounds {
        let cost = try Child.measure([sweep] + arguments + ["--store", folder + "/s.db"])
        wall.note(cost.wall)
        processor.note(cost.processor)
      }
      table.add(
        name, Text.decimals(wall.median, 3), Text.decimals(processor.median, 3), bound)
    }
    return table.text
  }

  /// Makes the store, through the program itself.
  private func fill(_ folder: String) throws {
    func write(_ text: String, _ name: String) throws {
      try text.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
    }
    let sections = (0..<20).map { section in
      "[section\(section)]\n" + (0..<8).map { "key\($0) = \(section * $0)\n" }.joined()
    }
    try write(
      """
      [train]
      dropout = 0.5
      learn_rate = 0.001
      width = 96
      optimizer = "adam"

      \(sections.joined(separator: "\n"))
      """, "queries.cfg")
    try write(
      """
      config = "queries.cfg"
      trainer = "elsewhere"
      method = "random"
      metric = { name = "ents_f", goal = "maximize" }
      trials = \(trials)
      baseline = false

      [parameters]
      "train.dropout" = { min = 0.0, max = 0.6 }
      "train.learn_rate" = { distribution = "log_uniform_values", min = 0.00001, max = 0.01 }
      "train.width" = { values = [64, 96, 128, 192] }
      "train.optimizer" = { values = ["adam", "radam", "sgd"] }
      """, "queries.toml")
    try write((0..<trials).map(Self.requests).joined(), "requests")
    let command = "exec '\(sweep)' serve '\(folder)/queries.toml' --store '\(folder)/s.db'"
    _ = try Child.measure(["sh", "-c", command + " < '\(folder)/requests'"])
  }

  /// Three reports of a trial, the last one at its end.
  private static func requests(_ number: Int) -> String {
    var lines = ["{\"ask\": 1}"]
    for step in 1...3 {
      let values = scores.enumerated().map { index, name in
        "\"\(name)\": \(Double((number * 7919 + index * 104_729 + step * 31) % 99_991) / 99_991)"
      }
      let end = step == 3 ? "\"done\": true, " : ""
      lines.append(
        "{\"tell\": {\"trial\": \"queries/\(number)\", \(end)\"step\": \(step * 100), \"metrics\": "
          + "{\(values.joined(separator: ", "))}}}")
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
