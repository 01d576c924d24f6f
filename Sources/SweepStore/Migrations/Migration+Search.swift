extension Migration {
  /// What searches that look at results need: rows of assignments, folds, pruned trials, and what was
  /// decided by a clock.
  ///
  /// SQLite cannot change a check, so the table of trials is made anew; the caller has switched foreign
  /// keys off, or dropping the old one would empty its children.
  static let search = Migration(
    name: "search",
    sql: """
      DROP VIEW v_trials;
      DROP VIEW v_metrics;

      CREATE TABLE new_trials (
        id INTEGER PRIMARY KEY,
        study INTEGER NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        content_id TEXT NOT NULL UNIQUE,
        "row" INTEGER NOT NULL,
        origin TEXT NOT NULL CHECK (origin IN ('baseline', 'enqueued', 'proposed')),
        proposal INTEGER,
        seed INTEGER NOT NULL,
        fold INTEGER,
        assignment TEXT NOT NULL,
        config TEXT NOT NULL,
        config_hash TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting'
          CHECK (state IN ('waiting', 'running', 'done', 'pruned', 'failed', 'stopped')),
        attempt INTEGER NOT NULL DEFAULT 0,
        started INTEGER,
        finished INTEGER,
        host TEXT,
        pid INTEGER,
        boot_id TEXT,
        start_ticks INTEGER,
        error TEXT,
        log TEXT,
        score REAL,
        score_bits INTEGER,
        scores TEXT,
        counts BLOB,
        best_step INTEGER,
        steps INTEGER,
        words INTEGER,
        model_hash TEXT,
        ended_step INTEGER,
        reason TEXT,
        provenance TEXT REFERENCES provenances (hash),
        UNIQUE (study, number)
      ) STRICT;
      INSERT INTO new_trials (id, study, number, content_id, "row", origin, proposal, seed,
          assignment, config, config_hash, state, attempt, started, finished, host, pid, boot_id,
          start_ticks, error, log, score, score_bits, scores, best_step, steps, words, model_hash,
          provenance)
        SELECT id, study, number, content_id,
          dense_rank() OVER (PARTITION BY study ORDER BY coalesce(proposal, -1)) - 1,
          CASE WHEN proposal IS NULL THEN 'baseline' ELSE 'proposed' END, proposal, seed,
          assignment, config, config_hash, state, attempt, started, finished, host, pid, boot_id,
          start_ticks, error, log, score, score_bits, scores, best_step, steps, words, model_hash,
          provenance
        FROM trials;
      DROP TABLE trials;
      ALTER TABLE new_trials RENAME TO trials;
      CREATE INDEX trials_by_score ON trials (study, score) WHERE state = 'done';

      ALTER TABLE studies ADD COLUMN metrics TEXT NOT NULL DEFAULT '[]';
      ALTER TABLE studies ADD COLUMN window INTEGER NOT NULL DEFAULT 8;
      ALTER TABLE studies ADD COLUMN priors TEXT NOT NULL DEFAULT '[]';
      UPDATE studies SET metrics = json_array(json_object('name', metric, 'goal', goal));

      CREATE TABLE plans (
        study INTEGER NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
        first_row INTEGER NOT NULL,
        plan TEXT NOT NULL,
        sweep_text TEXT NOT NULL,
        ended INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX plans_by_study ON plans (study);

      CREATE TABLE decisions (
        study INTEGER NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        kind TEXT NOT NULL,
        detail TEXT NOT NULL,
        made INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX decisions_by_study ON decisions (study);

      CREATE TABLE tests (
        trial INTEGER NOT NULL REFERENCES trials (id) ON DELETE CASCADE,
        path TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        scores TEXT NOT NULL,
        counts BLOB,
        looks INTEGER NOT NULL,
        finished INTEGER NOT NULL,
        PRIMARY KEY (trial, sha256)
      ) STRICT, WITHOUT ROWID;

      CREATE VIEW v_trials AS
        SELECT s.name AS study, t.number, substr(t.content_id, 1, 8) AS id, t.state, t.seed,
          t.origin = 'baseline' AS is_baseline, s.metric, t.score, t.best_step, t.steps, t.words,
          strftime('%Y-%m-%d %H:%M:%S', t.started / 1000.0, 'unixepoch') AS started,
          strftime('%Y-%m-%d %H:%M:%S', t.finished / 1000.0, 'unixepoch') AS finished,
          (t.finished - t.started) / 1000.0 AS seconds, t.assignment, t.scores, t.error,
          t.config_hash, t.model_hash, t.content_id, p.json AS provenance, t."row", t.fold,
          t.origin, t.ended_step, t.reason
        FROM trials t
        JOIN studies s ON s.id = t.study
        LEFT JOIN provenances p ON p.hash = t.provenance;

      CREATE VIEW v_metrics AS
        SELECT s.name AS study, t.number, substr(t.content_id, 1, 8) AS id, t.seed, m.step,
          e.epoch, m.kind, m.name, m.value
        FROM metrics m
        JOIN trials t ON t.id = m.trial AND t.attempt = m.attempt
        JOIN studies s ON s.id = t.study
        JOIN evaluations e
          ON e.trial = m.trial AND e.attempt = m.attempt AND e.step = m.step;
      """)
}
