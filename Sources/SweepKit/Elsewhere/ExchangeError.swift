/// Why a question or a report of a program that trains elsewhere was refused; nothing was changed.
public struct ExchangeError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Reason: Equatable, Sendable {
    /// What is wrong with the message, key by key.
    case badMessage([String])
    case notJSON(String)
    /// The trial has come to its end, or nobody has it: its state.
    case notRunning(trial: String, state: String)
    /// Somebody else has it: a process, or a later attempt.
    case notYours(trial: String, owner: String)
    /// The report's step does not come after the last one.
    case stepGoesBack(trial: String, step: Int, last: Int)
    /// The trial ends without the number that it is compared by.
    case noMetric(trial: String, name: String, known: [String])
    case otherStudy(trial: String, study: String)
    /// Rungs, where trials wait for each other.
    case rungs(file: String)
    case noAssignment([String])
    /// The study was made on the command line.
    case noSweepFile(study: String)
  }

  public var reason: Reason

  init(_ reason: Reason) { self.reason = reason }

  public var description: String { problem + (help.map { "\n  help: \($0)" } ?? "") }

  /// What is wrong.
  public var problem: String {
    switch reason {
    case .badMessage(let problems): problems.joined(separator: "\n")
    case .notJSON(let message): "this is no JSON: \(message)"
    case .notRunning(let trial, let state): "trial \(trial) is not running: it is \(state)"
    case .notYours(let trial, let owner): "trial \(trial) belongs to \(owner)"
    case .stepGoesBack(let trial, let step, let last):
      "trial \(trial): expected a step after \(last), found \(step)"
    case .noMetric(let trial, let name, let known):
      "trial \(trial): expected the metric \"\(name)\", found "
        + (known.isEmpty ? "no metrics" : known.joined(separator: ", "))
    case .otherStudy(let trial, let study): "trial \(trial) is none of the study \"\(study)\""
    case .rungs(let file):
      "\(file): halving and hyperband compare trials that wait for each other, which programs "
        + "elsewhere cannot do"
    case .noAssignment(let problems): problems.joined(separator: "\n")
    case .noSweepFile(let study): "the study \"\(study)\" was made without a sweep file"
    }
  }

  /// What to do about it.
  public var help: String? {
    switch reason {
    case .badMessage:
      #"{"trial": "ner/0", "step": 100, "metrics": {"ents_f": 0.8}} reports an evaluation; "done": true, "pruned": true or "failed": "why" ends a trial"#
    case .notJSON: "one JSON object on each line"
    case .notRunning: "ask for a trial; `sweep show` tells what became of this one"
    case .notYours: "name a trial as `ask` has named it"
    case .stepGoesBack: "report each step once, in ascending order"
    case .noMetric(_, let name, _):
      "report \"\(name)\" with a step or with done; or tell \"failed\": \"why\""
    case .otherStudy: nil
    case .rungs: "take the pruner median, percentile, patient or threshold"
    case .noAssignment: "for example `sweep enqueue sweeps/ner.toml training.dropout=0.2`"
    case .noSweepFile: "give the sweep file in place of the name: `sweep run … --vary` prints one"
    }
  }
}
