import GRDB
public import SweepSearch

extension StudyStore {
  /// The values of a metric at the evaluations of all trials of a study, by the trials' `id`, each by
  /// step; `nil` where it could not be computed.
  public func curves(
    of metric: Metric, in study: Study
  ) throws(StoreError) -> [Int64: [(step: Int, value: Double?)]] {
    try curves(of: metric, where: "t.study = ?", [study.id])
  }

  /// The values of a metric at the evaluations of the last attempt at a trial, by step.
  public func curve(
    of metric: Metric, trial: TrialRecord
  ) throws(StoreError) -> [(step: Int, value: Double?)] {
    try curves(of: metric, where: "t.id = ?", [trial.id])[trial.id] ?? []
  }

  /// When each trial of a study began and ended, in milliseconds since 1970, in the order of their
  /// numbers.
  ///
  /// - Throws: `StoreError` when the record cannot be read.
  public func times(
    of study: Study
  ) throws(StoreError) -> [(id: Int64, number: Int, started: Int?, finished: Int?)] {
    try read { db in
      var times: [(id: Int64, number: Int, started: Int?, finished: Int?)] = []
      let rows = try Row.fetchCursor(
        db,
        sql: "SELECT id, number, started, finished FROM trials WHERE study = ? ORDER BY number",
        arguments: [study.id])
      while let row = try rows.next() { times.append((row[0], row[1], row[2], row[3])) }
      return times
    }
  }

  private func curves(
    of metric: Metric, where condition: String, _ arguments: StatementArguments
  ) throws(StoreError) -> [Int64: [(step: Int, value: Double?)]] {
    let (kind, name) = metric.place
    return try read { db in
      var result: [Int64: [(step: Int, value: Double?)]] = [:]
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT t.id, m.step, m.bits FROM trials t
          JOIN metrics m ON m.trial = t.id AND m.attempt = t.attempt
          WHERE \(condition) AND m.kind = ? AND m.name = ? ORDER BY t.id, m.step
          """, arguments: arguments + [kind, name])
      while let row = try rows.next() {
        let bits: Int64? = row[2]
        result[row[0], default: []].append(
          (row[1], bits.map { Double(bitPattern: UInt64(bitPattern: $0)) }))
      }
      return result
    }
  }

  /// The values of some metrics at the best evaluation of each trial of a study that has one, by the
  /// trials' `id`.
  public func bestValues(
    of metrics: [Metric], in study: Study
  ) throws(StoreError) -> [Int64: [Double?]] {
    try read { db in
      var result: [Int64: [Double?]] = [:]
      for (index, metric) in metrics.enumerated() {
        let (kind, name) = metric.place
        let rows = try Row.fetchCursor(
          db,
          sql: """
            SELECT t.id, m.bits FROM trials t
            JOIN metrics m
              ON m.trial = t.id AND m.attempt = t.attempt AND m.step = t.best_step
            WHERE t.study = ? AND m.kind = ? AND m.name = ?
            """, arguments: [study.id, kind, name])
        while let row = try rows.next() {
          let bits: Int64? = row[1]
          result[row[0], default: metrics.map { _ in nil }][index] = bits.map {
            Double(bitPattern: UInt64(bitPattern: $0))
          }
        }
      }
      return result
    }
  }
}

extension Metric {
  /// Where the table `metrics` has it.
  fileprivate var place: (kind: String, name: String) {
    name.hasPrefix("loss ") ? ("loss", String(name.dropFirst(5))) : ("score", name)
  }
}
