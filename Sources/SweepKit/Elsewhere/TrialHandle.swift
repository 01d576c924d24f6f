import SweepStore

/// What programs elsewhere call a trial: `ner/3`, and `ner/3@2` where it is begun for the second time.
///
/// So a report of a program that has lost its trial is never taken for one of its successor's.
struct TrialHandle {
  /// The study and number, or digits of the ID.
  var trial: String
  var attempt: Int

  init(_ text: String) {
    if let at = text.lastIndex(of: "@"), let attempt = Int(text[text.index(after: at)...]) {
      (trial, self.attempt) = (String(text[..<at]), attempt)
    } else {
      (trial, attempt) = (text, 1)
    }
  }

  /// The handle of a trial that is begun.
  static func text(of trial: TrialRecord, attempt: Int) -> String {
    attempt == 1 ? trial.name : "\(trial.name)@\(attempt)"
  }
}
