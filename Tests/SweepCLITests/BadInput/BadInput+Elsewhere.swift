extension BadInput {
  /// Reports of programs that train elsewhere.
  static let elsewhere: [BadInput] = [
    .record(
      "elsewhere: no trial of the name", "tell", "ner/88", "f=0.1", "--done",
      says: "sweep.db: no trial has the number or ID \"ner/88\"",
      "help: `sweep list` shows all trials"),
    .record(
      "elsewhere: a metric without a value", "tell", "ner/2", "f", status: 64,
      says: "f: expected METRIC=NUMBER, for example ents_f=0.81",
      "See 'sweep --help' for more information."),
    .record(
      "elsewhere: a metric that is no number", "tell", "ner/2", "f=high", "--step", "1", status: 64,
      says: "f=high: expected METRIC=NUMBER, for example ents_f=0.81",
      "See 'sweep --help' for more information."),
    .record(
      "elsewhere: no step", "tell", "ner/2", "f=0.5",
      says: "the report: expected a step, or done, pruned or failed, found neither",
      "help: {\"trial\": \"ner/0\", \"step\": 100, \"metrics\": {\"ents_f\": "
        + "0.8}} reports an evaluation; \"done\": true, \"pruned\": true or "
        + "\"failed\": \"why\" ends a trial"),
    .record(
      "elsewhere: done and failed", "tell", "ner/2", "f=0.5", "--done", "--failed", "x",
      says: "the report: expected one of done, pruned and failed, found several",
      "help: {\"trial\": \"ner/0\", \"step\": 100, \"metrics\": {\"ents_f\": "
        + "0.8}} reports an evaluation; \"done\": true, \"pruned\": true or "
        + "\"failed\": \"why\" ends a trial"),
    .record(
      "elsewhere: the metric that ranks is missing", "tell", "ner/2", "g=0.5", "--done",
      says: "trial ner/2: expected the metric \"f\", found g",
      "help: report \"f\" with a step or with done; or tell \"failed\": "
        + "\"why\""),
    .record(
      "elsewhere: not a number", "tell", "ner/2", "f=nan", "--done", status: 64,
      says: "f=nan: expected METRIC=NUMBER, for example ents_f=0.81",
      "See 'sweep --help' for more information."),
    .record(
      "elsewhere: a trial that is done", "tell", "ner/0", "f=0.5", "--done",
      says: "trial ner/0 is not running: it is done",
      "help: ask for a trial; `sweep show` tells what became of this one"),
    .record(
      "elsewhere: an empty name of a metric", "tell", "ner/2", "=0.5", "--step", "1", status: 64,
      says: "=0.5: expected METRIC=NUMBER, for example ents_f=0.81",
      "See 'sweep --help' for more information."),
    .record(
      "elsewhere: no such study to ask", "ask", "nerr",
      says: "sweep.db: there is no study \"nerr\"", "help: did you mean `ner`?"),
    .record(
      "elsewhere: an enqueued key there is not", "enqueue", "@/s.toml", "training.dropuot=0.1",
      says: "the sweep has no parameter training.dropuot; did you mean "
        + "training.dropout?",
      "help: for example `sweep enqueue sweeps/ner.toml training.dropout=0.2`"),
    .record(
      "elsewhere: an enqueued text for a number", "enqueue", "@/s.toml", "training.dropout=high",
      says: "training.dropout: expected a number, found a text",
      "help: for example `sweep enqueue sweeps/ner.toml training.dropout=0.2`"),
    .record(
      "elsewhere: enqueue without a value", "enqueue", "ner", "training.dropout", status: 64,
      says: "training.dropout: expected KEY=VALUE, for example training.dropout=0.2",
      "See 'sweep --help' for more information."),
    .record(
      "elsewhere: a reason without an end", "tell", "ner/2", "f=0.5", "--reason", "x",
      says: "the report: expected a step, or done, pruned or failed, found neither",
      "help: {\"trial\": \"ner/0\", \"step\": 100, \"metrics\": {\"ents_f\": "
        + "0.8}} reports an evaluation; \"done\": true, \"pruned\": true or "
        + "\"failed\": \"why\" ends a trial"),
    .record(
      "elsewhere: a trial that waits", "tell", "ner/5", "f=0.5", "--done",
      says: "trial ner/5 is not running: it is waiting",
      "help: ask for a trial; `sweep show` tells what became of this one"),
    .record(
      "elsewhere: a failed trial again", "tell", "tag/0", "f=0.5", "--done",
      says: "trial tag/0 is not running: it is failed",
      "help: ask for a trial; `sweep show` tells what became of this one"),
    .record(
      "elsewhere: an infinite metric", "tell", "ner/2", "f=inf", "--step", "3", status: 64,
      says: "f=inf: expected METRIC=NUMBER, for example ents_f=0.81",
      "See 'sweep --help' for more information."),
  ]
}
