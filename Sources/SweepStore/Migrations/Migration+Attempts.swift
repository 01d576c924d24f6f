extension Migration {
  /// What attempts print before their end, and how often a trial has ended with its process.
  ///
  /// `logs` has pieces of the log of a running trial; its end writes the whole and removes them.
  /// `deaths` counts the last attempts that have ended with their process without a new evaluation.
  static let attempts = Migration(
    name: "attempts",
    sql: """
      ALTER TABLE trials ADD COLUMN deaths INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE attempts ADD COLUMN resumed_step INTEGER;

      CREATE TABLE logs (
        trial INTEGER NOT NULL REFERENCES trials (id) ON DELETE CASCADE,
        attempt INTEGER NOT NULL,
        position INTEGER NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (trial, attempt, position)
      ) STRICT, WITHOUT ROWID;
      """)
}
