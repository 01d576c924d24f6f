import Foundation
import SweepConfig
import SweepEngine
import SweepSearch
import SweepStore
import SweepTensors

/// One thing that `sweep doctor` has looked at.
public struct HealthCheck: Equatable, Sendable {
  public enum Status: String, Equatable, Sendable {
    case ok
    /// It works, but may not for long, or not well.
    case warning
    /// Something does not work.
    case problem
  }

  /// What was looked at, in a word or two.
  public var name: String
  public var status: Status
  /// What was found.
  public var finding: String
  /// What to do about it.
  public var help: String?

  public init(_ name: String, _ status: Status, _ finding: String, help: String? = nil) {
    (self.name, self.status, self.finding, self.help) = (name, status, finding, help)
  }
}

/// Looks at the machine and at a store, and says what may go wrong.
public struct Doctor: Sendable {
  private let storePath: String
  private let environment: [String: String]

  /// A doctor for a store that may not be there yet.
  public init(store: String, environment: [String: String]) {
    (storePath, self.environment) = (store, environment)
  }

  /// All checks: first the machine, then the store.
  ///
  /// - Parameter python: A Python whose spaCy is asked for its version; `nil` to ask none.
  /// - Returns: What was found, in a fixed order.
  public func checks(python: String? = nil) -> [HealthCheck] {
    machine + storeChecks + (python.map { [spacy($0)] } ?? [])
  }

  // MARK: - Machine

  private var machine: [HealthCheck] {
    [program, simd, cores, memory, disk, fileSystem, temporary, git]
  }

  private var program: HealthCheck {
    HealthCheck(
      "program", .ok, "sweep \(Provenance.programVersion), numerics version \(numericsVersion)")
  }

  private var simd: HealthCheck {
    let (current, best) = (SIMDLevel.current, SIMDLevel.best)
    let cpu = cpuModel
    if current == best { return HealthCheck("SIMD", .ok, "\(current.rawValue) on \(cpu)") }
    return HealthCheck(
      "SIMD", .warning, "\(current.rawValue), though \(cpu) has \(best.rawValue)",
      help: "unset SWEEP_SIMD; results are the same, only slower")
  }

  private var cores: HealthCheck {
    let online = ProcessInfo.processInfo.processorCount
    let (usable, s) = (Cores.available, Cores.available == 1 ? "" : "s")
    if usable >= online { return HealthCheck("cores", .ok, "\(usable) core\(s)") }
    return HealthCheck(
      "cores", .ok, "\(usable) core\(s) of \(online): a control group or taskset allows no more")
  }

  private var memory: HealthCheck {
    let total = Self.megabytes("MemTotal")
    let available = Self.megabytes("MemAvailable")
    guard let total, let available else { return HealthCheck("memory", .ok, "unknown") }
    let limit = Self.memoryLimit.map { $0 / 1_000_000 }.flatMap { $0 < total ? $0 : nil }
    let text =
      "\(available) MB of \(total) MB available"
      + (limit.map { ", a control group allows \($0) MB" } ?? "")
    let least = min(available, limit ?? .max)
    return least >= 1000
      ? HealthCheck("memory", .ok, text)
      : HealthCheck(
        "memory", least < 300 ? .problem : .warning, text,
        help: "run fewer trials side by side (--jobs), or end other programs")
  }

  /// A line of `/proc/meminfo`, in megabytes.
  private static func megabytes(_ name: String) -> Int? {
    guard let bytes = try? FileBytes.read("/proc/meminfo") else { return nil }
    let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first {
      $0.hasPrefix(name + ":")
    }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map {
      $0 * 1024 / 1_000_000
    }
  }

  /// The limit of the control group in bytes; `nil` where there is none.
  private static var memoryLimit: Int? {
    for path in ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"] {
      guard let bytes = try? FileBytes.read(path) else { continue }
      let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
      if let number = Int(text) { return number }
    }
    return nil
  }

  private var folder: String {
    let parts = storePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let folder = parts.joined(separator: "/")
    return folder.isEmpty ? (storePath.hasPrefix("/") ? "/" : ".") : folder
  }

  private var disk: HealthCheck {
    var status = statvfs()
    guard statvfs(folder, &status) == 0 else {
      return HealthCheck(
        "disk", .problem, "\(folder) cannot be looked at: \(String(cString: strerror(errno)))",
        help: "make the folder, or name another store with --store FILE")
    }
    let free = Int(status.f_bavail) * Int(status.f_frsize) / 1_000_000
    let text = "\(free) MB free in \(folder)"
    if access(folder, W_OK) != 0 {
      return HealthCheck(
        "disk", .problem, "\(folder) cannot be written",
        help: "name a store in another folder with --store FILE")
    }
    return free >= 1000
      ? HealthCheck("disk", .ok, text)
      : HealthCheck(
        "disk", free < 100 ? .problem : .warning, text,
        help: "make room; `keep_models = \"best\"` and `sweep gc` need less")
  }

  private var fileSystem: HealthCheck {
    guard case .shared(let name) = FileSystem.of(folder) else {
      return HealthCheck("file system", .ok, "a disk of this machine")
    }
    return HealthCheck(
      "file system", .warning,
      "\(name): SQLite's slower journal is used, and one machine at a time",
      help: "keep the store on a disk of this machine")
  }

  private var temporary: HealthCheck {
    let path = NSTemporaryDirectory()
    return access(path, W_OK) == 0
      ? HealthCheck("temporary files", .ok, path)
      : HealthCheck(
        "temporary files", .warning,
        "\(path) cannot be written: capsules are read in the working directory",
        help: "set TMPDIR to a folder that can be written")
  }

  private var git: HealthCheck {
    if let state = CodeState.current(in: FileManager.default.currentDirectoryPath) {
      let dirty = state.isDirty ? ", with uncommitted changes, which are recorded" : ""
      return HealthCheck("code", .ok, "commit \(state.commit.prefix(12))\(dirty)")
    }
    return HealthCheck(
      "code", .ok, "no git repository here, so trials record no commit")
  }

  private func spacy(_ python: String) -> HealthCheck {
    let code = "import sys, spacy; print(spacy.__version__, sys.version.split()[0])"
    guard let output = outputOfProgram([python, "-c", code], in: "/", limit: 200) else {
      return HealthCheck(
        "spaCy", .problem, "\(python) cannot import spacy",
        help: "\(python) -m pip install spacy, or name another Python with --python")
    }
    let words = output.split(whereSeparator: \.isWhitespace)
    let version = words.first.map(String.init) ?? "?"
    let text = "spaCy \(version) in Python \(words.dropFirst().first ?? "?")"
    return version.hasPrefix("3.")
      ? HealthCheck("spaCy", .ok, text)
      : HealthCheck("spaCy", .warning, text, help: "models and configs are those of spaCy 3")
  }

  // MARK: - Store

  private var storeChecks: [HealthCheck] {
    guard FileBytes.exists(storePath) else {
      return [
        HealthCheck(
          "store", .ok, "\(storePath) is not there yet; `sweep run` makes it")
      ]
    }
    do {
      let store = try StudyStore(path: storePath, access: .read)
      return [try version(store)] + (try sizes(store)) + (try trials(store)) + (try files(store))
        + beside(store)
    } catch {
      let lines = "\(error)".split(separator: "\n", maxSplits: 1).map(String.init)
      let help = lines.dropFirst().first.map {
        $0.replacingOccurrences(of: "  help: ", with: "")
      }
      return [HealthCheck("store", .problem, lines.first ?? "", help: help)]
    }
  }

  private func version(_ store: StudyStore) throws -> HealthCheck {
    let statistics = try store.statistics()
    return HealthCheck(
      "store", .ok,
      "\(storePath), version \(statistics.migrations.count) (\(statistics.migrations.last ?? "–")), "
        + "SQLite \(statistics.sqlite), journal \(statistics.journal)")
  }

  private func sizes(_ store: StudyStore) throws -> [HealthCheck] {
    let statistics = try store.statistics()
    let tables = statistics.tables.prefix(4).map { "\($0.name) \(size($0.bytes))" }
    var checks = [
      HealthCheck(
        "size", .ok,
        ([size(statistics.bytes)] + tables).joined(separator: ", "))
    ]
    let log = statistics.logBytes
    if log > 64 << 20 {
      checks.append(
        HealthCheck(
          "write-ahead log", .warning, "\(size(log)) wait to be put into the file",
          help: "end readers that keep the store open; the next command that writes puts it there"))
    } else {
      checks.append(HealthCheck("write-ahead log", .ok, size(log)))
    }
    if statistics.orphans > 0 {
      checks.append(
        HealthCheck(
          "unused content", .warning,
          "\(statistics.orphans) content\(statistics.orphans == 1 ? "" : "s") (\(size(statistics.orphanBytes))) that no trial refers to",
          help: "sweep gc"))
    }
    if statistics.freeBytes > 16 << 20 {
      checks.append(
        HealthCheck(
          "free pages", .ok,
          "\(size(statistics.freeBytes)) in the file are free for what comes next"))
    }
    return checks
  }

  private func trials(_ store: StudyStore) throws -> [HealthCheck] {
    let trials = try store.trials()
    var counts: [(state: String, count: Int)] = []
    for state in Trial.State.allCases {
      let count = trials.count { ($0.isLost ? Trial.State.stopped : $0.state) == state }
      if count > 0 { counts.append((state.rawValue, count)) }
    }
    let list = counts.map { "\($0.count) \($0.state)" }.joined(separator: ", ")
    var checks = [
      HealthCheck("trials", .ok, trials.isEmpty ? "none" : "\(trials.count): \(list)")
    ]
    for trial in trials where trial.state == .running {
      let worker =
        trial.worker.map { $0.pid > 0 ? "process \($0.pid) on \($0.host)" : $0.host } ?? "?"
      checks.append(
        trial.isLost
          ? HealthCheck(
            "lost trial", .warning,
            "\(trial.name) (\(trial.shortID)) was run by \(worker), which is gone",
            help: "run its sweep again: it goes on from there")
          : HealthCheck("running trial", .ok, "\(trial.name) (\(trial.shortID)) by \(worker)"))
    }
    let failed = trials.filter { $0.state == .failed }
    if let first = failed.first {
      checks.append(
        HealthCheck(
          "failed trials", .warning, "\(failed.count), the first is \(first.name)",
          help: "sweep log \(first.shortID)"))
    }
    return checks
  }

  private func files(_ store: StudyStore) throws -> [HealthCheck] {
    let problems = try store.fileProblems()
    guard let first = problems.first else {
      return [
        HealthCheck("integrity", .ok, "pages and references are sound; `sweep verify` checks all")
      ]
    }
    return [
      HealthCheck(
        "integrity", .problem,
        "\(problems.count) problems, the first: \(first.place): \(first.problem)",
        help: "keep a copy; `sqlite3 \(storePath) .recover` saves what can be read")
    ]
  }

  /// Checkpoints and backups that lie beside the store.
  private func beside(_ store: StudyStore) -> [HealthCheck] {
    var checks: [HealthCheck] = []
    let checkpoints = storePath + ".checkpoints"
    if FileBytes.isDirectory(checkpoints), let names = try? FileBytes.list(checkpoints) {
      let open = Set(
        ((try? store.trials()) ?? []).filter { !$0.state.isFinal }.map { "\($0.contentID).ckpt" })
      let files = names.filter { $0.hasSuffix(".ckpt") }
      let orphans = files.filter { !open.contains($0) }
      if !orphans.isEmpty {
        checks.append(
          HealthCheck(
            "checkpoints", .warning,
            "\(orphans.count) of \(files.count) are of no trial that may go on",
            help: "sweep gc"))
      } else if !files.isEmpty {
        checks.append(HealthCheck("checkpoints", .ok, "\(files.count) of trials that may go on"))
      }
    }
    let name = storePath.split(separator: "/").last.map(String.init) ?? storePath
    let backups = ((try? FileBytes.list(folder)) ?? []).filter { $0.hasPrefix(name + ".backup-") }
    if !backups.isEmpty {
      checks.append(
        HealthCheck(
          "backups", .ok,
          "\(backups.joined(separator: ", ")): the store before it was brought up to date; "
            + "remove what is no longer needed"))
    }
    return checks
  }

  /// A size for people, in whole units where that is enough.
  private func size(_ bytes: Int) -> String {
    bytes < 1000
      ? "\(bytes) B" : bytes < 1_000_000 ? "\(bytes / 1000) kB" : "\(bytes / 1_000_000) MB"
  }
}
