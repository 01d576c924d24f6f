import SweepConfig

/// Why a study cannot be tested.
public struct StudyTestError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is in the way.
  public enum Reason: Equatable, Sendable {
    /// Neither the sweep file nor the command names test data.
    case noFile
    /// Programs have trained its trials.
    case notNative(engine: String)
    /// The test data has no documents.
    case emptyFile(path: String)
    /// The test data is what trials have been trained or chosen on.
    case notHeldOut(path: String, setting: String, input: String)
    /// Trials that have still to run, by state.
    case notFinal(count: Int, state: String)
    /// No assignment has come to its end with a score.
    case noWinner(metric: String)
    /// A model that was kept, or trained again, is not the one that was recorded.
    case otherModel(trial: String, id: String, recorded: String?, found: String, wasKept: Bool)
    /// A trial could not be trained again.
    case failed(trial: String, error: String)
  }

  /// What is in the way.
  public var reason: Reason
  /// The study.
  public var study: String

  package init(_ reason: Reason, study: String) {
    (self.reason, self.study) = (reason, study)
  }

  public var description: String {
    switch reason {
    case .noFile:
      "the study \"\(study)\" names no test data\n"
        + "  help: set test = \"FILE.spacy\" in its sweep file, or give --file FILE"
    case .notNative(let engine):
      "the trials of \"\(study)\" are not of our training core, found engine = \"\(engine)\"\n"
        + "  help: let the program report its test's scores beside the metric that decides, and show them "
        + "with `sweep compare --columns +test_f`"
    case .emptyFile(let path):
      "\(path): expected test data, found no docs"
    case .notHeldOut(let path, let setting, let input):
      "\(path): expected data that no trial has seen, found the content of \(input), which is "
        + "\(setting)\n  help: test on a file that is neither trained nor chosen on"
    case .notFinal(let count, let state):
      "the study \"\(study)\" has \(count) trial\(count == 1 ? " that is" : "s that are") \(state), "
        + "so its winner is not known\n"
        + "  help: run its sweep to the end first; --unfinished tests the best so far"
    case .noWinner(let metric):
      "no assignment of the study \"\(study)\" has come to its end with a value of \(metric)\n"
        + "  help: look at its trials with `sweep list \(study)`"
    case .otherModel(let trial, let id, let recorded, let found, let wasKept):
      "\(trial): expected the model \(recorded?.prefix(12) ?? "that was recorded"), found "
        + "\(found.prefix(12)) \(wasKept ? "in the record" : "after training again")\n"
        + "  help: `sweep rerun \(id)` shows where the training differs"
    case .failed(let trial, let error):
      "\(trial): it could not be trained again for the test: \(error)"
    }
  }
}
