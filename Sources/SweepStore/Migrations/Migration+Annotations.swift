extension Migration {
  /// What people say of trials, who trains them, and what a resumed or imported one comes from.
  ///
  /// `engine` is `native`, `command`, `spacy`, `elsewhere` or `imported`; `source` says what an imported
  /// study was read from. `resumed_step` is the step of the checkpoint that the last attempt went on
  /// from. `confusion` is a JSON object: `labels`, and `counts` as rows of expected by columns of
  /// predicted labels, where the last row and column stand for nothing.
  static let annotations = Migration(
    name: "annotations",
    sql: """
      DROP VIEW v_trials;

      ALTER TABLE studies ADD COLUMN engine TEXT NOT NULL DEFAULT 'native';
      ALTER TABLE studies ADD COLUMN source TEXT;
      ALTER TABLE studies ADD COLUMN note TEXT;
      ALTER TABLE trials ADD COLUMN note TEXT;
      ALTER TABLE trials ADD COLUMN resumed_step INTEGER;
      ALTER TABLE trials ADD COLUMN confusion TEXT;

      CREATE TABLE tags (
        trial INTEGER NOT NULL REFERENCES trials (id) ON DELETE CASCADE,
        tag TEXT NOT NULL,
        PRIMARY KEY (trial, tag)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX tags_by_tag ON tags (tag);

      CREATE VIEW v_trials AS
        SELECT s.name AS study, t.number, substr(t.content_id, 1, 8) AS id, t.state, t.seed,
          t.origin = 'baseline' AS is_baseline, s.metric, t.score, t.best_step, t.steps, t.words,
          strftime('%Y-%m-%d %H:%M:%S', t.started / 1000.0, 'unixepoch') AS started,
          strftime('%Y-%m-%d %H:%M:%S', t.finished / 1000.0, 'unixepoch') AS finished,
          (t.finished - t.started) / 1000.0 AS seconds, t.assignment, t.scores, t.error,
          t.config_hash, t.model_hash, t.content_id, p.json AS provenance, t."row", t.fold,
          t.origin, t.ended_step, t.reason, s.engine, t.resumed_step, t.note,
          (SELECT json_group_array(tag) FROM (
            SELECT tag FROM tags WHERE trial = t.id ORDER BY tag)) AS tags
        FROM trials t
        JOIN studies s ON s.id = t.study
        LEFT JOIN provenances p ON p.hash = t.provenance;
      """)
}
