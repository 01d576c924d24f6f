import GRDB
import SweepBase
import SweepConfig
import SweepSearch

/// What people say of trials and studies, and what they call them.
extension StudyStore {
  /// Gives trials tags and takes some away.
  ///
  /// - Parameters:
  ///   - trials: The trials.
  ///   - added: Tags that they are to have.
  ///   - removed: Tags that they are not to have.
  /// - Returns: How many tags there are more, and how many fewer.
  /// - Throws: `StoreError` when the store cannot be written.
  public func tag(
    _ trials: [TrialRecord], adding added: [String], removing removed: [String]
  ) throws(StoreError) -> (added: Int, removed: Int) {
    try write { db in
      var counts = (added: 0, removed: 0)
      for trial in trials {
        for tag in added {
          try db.run("INSERT OR IGNORE INTO tags (trial, tag) VALUES (?, ?)", [trial.id, tag])
          counts.added += db.changesCount
        }
        for tag in removed {
          try db.run("DELETE FROM tags WHERE trial = ? AND tag = ?", [trial.id, tag])
          counts.removed += db.changesCount
        }
      }
      return counts
    }
  }

  /// All tags with the number of their trials, in order.
  public func tagCounts() throws(StoreError) -> [(tag: String, count: Int)] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT tag, count(*) FROM tags GROUP BY tag ORDER BY tag")
        .map { ($0[0], $0[1]) }
    }
  }

  /// The tags of a trial, in order.
  public func tags(of trial: TrialRecord) throws(StoreError) -> [String] {
    try read { db in
      try String.fetchAll(
        db, sql: "SELECT tag FROM tags WHERE trial = ? ORDER BY tag", arguments: [trial.id])
    }
  }

  /// What was noted of a trial.
  public func note(of trial: TrialRecord) throws(StoreError) -> String? {
    try read { db in
      try String.fetchOne(
        db, sql: "SELECT note FROM trials WHERE id = ?", arguments: [trial.id])
    }
  }

  /// Notes something of a trial, in place of what was noted before; `nil` for nothing.
  public func setNote(_ note: String?, of trial: TrialRecord) throws(StoreError) {
    try write { try $0.run("UPDATE trials SET note = ? WHERE id = ?", [note, trial.id]) }
  }

  /// What was noted of a study.
  public func note(of study: Study) throws(StoreError) -> String? {
    try read { db in
      try String.fetchOne(
        db, sql: "SELECT note FROM studies WHERE id = ?", arguments: [study.id])
    }
  }

  /// Notes something of a study, in place of what was noted before; `nil` for nothing.
  public func setNote(_ note: String?, of study: Study) throws(StoreError) {
    try write { try $0.run("UPDATE studies SET note = ? WHERE id = ?", [note, study.id]) }
  }

  /// Gives a study another name.
  ///
  /// The IDs of its trials are hashes of its name, too, and change with it: so a sweep file with the new
  /// name goes on with the study. The former name and IDs are still found.
  ///
  /// - Throws: `StoreError.nameTaken`, or `running` while a process has a trial of it.
  public func changeName(of study: Study, to name: String) throws(StoreError) {
    try write { db in
      if try Int.fetchOne(db, sql: "SELECT 1 FROM studies WHERE name = ?", arguments: [name]) != nil
      {
        throw StoreError(.nameTaken(name), path: path)
      }
      try refuseRunning(fetchTrials(db, where: "t.study = ?", [study.id]))
      try db.run("DELETE FROM former_names WHERE name = ?", [name])
      try db.run("INSERT OR REPLACE INTO former_names VALUES (?, ?)", [study.name, study.id])
      try db.run(
        "INSERT OR IGNORE INTO former_ids SELECT content_id, id FROM trials WHERE study = ?",
        [study.id])
      try db.run("UPDATE studies SET name = ? WHERE id = ?", [name, study.id])
      let rows = try Row.fetchAll(
        db, sql: "SELECT id, config_hash FROM trials WHERE study = ?", arguments: [study.id])
      for row in rows {
        let id = Fingerprint.hex(of: "\(name)\n\(row[1] as String)\n")
        try db.run("UPDATE trials SET content_id = ? WHERE id = ?", [id, row[0] as Int64])
        // Its name again after it had another one in between.
        try db.run(
          "DELETE FROM former_ids WHERE content_id = ? AND trial = ?", [id, row[0] as Int64])
      }
    }
  }

  /// Refuses to change trials that processes work on.
  func refuseRunning(_ trials: [TrialRecord]) throws {
    let running = trials.filter { $0.state == .running && !$0.isLost }
    guard running.isEmpty else {
      throw StoreError(.running(running.map(\.name)), path: path)
    }
  }

  /// The trials that had a name before.
  func formerTrials(_ text: String, _ db: Database) throws -> [TrialRecord] {
    if let slash = text.lastIndex(of: "/"), let number = Int(text[text.index(after: slash)...]) {
      return try fetchTrials(
        db, where: "t.study = (SELECT study FROM former_names WHERE name = ?) AND t.number = ?",
        [String(text[..<slash]), number])
    }
    let digits = text.lowercased()
    guard digits.count >= 4, digits.count <= 64, digits.allSatisfy(\.isHexDigit) else { return [] }
    return try fetchTrials(
      db,
      where: "t.id IN (SELECT trial FROM former_ids WHERE content_id >= ? AND content_id < ?)",
      [digits, digits + "g"])
  }

  /// The study that had a name before.
  func formerStudy(_ name: String) throws(StoreError) -> Int64? {
    try read { db in
      try Int64.fetchOne(
        db, sql: "SELECT study FROM former_names WHERE name = ?", arguments: [name])
    }
  }

  /// Trials whose names are like one that there is not, for help.
  func trialHint(_ text: String, _ db: Database) throws -> String? {
    if let slash = text.lastIndex(of: "/") {
      let study = String(text[..<slash])
      let names = try String.fetchAll(db, sql: "SELECT name FROM studies ORDER BY id")
      if !names.contains(study) {
        return study.nearest(among: names).map { near in
          "did you mean `\(near)\(text[slash...])`?"
        }
      }
      let last = try Int.fetchOne(
        db,
        sql: """
          SELECT max(number) FROM trials WHERE study = (SELECT id FROM studies WHERE name = ?)
          """, arguments: [study])
      return last.map { "the trials of `\(study)` are 0 to \($0)" }
    }
    let digits = text.lowercased()
    guard digits.count >= 4, digits.count <= 64, digits.utf8.allSatisfy({ $0 < 128 }) else {
      return nil
    }
    let length = digits.count
    let ids = try String.fetchAll(
      db, sql: "SELECT DISTINCT substr(content_id, 1, ?) FROM trials ORDER BY 1 LIMIT 20000",
      arguments: [length])
    // An ID has no meaning that a near one could share, so only slips of one or two keys count.
    let near = ids.filter { id in
      zip(id.utf8, digits.utf8).filter { $0 != $1 }.count <= max(1, length / 8)
    }
    if !near.isEmpty {
      return "did you mean \(near.prefix(3).map { "`\($0)`" }.joined(separator: " or "))?"
    }
    let studies = try String.fetchAll(db, sql: "SELECT name FROM studies ORDER BY id")
    return studies.contains(text) ? "`\(text)` is a study: a trial of it is `\(text)/0`" : nil
  }
}
