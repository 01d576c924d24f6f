import SweepEngine
import SweepKit
import SweepReport

/// What a sweep says of itself before its first trial.
enum RunHeader {
  /// The lines of the header.
  static func lines(_ overview: StudyOverview, style: TextStyle) -> [String] {
    var rows: [(String, String)] = [
      (
        "study",
        style.strong(overview.name) + "  " + style.faint("plan \(overview.planHash)")
          + "  \(overview.source)"
      ),
      ("config", "\(overview.configPath)  " + style.faint(overview.configHash)),
    ]
    if !overview.data.isEmpty {
      rows.append(
        (
          "data",
          overview.data.map { "\($0.name)  " + style.faint($0.hash) }.joined(separator: "  ")
        )
      )
    }
    if let code = overview.code { rows.append(("code", "commit \(code)")) }
    rows.append(("search", search(overview)))
    rows.append(("trials", trials(overview)))
    rows.append(("runs", overview.share.description + "; records in \(overview.store)"))
    let width = rows.map { $0.0.count }.max() ?? 0
    return rows.map { name, text in
      style.faint(TerminalText.padded(name, to: width)) + "  " + text
    } + overview.warnings.map { style.warning("warning: ") + $0 }
  }

  private static func search(_ overview: StudyOverview) -> String {
    let most = overview.isOpen ? "up to " : ""
    let assignments =
      "\(overview.assignmentCount) assignment" + (overview.assignmentCount == 1 ? "" : "s")
    let seeds = overview.seeds.map { "\($0)" }.joined(separator: ", ")
    // The baseline is one more where it is none of them.
    let size =
      overview.spaceSize.map { size in
        size > overview.assignmentCount ? " of \(size) possible" : ", which is all there are"
      } ?? ""
    return "\(overview.method), \(most)\(assignments)\(size); "
      + (overview.seeds.count == 1 ? "seed \(seeds)" : "seeds \(seeds)")
  }

  private static func trials(_ overview: StudyOverview) -> String {
    let rest = overview.trialCount - overview.doneCount
    let most = overview.isOpen ? "up to " : ""
    guard overview.doneCount > 0 else { return "\(most)\(overview.trialCount) to run" }
    return "\(most)\(overview.trialCount), \(overview.doneCount) done, \(rest) to run"
  }
}
