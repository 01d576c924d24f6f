import Foundation
import SweepConfig
import SweepEngine
import SweepPipeline
import SweepSearch
import SweepStore
import Synchronization

/// Trains each trial with a program of its own.
final class ProgramTrainer: Trainer {
  let plan: ProgramPlan
  /// Where trials get their folders, absolute.
  private let folders: String
  private let environment: [String: String]
  private let inputs: ProgramInputs
  /// Files that are put in the place of those that a config names, by key.
  private let replaced: [String: JSONValue]
  private let guardian = Mutex<ProcessGuard?>(nil)
  private let interpreter = Mutex<Interpreter??>(nil)

  init(
    plan: ProgramPlan, folders: String, environment: [String: String],
    replaced: [String: JSONValue] = [:]
  ) {
    (self.plan, self.folders, self.replaced) = (plan, folders, replaced)
    inputs = ProgramInputs(folder: plan.here)
    var environment = environment
    // Python's hash seed is one of the things that make two runs different.
    if environment["PYTHONHASHSEED"] == nil { environment["PYTHONHASHSEED"] = "0" }
    if environment["PYTHONUNBUFFERED"] == nil { environment["PYTHONUNBUFFERED"] = "1" }
    for setting in plan.settings.environment {
      environment[setting.key] = setting.value.commandWord
    }
    self.environment = environment
  }

  private var here: String { plan.here }

  deinit {
    // The folder of folders goes where no trial has left anything.
    rmdir(folders)
  }

  /// Checks that there is a program to run, before any trial.
  ///
  /// - Throws: `ProgramError`.
  func check() throws(ProgramError) {
    let path = try program()
    guard plan.engine == .spacy, let packages = knownInterpreter?.packages, !packages.isEmpty,
      packages["spacy"] == nil
    else { return }
    throw ProgramError(.noSpacy(python: path))
  }

  func expect(_ task: TrialTask) -> [InputRecord] { [] }

  func forget(_ task: TrialTask) {}

  func inputs(of task: TrialTask, expected: [InputRecord]) -> [InputRecord] {
    // What is wrong with them is for the trial to report.
    (try? records(of: task)) ?? []
  }

  private func records(of task: TrialTask) throws -> [InputRecord] {
    let resolved = try task.config.interpolated()
    var records = try inputs.records(of: plan.settings.inputs, in: resolved)
    if plan.engine == .spacy {
      let paths = resolved.settings.map(\.key).filter {
        $0.hasPrefix("corpora.") && $0.hasSuffix(".path") && !plan.settings.inputs.contains($0)
      }
      records += try inputs.records(of: paths, in: resolved, isLax: true)
    }
    return records
  }

  /// Files of the command's words and of code, and what runs them.
  func provenance(of task: TrialTask) -> JSONObject {
    var json = plan.json
    json["files"] = .array(
      codeFiles.compactMap { word, path in
        (try? inputs.hash(of: path)).map {
          ["path": .string(word), "sha256": .string($0.sha256), "bytes": .integer($0.bytes)]
        }
      })
    if let interpreter = knownInterpreter { json["interpreter"] = .object(interpreter.json) }
    return json
  }

  /// The words that name files which are there, and these files; the first one only as a script.
  private var codeFiles: [(word: String, path: String)] {
    var files: [(String, String)] = []
    for (index, word) in plan.command.enumerated() {
      guard let template = try? CommandTemplate(parsing: word) else { continue }
      // What a trial decides is no code.
      guard template.placeholders.allSatisfy({ $0 == "sweep" }) else { continue }
      let path = template.text { _ in plan.sweepFolder }
      guard index > 0 || path.contains("/") else { continue }
      let absolute = inputs.absolute(path)
      if FileBytes.exists(absolute), !FileBytes.isDirectory(absolute) {
        files.append((word, absolute))
      }
    }
    return files + plan.codeFiles.map { ($0, inputs.absolute($0)) }
  }

  /// What runs the program, asked once.
  private var knownInterpreter: Interpreter? {
    interpreter.withLock { known in
      if let known { return known }
      let found = (try? program()).flatMap { Interpreter.of($0, environment: environment) }
      known = .some(found)
      return found
    }
  }

  /// The file of the command's first word.
  private func program() throws(ProgramError) -> String {
    let word = plan.command.first ?? ""
    let name = (try? CommandTemplate(parsing: word))?.text { _ in plan.sweepFolder } ?? word
    guard let path = ProgramPath.find(name, folder: here, environment: environment) else {
      throw ProgramError(.notFound(name, isPath: name.contains("/")))
    }
    return path
  }

  func start(_ task: TrialTask) throws -> any TrialSteps {
    var resolved = try task.config.interpolated()
    for (key, value) in replaced { resolved[key] = value }
    if replaced.isEmpty { _ = try records(of: task) }
    let folder = try TrialFolder(path: "\(folders)/\(task.name.study)-\(task.number)")
    try folder.write(task, resolved)
    if plan.engine == .spacy { try folder.write(PythonFiles.spacyReports, "sweep_spacy.py") }
    let words = words(task, resolved, folder)
    let guardian = guardian.withLock { known in
      let guardian = known ?? ProcessGuard(mark: Self.newMark())
      known = guardian
      return guardian
    }
    let request = ChildProcess.Request(
      path: try program(), arguments: words, environment: variables(task, folder, guardian),
      folder: plan.settings.runIn == .here ? here : folder.path)
    let child: ChildProcess
    do {
      child = try ChildProcess(request)
    } catch {
      throw ProgramError(.cannotStart(error.description))
    }
    guardian.add(child)
    return ProgramSteps(
      child: child, guardian: guardian, plan: plan, folder: folder, words: words, here: here)
  }

  /// The command of a trial.
  private func words(_ task: TrialTask, _ resolved: Config, _ folder: TrialFolder) -> [String] {
    plan.command.map { word in
      guard let template = try? CommandTemplate(parsing: word) else { return word }
      let text = template.text { name in
        switch name {
        case "config": folder.file("config.cfg")
        case "config.json": folder.file("config.json")
        case "config.toml": folder.file("config.toml")
        case "seed": "\(task.name.seed)"
        case "folder": folder.path
        case "sweep": plan.sweepFolder
        case "study": task.name.study
        case "trial": task.name.trial
        case "id": task.name.id
        default: resolved[name]?.commandWord ?? ""
        }
      }
      // In the trial's folder, a relative path would name another file.
      guard plan.settings.runIn == .folder, template.placeholders.isEmpty, !text.isEmpty,
        !text.hasPrefix("/"), !text.hasPrefix("-"), FileBytes.exists("\(here)/\(text)")
      else { return text }
      return "\(here)/\(text)"
    }
  }

  private func variables(
    _ task: TrialTask, _ folder: TrialFolder, _ guardian: ProcessGuard
  ) -> [String: String] {
    var variables = environment
    variables[ProcessGuard.variable] = guardian.mark
    variables["SWEEP_STUDY"] = task.name.study
    variables["SWEEP_TRIAL"] = task.name.trial
    variables["SWEEP_ID"] = task.name.id
    variables["SWEEP_SEED"] = "\(task.name.seed)"
    variables["SWEEP_FOLDER"] = folder.path
    variables["SWEEP_CONFIG"] = folder.file("config.cfg")
    variables["SWEEP_TRIAL_FILE"] = folder.file("trial.json")
    variables["SWEEP_REPORTS"] = folder.file("reports.jsonl")
    variables["SWEEP_REPORTS_FD"] = "3"
    if plan.engine == .spacy {
      variables["SWEEP_CODE"] = plan.settings.code.map { inputs.absolute($0) }
    }
    return variables
  }

  /// How many runs this process has begun.
  private static let runs = Mutex(0)

  /// Tells the programs of this run from those of others, also of later processes with the same number.
  static func newMark() -> String {
    let process = Worker.current()
    let run = runs.withLock { runs in
      runs += 1
      return runs
    }
    return "\(process.bootID)-\(process.pid)-\(process.startTicks)-\(run)"
  }
}
