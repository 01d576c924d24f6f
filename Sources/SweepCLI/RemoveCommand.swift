import ArgumentParser
import Foundation
import SweepConfig
import SweepKit
import SweepReport
import SweepSearch
import SweepStore

/// `--dry-run` and `--yes`, for the commands that remove something.
struct RemovalOptions: ParsableArguments {
  @Flag(help: "Show what would be removed, and remove nothing.")
  var dryRun = false

  @Flag(name: .shortAndLong, help: "Do not ask.")
  var yes = false

  /// Asks on a terminal whether to go on.
  ///
  /// - Returns: Whether to.
  /// - Throws: `ExitCode` where there is nobody to ask.
  func confirm(_ question: String) throws -> Bool {
    if yes { return true }
    guard isatty(0) == 1 else {
      Console.note(
        "error: expected an answer whether to \(question), found no terminal\n"
          + "  help: add --yes, or look with --dry-run")
      throw ExitCode(1)
    }
    Console.draw("\(question)? [y/N] ")
    return ["y", "yes"].contains((readLine() ?? "").lowercased())
  }
}

/// The command `sweep rm`.
struct RemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm",
    abstract: "Remove trials or whole studies, and give their space back to the disk.",
    discussion: """
      Examples:
        sweep rm ner/3 ner/4 --dry-run
        sweep rm --where 'state = failed and started < 2026-01-01'
        sweep rm old-study --yes

      Running trials are refused. A trial that later ones follow leaves an empty place in its study, and \
      runs again with the next `sweep run`. There is no way back: copy the store first if in doubt.
      """)

  @Argument(
    help: "Trials (numbers, STUDY/NUMBER, or starts of IDs) and studies.",
    completion: .studiesAndTrials)
  var names: [String] = []

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp("All trials of which this is true.", valueName: "condition"),
    completion: .names)
  var condition: String?

  @OptionGroup var removalOptions: RemovalOptions
  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    if names.isEmpty, condition == nil {
      throw ValidationError("expected trials, studies or --where, as in `sweep rm ner/3`")
    }
  }

  func run() throws {
    let filter = try condition.map { try Filter(parsing: $0) }
    let store = try StudyStore(path: storeOptions.path, access: .write)
    var (trials, studies): ([TrialRecord], [Study]) = ([], [])
    for name in names {
      switch try Subject(name, store) {
      case .trial(let trial): trials.append(trial)
      case .study(let study): studies.append(study)
      }
    }
    if let filter { trials += try store.trials(where: filter, in: store.studies()) }
    trials = trials.filter { trial in !studies.contains { $0.id == trial.studyID } }
    guard !trials.isEmpty || !studies.isEmpty else {
      return Console.note("no trial fulfils the condition: nothing to remove")
    }
    let planned = try remove(trials, studies, store, isDryRun: true)
    let what = Self.text(planned, studies)
    if removalOptions.dryRun {
      return report(planned, "would remove \(what)", trials, studies, isDone: false)
    }
    guard try removalOptions.confirm("remove \(what)") else {
      return Console.note("nothing removed")
    }
    let before = store.bytesOnDisk
    var done = try remove(trials, studies, store, isDryRun: false)
    try store.giveBackSpace()
    var files = try store.leftOvers(backups: false, folders: false)
    // An empty place must not go on from where its trial was.
    files.checkpoints += trials.map { "\(store.path).checkpoints/\($0.contentID).ckpt" }
    try store.remove(files)
    done.freedBytes = max(0, before - store.bytesOnDisk)
    report(done, "✔ Removed \(Self.text(done, studies))", trials, studies, isDone: true)
  }

  private func remove(
    _ trials: [TrialRecord], _ studies: [Study], _ store: StudyStore, isDryRun: Bool
  ) throws -> Removal {
    var result = try trials.isEmpty ? Removal() : store.remove(trials, isDryRun: isDryRun)
    for study in studies {
      let part = try store.remove(study, isDryRun: isDryRun)
      result.trials += part.trials
      result.emptiedTrials += part.emptiedTrials
      result.studies += part.studies
      result.blobs += part.blobs
      result.provenances += part.provenances
      result.freedBytes += part.freedBytes
    }
    return result
  }

  private static func text(_ removal: Removal, _ studies: [Study]) -> String {
    func count(_ number: Int, _ word: String) -> String {
      "\(number) \(word)\(number == 1 ? "" : "s")"
    }
    var parts = [count(removal.trials, "trial")]
    if !studies.isEmpty {
      parts.append(
        studies.count == 1 ? "the study \(studies[0].name)" : "\(studies.count) studies")
    }
    if removal.blobs > 0 { parts.append(count(removal.blobs, "kept file")) }
    return parts.joined(separator: ", ") + "; \(NumberText.size(removal.freedBytes)) freed"
  }

  private func report(
    _ removal: Removal, _ text: String, _ trials: [TrialRecord], _ studies: [Study], isDone: Bool
  ) {
    guard jsonOption.json else {
      if !isDone {
        for trial in trials.prefix(20) {
          Console.note("  \(trial.name)  \(trial.shortID)  \(trial.state.rawValue)")
        }
      }
      if !isDone, trials.count > 20 { Console.note("  … and \(trials.count - 20) more") }
      Console.note(text)
      if removal.emptiedTrials > 0 {
        Console.note(
          "  \(removal.emptiedTrials) of them leave an empty place, which `sweep run` fills again")
      }
      return
    }
    let json: JSONValue = [
      "dry_run": .bool(!isDone), "trials": .array(trials.map { .string($0.name) }),
      "studies": .array(studies.map { .string($0.name) }),
      "removed_trials": .integer(removal.trials), "empty_places": .integer(removal.emptiedTrials),
      "removed_files": .integer(removal.blobs),
      "freed_bytes": .integer(removal.freedBytes),
    ]
    Console.result(json.serialized(.indented(2)))
  }
}

/// The command `sweep gc`.
struct CollectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc",
    abstract: "Remove what nothing refers to any more, and give its space back to the disk.",
    discussion: """
      Examples:
        sweep gc --dry-run
        sweep gc --yes

      That is: models that their study does not keep (keep_models), contents of files that no trial has, \
      checkpoints of trials that are gone or at their end, folders that failed or killed programs have \
      left (unless keep_folders = "all"), and copies of the store from before an update. No trial and no \
      result is lost.
      """)

  @Flag(help: "Leave copies of the store from before an update.")
  var keepBackups = false

  @Flag(help: "Leave the folders of programs, to look at what they have written.")
  var keepFolders = false

  @OptionGroup var removalOptions: RemovalOptions
  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let store = try StudyStore(path: storeOptions.path, access: .write)
    let planned = try store.collectGarbage(isDryRun: true)
    let files = try store.leftOvers(backups: !keepBackups, folders: !keepFolders)
    if planned.runningTrials > 0 {
      let running = planned.runningTrials
      Console.note(
        (running == 1 ? "a trial is" : "\(running) trials are")
          + " running: contents of files are left alone")
    }
    if removalOptions.dryRun {
      return report(planned, files, planned.freedBytes + files.bytes, isDone: false)
    }
    if !planned.isEmpty || !files.paths.isEmpty {
      let size = NumberText.size(planned.freedBytes + files.bytes)
      let list = Self.text(planned, files).joined(separator: ", ")
      guard try removalOptions.confirm("remove \(list) (\(size))") else {
        return Console.note("nothing removed")
      }
    }
    let before = store.bytesOnDisk
    let done = try store.collectGarbage()
    try store.giveBackSpace()
    try store.remove(files)
    report(done, files, max(0, before - store.bytesOnDisk) + files.bytes, isDone: true)
  }

  private static func text(_ removal: Removal, _ files: LeftOvers) -> [String] {
    let counts = [
      (removal.models, "model"), (removal.blobs, "kept file"),
      (removal.provenances, "provenance"), (files.checkpoints.count, "checkpoint"),
      (files.folders.count, "folder"), (files.backups.count, "old copy of the store"),
    ]
    return counts.filter { $0.0 > 0 }.map { count, word in
      let plural = word == "old copy of the store" ? "old copies of the store" : word + "s"
      return "\(count) \(count == 1 ? word : plural)"
    }
  }

  private func report(_ removal: Removal, _ files: LeftOvers, _ bytes: Int, isDone: Bool) {
    guard jsonOption.json else {
      if !isDone { for file in files.paths { Console.note("  \(file)") } }
      let parts = Self.text(removal, files)
      let list = parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
      return Console.note(
        (isDone ? "✔ Removed " : "would remove ") + list + "; \(NumberText.size(bytes)) freed")
    }
    let json: JSONValue = [
      "dry_run": .bool(!isDone), "models": .integer(removal.models),
      "files": .integer(removal.blobs), "provenances": .integer(removal.provenances),
      "checkpoints": .array(files.checkpoints.map { .string($0) }),
      "folders": .array(files.folders.map { .string($0) }),
      "backups": .array(files.backups.map { .string($0) }), "freed_bytes": .integer(bytes),
    ]
    Console.result(json.serialized(.indented(2)))
  }
}
