import SweepConfig
import SweepSearch

/// The leaderboard as a table for a paper, with the package `booktabs`.
///
/// The best is bold; those tied with it are underlined.
public struct LaTeXReport: Sendable {
  public var input: ReportInput
  public var leaderboard: Leaderboard
  /// Rows beside the baseline's are cut after so many.
  static let mostRows = 20

  /// - Parameters:
  ///   - input: The study.
  ///   - score: The name of the score that ranks; the study's metric by default.
  public init(_ input: ReportInput, by score: String? = nil) {
    self.input = input
    leaderboard = Leaderboard(input, by: score)
  }

  private var hasDeviations: Bool { leaderboard.rows.contains { $0.deviation != nil } }
  private var hasBaseline: Bool { leaderboard.baseline != nil }

  /// The table, to be included as it is.
  public func render() -> String {
    let columns =
      String(repeating: "l", count: leaderboard.varyingKeys.count) + "r"
      + (hasBaseline ? "r" : "")
    var titles = leaderboard.shortNames.map { "\\texttt{\(Self.escaped($0))}" }
    titles.append("\\texttt{\(Self.escaped(leaderboard.score))}")
    if hasBaseline { titles.append("to baseline") }
    let shown = leaderboard.rows.indices.filter {
      $0 < Self.mostRows || leaderboard.rows[$0].isBaseline
    }
    return """
      % \\usepackage{booktabs}
      \\begin{table}
        \\centering
        \\caption{\(caption(shown.count))}
        \\label{tab:\(label)}
        \\begin{tabular}{\(columns)}
          \\toprule
          \(titles.joined(separator: " & ")) \\\\
          \\midrule
      \(shown.map { "    " + line($0) + " \\\\\n" }.joined())    \\bottomrule
        \\end{tabular}
      \\end{table}

      """
  }

  /// Letters, digits and dashes of the study's name.
  private var label: String {
    String(
      input.study.unicodeScalars.map { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-": Character(scalar)
        default: "-"
        }
      })
  }

  private func caption(_ shown: Int) -> String {
    let goal = leaderboard.goal == .maximize ? "higher" : "lower"
    var text =
      "Study \\texttt{\(Self.escaped(input.study))}: \\texttt{\(Self.escaped(leaderboard.score))} (\(goal) is better)"
    if hasDeviations {
      let seeds = Set(input.trials.map(\.seed)).count
      text += ", mean $\\pm$ standard deviation over \(count(seeds, "seed"))"
    }
    text += ". Bold: the best"
    if leaderboard.comparedCount > 1 { text += "; underlined: tied with it within noise" }
    if leaderboard.rows.contains(where: { $0.toBaseline?.isDifferent == true }) {
      text += "; $*$: differs from the baseline beyond noise"
    }
    let left = leaderboard.rows.count - shown
    return text + "." + (left > 0 ? " \(left) more assignments are left out." : "")
  }

  private func line(_ index: Int) -> String {
    let row = leaderboard.rows[index]
    var cells = leaderboard.varyingKeys.map { key in
      row.assignment[key].map { Self.setting($0) } ?? "--"
    }
    if row.isBaseline, let first = cells.first { cells[0] = first + " (baseline)" }
    var score = row.mean.map { Self.number(NumberText.score($0)) } ?? "--"
    if let deviation = row.deviation { score += " $\\pm$ \(NumberText.score(deviation))" }
    switch leaderboard.verdict(index) {
    case .best: score = "\\textbf{\(score)}"
    case .tied: score = "\\underline{\(score)}"
    case .worse, .unknown, nil: break
    }
    cells.append(score)
    if hasBaseline {
      let mark = row.toBaseline?.isDifferent == true ? "$^*$" : ""
      cells.append(
        row.isBaseline
          ? "--"
          : row.difference.map { Self.number(NumberText.signed($0, decimals: 4)) + mark } ?? "--")
    }
    return cells.joined(separator: " & ")
  }

  private static func setting(_ value: JSONValue) -> String {
    let text = escaped(NumberText.setting(value))
    return value.doubleValue == nil ? text : number(text)
  }

  /// A number with a minus that is one.
  private static func number(_ text: String) -> String {
    if text.hasPrefix("±") { return "$\\pm$" + text.dropFirst() }
    return text.hasPrefix("-") ? "$-$" + text.dropFirst() : text
  }

  /// A text in which nothing is markup; what pdfLaTeX has no letter for becomes a question mark.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in Markdown.oneLine(text).unicodeScalars {
      switch scalar {
      case "\\": result += "\\textbackslash{}"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      case "<": result += "\\textless{}"
      case ">": result += "\\textgreater{}"
      case "|": result += "\\textbar{}"
      // At the beginning of a row these would belong to the row before.
      case "[", "]", "*": result += "{\(scalar)}"
      // Straight quotes are not in the letters that LaTeX begins with.
      case "\"": result += "''"
      case "#", "$", "%", "&", "_", "{", "}": result += "\\\(scalar)"
      case "–": result += "--"
      case "±": result += "$\\pm$"
      case "Ð", "ð", "Þ", "þ": result += "?"
      case " "..."~", "\u{C0}"..."\u{FF}": result.unicodeScalars.append(scalar)
      default: result += scalar.value < 32 ? " " : "?"
      }
    }
    return result
  }
}
