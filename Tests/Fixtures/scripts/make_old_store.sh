#!/bin/sh
# Makes stores/v1.sqlite: a study of the first version of the store's tables, with four short trainings.
# Run it in a checkout of that version (the commit before "Search, Store, Kit: proposals, pruning and races that
# follow from results"), with its `sweep` in the search path; what names the machine is taken out.
set -e
cat > old.toml <<'TOML'
name = "old"
config = "configs/ner-v3.cfg"
method = "grid"
metric = { name = "ents_f", goal = "maximize" }
seeds = [0, 1]
keep_models = "none"
keep_inputs_mb = 0
[overrides]
"training.max_steps" = 6
"training.eval_frequency" = 3
[parameters]
"variables.dropout" = { values = [0.1, 0.3] }
TOML
rm -f v1.sqlite
sweep run old.toml --store v1.sqlite
sqlite3 v1.sqlite "
  PRAGMA foreign_keys = ON;
  DELETE FROM trials WHERE number = 3;
  PRAGMA foreign_keys = OFF;
  UPDATE inputs SET resolved = '/corpora/' || written;
  UPDATE provenances SET json = '{\"program\":{\"version\":\"0.1.0\"}}', hash = 'p';
  UPDATE trials SET provenance = 'p', host = 'host';
  PRAGMA journal_mode = DELETE;
  VACUUM;"
rm old.toml
