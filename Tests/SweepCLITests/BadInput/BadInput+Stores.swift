extension BadInput {
  /// More than a page of text, which a full disk has no room for.
  private static let longText = String(repeating: "out of memory ", count: 2_000)

  private static let done = ["tell", "ner/2", "f=0.5", "--done"]
  private static let ask = ["ask", "@/s.toml", "--worker", "w"]

  /// Stores that are not there, of others, in use, damaged.
  static let stores: [BadInput] = [
    .store(
      "store: none", nil, says: "none.db: expected a store, found no file", "`sweep run` makes"),
    .store("store: none to tell", nil, done, says: "none.db: expected a store, found no file"),
    .store("store: none to show", nil, ["show", "0"], says: "expected a store, found no file"),
    .store("store: none to report", nil, ["report"], says: "expected a store, found no file"),
    .store(
      "store: none to repeat", nil, ["rerun", "0"], status: 2,
      says: "expected a store, found no file"),
    .store("store: a folder", .folder, says: "sweep.db: expected a store, found a folder"),
    .store("store: a folder to tell", .folder, done, says: "expected a store, found a folder"),
    .store(
      "store: in no folder", .folder, ["ask", "@/s.toml", "--store", "@/no/such.db"],
      says: "the folder", "is not there", "make the folder first"),
    .store(
      "store: a text", .text("a text that is no store, and is longer than a header\n"),
      says: "expected a store, found a file that is not SQLite", "name another file"),
    .store(
      "store: a text to tell", .text("a text that is no store\n"), done,
      says: "expected a store, found a file that is not SQLite"),
    .store(
      "store: a text to ask", .text("a text that is no store\n"), ask,
      says: "expected a store, found a file that is not SQLite"),
    .store("store: an empty file", .text(""), says: "there is no study in this store"),
    .store(
      "store: of another program", .store(.foreign),
      says: "found the SQLite file of another program (0)", "name another file"),
    .store(
      "store: of another program, to ask", .store(.foreign), ask,
      says: "found the SQLite file of another program (0)"),
    .store(
      "store: of another program, to tell", .store(.foreign), done,
      says: "found the SQLite file of another program (0)"),
    .store(
      "store: of a newer version", .store(.newer),
      says: "was written by a newer version of sweep, which added \"holograms\"",
      "use that version"),
    .store(
      "store: of a newer version, to ask", .store(.newer), ask,
      says: "was written by a newer version of sweep"),
    .store(
      "store: of a newer version, to tell", .store(.newer), done,
      says: "was written by a newer version of sweep"),
    .store(
      "store: of a newer version, to repeat", .store(.newer), ["rerun", "ner/0"], status: 2,
      says: "was written by a newer version of sweep"),
    .store("store: cut to a page", .store(.cutToAPage), says: "the store is damaged", ".recover"),
    .store(
      "store: cut to a page, to tell", .store(.cutToAPage), done, says: "the store is damaged"),
    .store("store: cut in half", .store(.cutInHalf), says: "the store is damaged", ".recover"),
    .store(
      "store: cut in half, to show", .store(.cutInHalf), ["show", "ner/0"],
      says: "the store is damaged"),
    .store(
      "store: cut in half, to tell", .store(.cutInHalf), done, says: "the store is damaged"),
    .store(
      "store: a page overwritten", .store(.pageOverwritten), says: "the store is damaged",
      ".recover"),
    .store(
      "store: a page overwritten, to report", .store(.pageOverwritten), ["report", "ner"],
      says: "the store is damaged"),
    .store(
      "store: locked", .store(.locked), done, says: "another process keeps the store locked",
      "wait for the other process"),
    .store(
      "store: locked, to ask", .store(.locked), ask,
      says: "another process keeps the store locked"),
    .store(
      "store: locked, to enqueue", .store(.locked),
      ["enqueue", "@/s.toml", "training.dropout=0.2"],
      says: "another process keeps the store locked"),
    .store(
      "store: on a full disk", .store(.full), ["tell", "ner/2", "--failed", longText],
      says: "cannot be written: the disk is full", "nothing is lost"),
    .store(
      "store: on a full disk, to ask", .store(.full), ask,
      says: "cannot be written: the disk is full"),
    .store(
      "store: read only", .store(.readOnly), done,
      says: "cannot be written: the file or its folder is read-only", "use --store FILE"),
    .store(
      "store: closed to the user", .store(.unreadable), says: "Permission denied",
      "check the path and its permissions"),
  ]
}
