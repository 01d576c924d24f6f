import Foundation

/// A study that is disturbed until it is complete.
struct ChaosRound {
  let kind: ChaosKind
  let sweep: String
  let folder: URL
  private var random: ChaosRandom
  /// How often a process was killed.
  private(set) var kills = 0
  /// How often trials have gone on from a checkpoint.
  private(set) var resumed = 0
  /// The lines that said that a trial is finished: ID and score as shown.
  private(set) var finished: [(id: String, score: String)] = []
  /// What went wrong.
  private(set) var problems: [String] = []

  /// A study in a folder of its own.
  init(kind: ChaosKind, sweep: String, text: String, folder: URL, random: ChaosRandom) throws {
    (self.kind, self.sweep, self.folder, self.random) = (kind, sweep, folder, random)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try text.write(
      to: folder.appendingPathComponent("chaos.toml"), atomically: true, encoding: .utf8)
    try "[train]\nrate = 0\n".write(
      to: folder.appendingPathComponent("settings.cfg"), atomically: true, encoding: .utf8)
  }

  /// Runs the study to its end without a disturbance.
  ///
  /// - Returns: The seconds it took.
  mutating func runUndisturbed() throws -> Double {
    let began = Date()
    let process = try start(0)
    process.waitUntilExit()
    if process.terminationStatus != 0 { problems.append("the last run failed:\n" + lastLines(0)) }
    try readLog(0)
    return Date().timeIntervalSince(began)
  }

  /// Kills processes until the study is complete or they were killed often enough.
  ///
  /// - Parameters:
  ///   - most: How many kills.
  ///   - seconds: How long the undisturbed study takes.
  /// - Throws: What starting the program throws.
  mutating func disturb(most: Int, seconds: Double) throws {
    var number = 1
    // Many processes at once get ahead more slowly.
    let longest = min(4, max(0.6, seconds * 0.5)) * (kind.processCount > 1 ? 4 : 1)
    while kills < most {
      var victims: [(process: Process, moment: Date, number: Int)] = []
      for _ in 0..<kind.processCount {
        let wait = 0.02 + random.double() * longest
        victims.append((try start(number), Date().addingTimeInterval(wait), number))
        number += 1
      }
      var hasEnded = false
      for victim in victims.sorted(by: { $0.moment < $1.moment }) {
        Thread.sleep(until: victim.moment)
        if !victim.process.isRunning {
          hasEnded = true
        } else {
          // Of isolated trials, every other time the worker and not its parent.
          let workers = kind == .isolated ? children(of: victim.process.processIdentifier) : []
          if let worker = workers.first, random.double() < 0.5 {
            if kill(worker, SIGKILL) == 0 { kills += 1 }
            Thread.sleep(forTimeInterval: 0.3)
          }
          if kill(victim.process.processIdentifier, SIGKILL) == 0 { kills += 1 }
        }
        victim.process.waitUntilExit()
        let status = victim.process.terminationStatus
        if victim.process.terminationReason == .exit, status != 0 {
          problems.append("a run ended with \(status):\n" + lastLines(victim.number))
        }
        try readLog(victim.number)
      }
      try requireFinished()
      if hasEnded { return }
    }
  }

  /// Notes what is not as the undisturbed study has it.
  mutating func compare(with undisturbed: ChaosRound) throws {
    try requireFinished()
    let (mine, its) = (try report(), try undisturbed.report())
    if mine != its { problems.append("another report:\n" + difference(its, mine)) }
    let seen = Set(finished.map(\.id))
    if seen.count != finished.count { problems.append("a trial was finished twice") }
    for trial in try trials() {
      let state = trial["state"] as? String ?? "?"
      if !["done", "pruned"].contains(state) { problems.append("a trial is \(state)") }
    }
    let left = folder.appendingPathComponent("sweep.db.checkpoints").path
    if let names = try? FileManager.default.contentsOfDirectory(atPath: left), !names.isEmpty {
      problems.append("checkpoints are left: \(names)")
    }
    let orphans = processes().filter {
      $0.command.contains(folder.path) || $0.folder == folder.path
    }
    if !orphans.isEmpty { problems.append("processes are left: \(orphans)") }
  }

  /// What was said to be finished is recorded with the same score.
  private mutating func requireFinished() throws {
    guard !finished.isEmpty else { return }
    let trials = try trials()
    for (id, score) in finished {
      let trial = trials.first { ($0["id"] as? String)?.hasPrefix(id) == true }
      let value = trial?["score"] as? Double
      let text = value.map { String(format: "%.\(decimals(of: score))f", $0) } ?? "none"
      let state = trial?["state"] as? String ?? "gone"
      if text != score || !["done", "pruned"].contains(state) {
        problems.append("\(id) was finished with \(score); the record has \(text), \(state)")
      }
    }
  }

  private func decimals(of text: String) -> Int { text.split(separator: ".").last?.count ?? 0 }

  // MARK: - The program

  private func start(_ number: Int) throws -> Process {
    let process = command(["run", "chaos.toml"] + kind.arguments)
    let log = logFile(number)
    _ = FileManager.default.createFile(atPath: log.path, contents: nil)
    let handle = try FileHandle(forWritingTo: log)
    (process.standardOutput, process.standardError) = (handle, handle)
    try process.run()
    return process
  }

  private func command(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: sweep)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    return process
  }

  private func output(of arguments: [String]) throws -> Data {
    let process = command(arguments)
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data
  }

  /// The report, without times and without how the cores were shared out.
  private func report() throws -> String {
    let text = String(decoding: try output(of: ["report", "chaos", "--no-times"]), as: UTF8.self)
    // The names of all folders are equally long, so tables are as wide.
    let name = folder.lastPathComponent
    return text.replacingOccurrences(of: name, with: String(repeating: "x", count: name.count))
      .split(separator: "\n", omittingEmptySubsequences: false).filter { line in
        !line.hasPrefix("| jobs ") && !line.hasPrefix("| threads ")
      }.joined(separator: "\n")
  }

  private func trials() throws -> [[String: Any]] {
    let json = try JSONSerialization.jsonObject(with: output(of: ["list", "--json"]))
    if let studies = json as? [[String: Any]] {
      return studies.flatMap { $0["trials"] as? [[String: Any]] ?? [$0] }
    }
    let object = json as? [String: Any] ?? [:]
    return object["trials"] as? [[String: Any]] ?? []
  }

  // MARK: - Logs and processes

  private func logFile(_ number: Int) -> URL { folder.appendingPathComponent("run-\(number).log") }

  private mutating func readLog(_ number: Int) throws {
    for line in try String(contentsOf: logFile(number), encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      if line.hasPrefix("✔ #"), words.count > 4 { finished.append((words[2], words[4])) }
      if line.hasPrefix("↻") { resumed += 1 }
      // After several deaths in a row a trial starts from its beginning, as it should.
      let isRemark = line.hasPrefix("!") && !line.contains("came no further")
      if isRemark || line.contains("locked") { problems.append(String(line)) }
    }
  }

  private func lastLines(_ number: Int) -> String {
    let text = (try? String(contentsOf: logFile(number), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").suffix(8).joined(separator: "\n")
  }

  private func difference(_ a: String, _ b: String) -> String {
    let (a, b) = (a.split(separator: "\n"), b.split(separator: "\n"))
    return zip(a, b).first { $0 != $1 }.map { "- \($0)\n+ \($1)" }
      ?? "\(a.count) lines, and \(b.count)"
  }

  private func children(of pid: Int32) -> [Int32] {
    processes().filter { $0.parent == pid }.map(\.pid)
  }

  private func processes() -> [(pid: Int32, parent: Int32, command: String, folder: String)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { name in
      guard let pid = Int32(name),
        let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
        let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline"),
        let end = stat.lastIndex(of: ")")
      else { return nil }
      let fields = stat[end...].split(separator: " ")
      guard fields.count > 2, fields[1] != "Z", let parent = Int32(fields[2]) else { return nil }
      let text = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")
      return (pid, parent, text.joined(separator: " "), place ?? "")
    }
  }
}

/// A small generator with a seed, so that a round can be had again.
struct ChaosRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// A number from 0 up to but not including 1.
  mutating func double() -> Double {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Double(state >> 11) * 0x1p-53
  }
}
