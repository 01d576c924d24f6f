extension Migration {
  /// Trials that programs elsewhere work on: until when they have one.
  ///
  /// Both are null where a process of ours has the trial: whether that is alive can be seen.
  static let leases = Migration(
    name: "leases",
    sql: """
      ALTER TABLE trials ADD COLUMN lease_ms INTEGER;
      ALTER TABLE trials ADD COLUMN lease_end INTEGER;
      """)
}
