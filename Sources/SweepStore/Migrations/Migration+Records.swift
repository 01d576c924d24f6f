extension Migration {
  /// Studies, trials, evaluations, files, and the views for other programs.
  ///
  /// Times are milliseconds since 1970 in UTC. Numbers are stored twice: as SQLite's REAL for
  /// queries, where NaN is NULL, and as the 64 bits of the double, which are compared.
  static let records = Migration(
    name: "records",
    sql: """
      CREATE TABLE studies (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        sweep_path TEXT NOT NULL,
        sweep_text TEXT NOT NULL,
        config_path TEXT NOT NULL,
        config_text TEXT NOT NULL,
        plan TEXT NOT NULL,
        plan_hash TEXT NOT NULL,
        method TEXT NOT NULL,
        metric TEXT NOT NULL,
        goal TEXT NOT NULL CHECK (goal IN ('maximize', 'minimize')),
        keep_models TEXT NOT NULL CHECK (keep_models IN ('best', 'all', 'none')),
        overrides TEXT NOT NULL,
        created INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE provenances (
        hash TEXT PRIMARY KEY,
        json TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE trials (
        id INTEGER PRIMARY KEY,
        study INTEGER NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        content_id TEXT NOT NULL UNIQUE,
        seed INTEGER NOT NULL,
        proposal INTEGER,
        assignment TEXT NOT NULL,
        config TEXT NOT NULL,
        config_hash TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting'
          CHECK (state IN ('waiting', 'running', 'done', 'failed', 'stopped')),
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
        best_step INTEGER,
        steps INTEGER,
        words INTEGER,
        model_hash TEXT,
        provenance TEXT REFERENCES provenances (hash),
        UNIQUE (study, number)
      ) STRICT;

      CREATE TABLE attempts (
        trial INTEGER NOT NULL REFERENCES trials (id) ON DELETE CASCADE,
        attempt INTEGER NOT NULL,
        state TEXT NOT NULL,
        started INTEGER,
        finished INTEGER,
        error TEXT,
        log TEXT,
        PRIMARY KEY (trial, attempt)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE evaluations (
        trial INTEGER NOT NULL REFERENCES trials (id) ON DELETE CASCADE,
        attempt INTEGER NOT NULL,
        step INTEGER NOT NULL,
        epoch INTEGER NOT NULL,
        words INTEGER,
        milliseconds INTEGER,
        PRIMARY KEY (trial, attempt, step)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE metrics (
        trial INTEGER NOT NULL REFERENCES trials (id) ON DELETE CASCADE,
        attempt INTEGER NOT NULL,
        step INTEGER NOT NULL,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('score', 'loss')),
        name TEXT NOT NULL,
        value REAL,
        bits INTEGER,
        PRIMARY KEY (trial, attempt, step, position)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE blobs (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE,
        bytes INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE chunks (
        blob INTEGER NOT NULL REFERENCES blobs (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        data BLOB NOT NULL,
        UNIQUE (blob, position)
      ) STRICT;

      CREATE TABLE artifacts (
        trial INTEGER NOT NULL REFERENCES trials (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        path TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        PRIMARY KEY (trial, kind, path)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX artifacts_by_hash ON artifacts (sha256);

      CREATE TABLE inputs (
        trial INTEGER NOT NULL REFERENCES trials (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        setting TEXT NOT NULL,
        written TEXT NOT NULL,
        resolved TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        PRIMARY KEY (trial, position)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX inputs_by_hash ON inputs (sha256);

      CREATE TABLE verifications (
        trial INTEGER NOT NULL REFERENCES trials (id) ON DELETE CASCADE,
        finished INTEGER NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict IN ('identical', 'different')),
        detail TEXT NOT NULL
      ) STRICT;
      CREATE INDEX verifications_by_trial ON verifications (trial);

      CREATE VIEW v_trials AS
        SELECT s.name AS study, t.number, substr(t.content_id, 1, 8) AS id, t.state, t.seed,
          t.proposal IS NULL AS is_baseline, s.metric, t.score, t.best_step, t.steps, t.words,
          strftime('%Y-%m-%d %H:%M:%S', t.started / 1000.0, 'unixepoch') AS started,
          strftime('%Y-%m-%d %H:%M:%S', t.finished / 1000.0, 'unixepoch') AS finished,
          (t.finished - t.started) / 1000.0 AS seconds, t.assignment, t.scores, t.error,
          t.config_hash, t.model_hash, t.content_id, p.json AS provenance
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
