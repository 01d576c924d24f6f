extension BadInput {
  /// Numbers, IDs and names that there are not, or that are of several trials.
  static let trials: [BadInput] = [
    .record(
      "trial: no such number", "show", "77", says: "sweep.db: no trial has the number or ID \"77\"",
      "help: `sweep list` shows all trials"),
    .record(
      "trial: a number of no study", "show", "neer/1",
      says: "sweep.db: no trial has the number or ID \"neer/1\"",
      "help: `sweep list` shows all trials"),
    .record(
      "trial: an empty ID", "show", "", says: "sweep.db: no trial has the number or ID \"\"",
      "help: `sweep list` shows all trials"),
    .record(
      "trial: no hexadecimal", "show", "zz", says: "sweep.db: no trial has the number or ID \"zz\"",
      "help: `sweep list` shows all trials"),
    .record(
      "trial: a number of two studies", "show", "0",
      says: "sweep.db: \"0\" may be any of ner/0 (805640d2), tag/0 (98572bcd)",
      "help: give more of the ID, or the study too: STUDY/NUMBER"),
    .record(
      "trial: the start of two IDs", "show", "2a44a",
      says: "sweep.db: \"2a44a\" may be any of ner/3 (2a44a2", ", ner/4 (2a44a26d)",
      "help: give more of the ID, or the study too: STUDY/NUMBER"),
    .record(
      "trial: the start of two IDs, to compare", "diff", "ner/0", "2A44A2",
      says: "\"2A44A2\" may be any of ner/3 (2a44a2", ", ner/4 (2a44a26d)",
      "help: give more of the ID"),
    .record(
      "trial: the start of two IDs, to repeat", "rerun", "2a44", status: 2,
      says: "\"2a44\" may be any of ner/3 (2a44a2", ", ner/4 (2a44a26d)",
      "help: give more of the ID"),
    .record(
      "trial: too few digits of an ID", "show", "8f2",
      says: "sweep.db: no trial has the number or ID \"8f2\"", "help: `sweep list` shows all"),
    .record(
      "trial: an ID that is too long", "show",
      "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
      says: "sweep.db: no trial has the number or ID "
        + "\"fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        + "f\"", "help: `sweep list` shows all trials"),
    .record(
      "trial: a number beyond the study", "show", "ner/99",
      says: "sweep.db: no trial has the number or ID \"ner/99\"",
      "help: `sweep list` shows all trials"),
    .record(
      "trial: no number", "show", "ner/", says: "sweep.db: no trial has the number or ID \"ner/\"",
      "help: `sweep list` shows all trials"),
    .record(
      "trial: a difference to nothing", "diff", "ner/0", "ner/77",
      says: "sweep.db: no trial has the number or ID \"ner/77\"",
      "help: `sweep list` shows all trials"),
    .record(
      "trial: a study that is near", "list", "nre", says: "sweep.db: there is no study \"nre\"",
      "help: did you mean `ner`?"),
    .record(
      "trial: a report of no study", "report", "nix", says: "sweep.db: there is no study \"nix\"",
      "help: the studies are ner, tag"),
    .record(
      "trial: a report by no score", "report", "ner", "--best", "ents_g", status: 64,
      says: "--best ents_g: no trial has this score; there are f",
      "See 'sweep --help' for more information."),
    .record(
      "trial: a model that was not kept", "restore", "ner/0", "@/o",
      says: "the model of ner/0 (805640d2) is not in the record",
      "help: train it again with `sweep rerun 805640d2 --output",
      "`keep_models = \"all\"` in a sweep file keeps every model"),
    .record(
      "trial: a re-run of another program's trial", "rerun", "ner/0", status: 2,
      says: "ner/0 was trained by another program, which has to repeat it",
      "help: `sweep show ner/0` has its config and its seed"),
    .record(
      "trial: the log of nothing", "log", "x9",
      says: "sweep.db: no trial has the number or ID \"x9\"", "help: `sweep list` shows all trials"),
    .record(
      "trial: a test of what others have trained", "test", "ner",
      says: "the trials of \"ner\" are not of our training core, found engine = \"elsewhere\"",
      "help: let the program report its test's scores"),
    .record(
      "trial: a test of no study", "test", "nix", says: "sweep.db: there is no study \"nix\"",
      "help: the studies are ner, tag"),
    .record(
      "trial: a report into no folder", "report", "ner", "--output", "@/none/r.md",
      says: "none/r.md: cannot write: No such file or directory",
      "help: make the folder first, or choose another"),
    .record(
      "trial: a re-run of nothing", "rerun", "ner/77", status: 2,
      says: "sweep.db: no trial has the number or ID \"ner/77\"",
      "help: `sweep list` shows all trials"),
    .record(
      "trial: a re-run of a number of two studies", "rerun", "0", status: 2,
      says: "sweep.db: \"0\" may be any of ner/0 (805640d2), tag/0 (98572bcd)",
      "help: give more of the ID, or the study too: STUDY/NUMBER"),
    .record(
      "trial: a number with a sign", "show", "+3",
      says: "sweep.db: \"+3\" may be any of ner/3 (", "tag/3 (9e3b9a9a)",
      "help: give more of the ID, or the study too: STUDY/NUMBER"),
    .record(
      "trial: a path", "show", "../ner/0",
      says: "sweep.db: no trial has the number or ID \"../ner/0\"",
      "help: `sweep list` shows all trials"),
    .record(
      "trial: a number that is too large", "show", "99999999999999999999",
      says: "sweep.db: no trial has the number or ID \"99999999999999999999\"",
      "help: `sweep list` shows all trials"),
    .record(
      "trial: a restored model of nothing", "restore", "nothing", "@/o",
      says: "sweep.db: no trial has the number or ID \"nothing\"",
      "help: `sweep list` shows all trials"),
  ]
}
