import ArgumentParser
import Foundation
import SweepConfig
import SweepEngine
import SweepKit
import SweepReport
import SweepStore

/// The command `sweep verify`.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a store, and train trials again to prove them.",
    discussion: """
      Examples:
        sweep verify
        sweep verify ner/3 ner/5
        sweep verify --study ner --sample 3 --seed 1
        sweep verify --all

      Checks the file, the SHA-256 of all content and the record's own hashes; then re-runs the trials \
      that are named, all, or a sample. Each verdict is recorded. Exit status: 0 all is well, 1 something \
      is damaged or different, 2 a trial could not be repeated.
      """)

  @Argument(help: "Trials to re-run: numbers, STUDY/NUMBER, or starts of IDs.")
  var trials: [String] = []

  @Flag(help: "Re-run all trials that have a result.")
  var all = false

  @Option(help: ArgumentHelp("Re-run that many trials, drawn by chance.", valueName: "n"))
  var sample: Int?

  @Option(help: ArgumentHelp("What the sample follows from.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("Trials of this study only.", valueName: "name"))
  var study: String?

  @OptionGroup var threadsOption: ThreadsOption
  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    let choices = [!trials.isEmpty, all, sample != nil].filter { $0 }.count
    if choices > 1 {
      throw ValidationError("trials, --all and --sample exclude each other")
    }
    if let sample, sample < 1 { throw ValidationError("--sample \(sample): expected at least 1") }
  }

  func run() throws {
    let report: VerificationReport
    do {
      report = try verify()
    } catch let code as ExitCode {
      throw code
    } catch {
      Console.note("error: \(WayOut.text(of: error))")
      throw ExitCode(2)
    }
    Console.result(jsonOption.json ? report.json.serialized(.indented(2)) : report.text)
    if report.exitStatus != 0 { throw ExitCode(report.exitStatus) }
  }

  private func verify() throws -> VerificationReport {
    let writable = try? StudyStore(path: storeOptions.path, access: .write)
    let store = try writable ?? StudyStore(path: storeOptions.path, access: .read)
    let chosen = try StoreVerification.trials(
      of: store, named: trials, study: study, all: all, sample: sample, seed: seed)
    var report = VerificationReport(store: store.path)
    report.isReadOnly = writable == nil
    let check = try StoreVerification(store).check { done, total in
      note("checked \(done) of \(total) contents", isLast: done == total)
    }
    (report.problems, report.contents, report.bytes) = (
      check.problems, check.contents, check.bytes
    )
    let stop = StopSignal()
    let interrupts = Interrupts(stop) { _ in
      Console.note("\nstopping …")
      stop.raise()
    }
    let provenance = Provenance.current(
      in: FileManager.default.currentDirectoryPath,
      environment: ProcessInfo.processInfo.environment)
    try withExtendedLifetime(interrupts) {
      for (index, trial) in chosen.enumerated() {
        if stop.request != .none { break }
        if !jsonOption.json {
          Console.note(
            "re-running \(trial.name) (\(trial.shortID)), \(index + 1) of \(chosen.count)")
        }
        report.trials.append(try rerun(trial, store, provenance, stop))
      }
    }
    report.left = chosen.count - report.trials.count
    return report
  }

  private func rerun(
    _ trial: TrialRecord, _ store: StudyStore, _ provenance: Provenance, _ stop: StopSignal
  ) throws -> VerificationReport.Entry {
    var entry = VerificationReport.Entry(name: trial.name, id: trial.shortID)
    do {
      let rerun = try Rerun(of: trial, in: store, registry: .native)
      let verdict = try rerun.run(
        output: nil, provenance: provenance, threads: threadsOption.count, stop: stop
      ) { _ in }
      (entry.isIdentical, entry.detail) = (verdict.isIdentical, verdict.summary)
      entry.json = verdict.json
      store.record(verdict, of: trial)
    } catch {
      entry.detail = describe(error)
    }
    return entry
  }

  /// A line that is written over in a terminal, and left out elsewhere.
  private func note(_ text: String, isLast: Bool) {
    guard Console.isInteractive, !jsonOption.json else { return }
    Console.draw("\r\u{1B}[K" + (isLast ? "" : text))
  }
}

/// What `sweep verify` has found.
struct VerificationReport {
  /// A trial that was to be re-run.
  struct Entry {
    var name: String
    var id: String
    /// `nil` where it could not be repeated.
    var isIdentical: Bool?
    var detail = ""
    var json: JSONValue = .null
  }

  var store: String
  var problems: [StoreProblem] = []
  var contents = 0
  var bytes = 0
  var trials: [Entry] = []
  /// Trials that were not begun, since it was stopped.
  var left = 0
  /// Whether verdicts cannot be recorded.
  var isReadOnly = false

  init(store: String) { self.store = store }

  var exitStatus: Int32 {
    if trials.contains(where: { $0.isIdentical == nil }) || left > 0 { return 2 }
    return problems.isEmpty && trials.allSatisfy { $0.isIdentical == true } ? 0 : 1
  }

  var text: String {
    let held = "\(contents) content\(contents == 1 ? "" : "s") (\(NumberText.size(bytes)))"
    var lines = [
      problems.isEmpty
        ? "✔ \(store): the file, \(held) and the record's hashes are as written"
        : "✘ \(store): \(problems.count) problem\(problems.count == 1 ? "" : "s")"
    ]
    lines += problems.prefix(20).map { "  \($0.place): \($0.problem)" }
    if problems.count > 20 { lines.append("  … and \(problems.count - 20) more") }
    if !problems.isEmpty {
      lines.append(
        "  help: keep a copy; `sqlite3 FILE .recover` saves what can be read, and a backup lies "
          + "beside the store as STORE.backup-N where a version before has made one")
    }
    for entry in trials {
      switch entry.isIdentical {
      case true?: lines.append("✔ \(entry.detail)")
      case false?: lines.append("✘ \(entry.detail)\n  why: sweep rerun \(entry.id)")
      case nil: lines.append("✘ \(entry.detail)")
      }
    }
    if left > 0 { lines.append("stopped: \(left) trials were not re-run") }
    if isReadOnly, !trials.isEmpty {
      lines.append("note: the store cannot be written, so the verdicts are not recorded")
    }
    return lines.joined(separator: "\n")
  }

  var json: JSONValue {
    [
      "store": .string(store), "contents": .integer(contents), "bytes": .integer(bytes),
      "problems": .array(
        problems.map { ["place": .string($0.place), "problem": .string($0.problem)] }),
      "trials": .array(
        trials.map {
          [
            "trial": .string($0.name), "id": .string($0.id),
            "verdict": .string(
              $0.isIdentical.map { $0 ? "identical" : "different" } ?? "not repeated"),
            "detail": .string($0.detail), "rerun": $0.json,
          ]
        }),
      "not_begun": .integer(left), "recorded": .bool(!isReadOnly),
    ]
  }
}
