import ArgumentParser
import SweepConfig
import SweepStore

/// The command `sweep note`.
struct NoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "note",
    abstract: "Note something of a trial or a study, or show what was noted.",
    discussion: """
      Examples:
        sweep note ner/3 "the best so far, but slow"
        sweep note ner/3
        sweep note ner/3 --clear
        sweep note ner "first try with the new corpus"

      A note takes the place of the one before; --append keeps that and adds a line.
      """)

  @Argument(
    help: "The trial: its number, STUDY/NUMBER, or the start of its ID. Or a study.",
    completion: .studiesAndTrials)
  var trial: String

  @Argument(help: "The note.")
  var text: String?

  @Flag(help: "Add a line to the note that is there.")
  var append = false

  @Flag(help: "Remove the note.")
  var clear = false

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    if clear, text != nil || append {
      throw ValidationError("--clear removes the note: expected no text and no --append")
    }
    if append, text == nil { throw ValidationError("--append: expected a text") }
    if let text, text.isEmpty { throw ValidationError("expected a text; --clear removes a note") }
  }

  func run() throws {
    let isReading = text == nil && !clear
    let store = try StudyStore(path: storeOptions.path, access: isReading ? .read : .write)
    let subject = try Subject(trial, store)
    let old = try subject.note(in: store)
    guard !isReading else { return show(subject, old) }
    var note = text
    if append, let old, let text { note = old + "\n" + text }
    try subject.set(note, in: store)
    if jsonOption.json { return show(subject, note) }
    Console.note(note == nil ? "✔ \(subject.name) has no note" : "✔ Noted of \(subject.name)")
  }

  private func show(_ subject: Subject, _ note: String?) {
    if jsonOption.json {
      let json: JSONValue = [
        "name": .string(subject.name), "note": note.map { .string($0) } ?? .null,
      ]
      Console.result(json.serialized(.indented(2)))
    } else if let note {
      Console.result(note)
    } else {
      Console.note("\(subject.name) has no note")
    }
  }
}

/// A trial or a study that a command was given.
enum Subject {
  case trial(TrialRecord)
  case study(Study)

  /// Finds it: a study by its whole name, else a trial.
  ///
  /// - Throws: `StoreError`, also where a name may be either.
  init(_ text: String, _ store: StudyStore) throws {
    let study = try store.studies().first { $0.name == text }
    let trial: TrialRecord
    do {
      trial = try store.trial(text)
    } catch {
      if let study {
        self = .study(study)
        return
      }
      if let former = try? store.study(named: text) {
        self = .study(former)
        return
      }
      throw error
    }
    if let study {
      throw StoreError(
        .ambiguous(
          text,
          candidates: ["the study \(study.name)", "the trial \(trial.name) (\(trial.shortID))"]),
        path: store.path)
    }
    self = .trial(trial)
  }

  var name: String {
    switch self {
    case .trial(let trial): trial.name
    case .study(let study): study.name
    }
  }

  func note(in store: StudyStore) throws -> String? {
    switch self {
    case .trial(let trial): try store.note(of: trial)
    case .study(let study): try store.note(of: study)
    }
  }

  func set(_ note: String?, in store: StudyStore) throws {
    switch self {
    case .trial(let trial): try store.setNote(note, of: trial)
    case .study(let study): try store.setNote(note, of: study)
    }
  }
}
