import SweepConfig
public import SweepSearch

/// Commands that a user can paste into a shell.
public enum Commands {
  /// A word as a shell reads it back: quoted where it has to be.
  public static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "/", ":", "=", "@", "%", "+", ",": true
        default: false
        }
      }
    if isPlain { return word }
    let parts = word.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: "'\\''") + "'"
  }

  /// A setting as an override on a command line, such as `--training.dropout 0.2`.
  public static func override(_ setting: Setting) -> String {
    var value = setting.value.serialized(.compact)
    if let text = setting.value.stringValue, !text.isEmpty, (try? JSONValue(parsing: text)) == nil {
      // Read as a text anyway: no need for quotes within quotes.
      value = text
    }
    // A value that begins with a dash would be taken for an option.
    let joint = value.hasPrefix("-") ? "=" : " "
    return "--\(setting.key)\(joint)\(quoted(value))"
  }

  /// `sweep train` with all that a trial changes in the base config, one override per line.
  public static func train(_ trial: ReportTrial, of input: ReportInput, output: String) -> String {
    let seeds = input.seedKeys.map { Setting($0, .integer(trial.seed)) }
    let settings = input.overrides + (trial.isBaseline ? [] : trial.assignment.settings) + seeds
    let lines = ["sweep train \(quoted(input.config)) --output \(quoted(output))"]
    return (lines + settings.map { "  " + override($0) }).joined(separator: " \\\n")
  }

  /// The commands that reproduce a trial: run it again and compare, take its model from the record,
  /// train it anew.
  public static func reproduction(of trial: ReportTrial, in input: ReportInput) -> String {
    let store = input.store.map { " --store \(quoted($0))" } ?? ""
    var lines = input.isRepeatable ? ["sweep rerun \(trial.shortID)\(store)"] : []
    let output = "output/\(input.study)-\(trial.id)"
    if trial.isModelKept {
      lines.append("sweep restore \(trial.shortID) \(quoted(output))\(store)")
    }
    if input.isNative, input.isRepeatable { lines.append(train(trial, of: input, output: output)) }
    return lines.joined(separator: "\n")
  }
}
