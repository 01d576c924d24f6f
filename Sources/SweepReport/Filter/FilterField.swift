/// What every trial has, and a filter can ask for by name.
public enum FilterField: String, CaseIterable, Sendable {
  case study, number, id, state, seed, fold, row, origin, baseline, engine
  case score
  case bestStep = "best_step"
  case steps, words, seconds, started, finished
  case endedStep = "ended_step"
  case attempts, tag, note, verified, kept, commit, reason, error

  /// What its values are.
  enum Kind: Equatable, Sendable {
    case number
    case text
    /// The beginning of a hash in hex digits.
    case hash
    /// One of some words.
    case word([String])
    /// A length of time in seconds.
    case duration
    case time
    case flag
    /// Any number of texts.
    case list
  }

  var kind: Kind {
    switch self {
    case .number, .seed, .fold, .row, .score, .bestStep, .steps, .words, .endedStep, .attempts:
      .number
    case .study, .note, .reason, .error: .text
    case .id, .commit: .hash
    case .state: .word(["waiting", "running", "done", "pruned", "failed", "stopped"])
    case .origin: .word(["baseline", "enqueued", "proposed"])
    case .engine: .word(["native", "command", "spacy", "elsewhere", "imported"])
    case .seconds: .duration
    case .started, .finished, .verified: .time
    case .baseline, .kept: .flag
    case .tag: .list
    }
  }

  /// What it is, in a few words.
  public var meaning: String {
    switch self {
    case .study: "the study's name"
    case .number: "the trial's number in its study"
    case .id: "the trial's ID, or its beginning"
    case .state: "waiting, running, done, pruned, failed or stopped"
    case .seed: "the seed of its training"
    case .fold: "the part of the corpus that is held out"
    case .row: "the number of its assignment"
    case .origin: "baseline, enqueued or proposed"
    case .baseline: "whether it runs the config as it stands"
    case .engine: "native, command, spacy, elsewhere or imported"
    case .score: "the study's metric at the best evaluation"
    case .bestStep: "the step of the best evaluation"
    case .steps: "how many updates were made"
    case .words: "how many words were trained on"
    case .seconds: "how long it took"
    case .started: "when it began, in UTC"
    case .finished: "when it ended, in UTC"
    case .endedStep: "where a pruner or limit ended it"
    case .attempts: "how often it was begun"
    case .tag: "its tags"
    case .note: "its note"
    case .verified: "when a re-run was last found identical"
    case .kept: "whether the record holds its model"
    case .commit: "the Git commit it was made with"
    case .reason: "why it was ended early"
    case .error: "what went wrong"
    }
  }
}
