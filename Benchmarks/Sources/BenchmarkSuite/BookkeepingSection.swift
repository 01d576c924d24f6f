import Foundation

/// What a trial costs besides its training: asked for, reported on and ended through `sweep serve`.
struct BookkeepingSection {
  let sweep: String

  /// So many reports of each trial, each in a transaction of its own.
  private static let reports = 20

  /// CPU per trial for random search and TPE, with four settings and 20 reports, on SQLite.
  ///
  /// - Throws: `Options.Problem` if the program fails.
  func table() throws -> String {
    var table = Table("bookkeeping, CPU ms per trial", "100 trials", "10,000 trials", "bound")
    for method in ["random", "tpe"] {
      table.add(
        method, Text.decimals(try median(method, trials: 100, rounds: 5), 2),
        Text.decimals(try median(method, trials: 10_000, rounds: 1), 2), "1.0")
    }
    return table.text
  }

  private func median(_ method: String, trials: Int, rounds: Int) throws -> Double {
    var costs = Samples()
    for _ in 0..<rounds {
      // Opening a study and starting the program is no part of a trial.
      let start = try cost(method, trials: 1, asks: false)
      let whole = try cost(method, trials: trials, asks: true)
      costs.note((whole - start) / Double(trials) * 1e3)
    }
    return costs.median
  }

  /// Seconds of processor time of a process that is told everything from a file.
  private func cost(_ method: String, trials: Int, asks: Bool) throws -> Double {
    let folder = try Child.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func write(_ text: String, _ name: String) throws {
      try text.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
    }
    let sections = (0..<10).map { section in
      "[section\(section)]\n" + (0..<8).map { "key\($0) = \(section * $0)\n" }.joined()
    }
    try write(
      "[train]\na = 0.5\nb = 0.5\nc = 0.5\nd = \"p\"\n\n" + sections.joined(separator: "\n"),
      "books.cfg")
    try write(
      """
      config = "books.cfg"
      trainer = "elsewhere"
      method = "\(method)"
      metric = { name = "loss", goal = "minimize" }
      trials = \(trials)
      baseline = false

      [parameters]
      "train.a" = { min = 0.0, max = 1.0 }
      "train.b" = { min = 0.0, max = 1.0 }
      "train.c" = { min = 0.0, max = 1.0 }
      "train.d" = { values = ["p", "q", "r", "s"] }
      """, "books.toml")
    try write(asks ? (0..<trials).map(requests).joined() : "", "requests")
    let command = "exec '\(sweep)' serve '\(folder)/books.toml' --store '\(folder)/s.db'"
    return try Child.measure(["sh", "-c", command + " < '\(folder)/requests'"]).processor
  }

  /// The requests for a trial, a line each.
  private func requests(_ number: Int) -> String {
    let value = Double(number * 7919 % 1000) / 1000
    var lines = ["{\"ask\": 1}"]
    for step in 0..<Self.reports {
      lines.append(
        tell(number, "\"step\": \(step), \"metrics\": {\"loss\": \(value + 1 / Double(step + 1))}"))
    }
    lines.append(tell(number, "\"done\": true, \"metrics\": {\"loss\": \(value)}"))
    return lines.map { $0 + "\n" }.joined()
  }

  private func tell(_ number: Int, _ report: String) -> String {
    "{\"tell\": {\"trial\": \"books/\(number)\", \(report)}}"
  }
}
