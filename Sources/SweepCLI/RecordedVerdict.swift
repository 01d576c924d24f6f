import Foundation
import SweepKit
import SweepStore

extension StudyStore {
  /// Records what a re-run has found; where that cannot be recorded, says so and why.
  ///
  /// The verdict holds all the same: a store that is for reading only can be proved, too.
  func record(_ verdict: RerunVerdict, of trial: TrialRecord) {
    do throws(StoreError) {
      try recordVerification(
        of: trial, isIdentical: verdict.isIdentical, detail: verdict.summary,
        now: Int(Date().timeIntervalSince1970 * 1000))
    } catch {
      Console.note("warning: that \(trial.name) was re-run is not recorded: \(error)")
    }
  }
}
