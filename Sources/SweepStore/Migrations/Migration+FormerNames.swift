extension Migration {
  /// What trials and studies were called before they were renamed, so that a name that somebody wrote
  /// down is still found.
  static let formerNames = Migration(
    name: "former_names",
    sql: """
      CREATE TABLE former_names (
        name TEXT PRIMARY KEY,
        study INTEGER NOT NULL REFERENCES studies (id) ON DELETE CASCADE
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX former_names_by_study ON former_names (study);

      CREATE TABLE former_ids (
        content_id TEXT NOT NULL,
        trial INTEGER NOT NULL REFERENCES trials (id) ON DELETE CASCADE,
        PRIMARY KEY (content_id, trial)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX former_ids_by_trial ON former_ids (trial);
      """)
}
