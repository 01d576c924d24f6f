extension BadInput {
  private static func capsule(_ name: String, _ file: File?, says: String...) -> BadInput {
    BadInput(
      "capsule: \(name)", ["rerun", "@/x.capsule", "--store", "@/sweep.db"],
      file.map { ["x.capsule": $0] } ?? [:], status: 2, says: says)
  }

  private static func manifest(_ text: String, _ others: Member...) -> File {
    .archive([Member("manifest.json", text)] + others)
  }

  private static let format = "\"format\": \"sweep capsule\", \"version\": "

  /// Capsules that are none, are damaged or were changed, and trials that none can be made of.
  static let capsules: [BadInput] = [
    capsule("none", nil, says: "x.capsule: cannot read: No such file or directory"),
    capsule(
      "a folder", .folder, says: "x.capsule: expected a capsule of `sweep export`, found a folder",
      "help: `sweep export TRIAL FILE.capsule` makes one"),
    capsule(
      "a text", .text("a text"), says: "found a file that is no archive",
      "help: `sweep export TRIAL FILE.capsule` makes one"),
    capsule("an empty file", .text(""), says: "found an empty file"),
    capsule(
      "an archive in gzip", .bytes([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
      says: "found a file that gzip has compressed"),
    capsule("another archive", .archive([Member("a", "b")]), says: "found another archive"),
    capsule("an archive of nothing", .archive([]), says: "x.capsule: expected a capsule"),
    capsule(
      "a manifest that is no JSON", manifest("{"), says: "manifest.json in the capsule:",
      "help: copy it again"),
    capsule("a manifest of another program", manifest("{}"), says: "found another archive"),
    capsule(
      "a manifest without a version", manifest("{\"format\": \"sweep capsule\"}"),
      says: "manifest.json in the capsule: \"version\" is no whole number"),
    capsule(
      "of a newer version", manifest("{\(format)99}"), says: "the capsule is of version 99",
      "help: use that version of sweep"),
    capsule(
      "a file that is missing",
      manifest("{\(format)1, \"files\": [{\"path\": \"a\", \"sha256\": \"0\"}]}"),
      says: "the capsule is not as it was made:", "a is missing", "help: copy it again"),
    capsule(
      "a file too many", manifest("{\(format)1, \"files\": []}", Member("a", "b")),
      says: "the capsule is not as it was made:", "a is not in the manifest"),
    capsule(
      "a file that was changed",
      manifest(
        "{\(format)1, \"files\": [{\"path\": \"a\", \"sha256\": \"00\"}]}", Member("a", "b")),
      says: "a: expected SHA-256 00…, found 3e23e8160039594a…"),
    capsule(
      "a manifest with a path that leads out",
      manifest("{\(format)1, \"files\": [{\"path\": \"../a\", \"sha256\": \"00\"}]}"),
      says: "its file \"../a\" would lie outside of the folder it is read in"),
    capsule(
      "a file that leads out", .archive([Member("../../a", "b")]),
      says: "its file \"../../a\" would lie outside of the folder it is read in"),
    capsule(
      "a file twice", .archive([Member("a", "b"), Member("a", "c")]),
      says: "the capsule is not as it was made:", "a is there twice"),
    capsule(
      "without its parts", manifest("{\(format)1, \"files\": []}"),
      says: "study.json in the capsule: it is missing"),
    capsule(
      "cut off", .archive([Member("manifest.json", "{}")], keep: 700),
      says: "the capsule is cut off", "help: copy it again"),
    capsule(
      "cut off in its header", .archive([Member("manifest.json", "{}")], keep: 300),
      says: "x.capsule: expected a capsule"),
    capsule(
      "a size below 0", .archive([Member("manifest.json", "{}")], size: "-0000000007"),
      says: "the header at byte 0 is damaged"),
    capsule(
      "a size that is none", .archive([Member("manifest.json", "{}")], size: "99999999999"),
      says: "the header at byte 0 is damaged"),
    capsule(
      "a size beyond the file", .archive([Member("manifest.json", "{}")], size: "77777777777"),
      says: "the capsule is cut off"),
    .record(
      "capsule: of a trial of another program", "export", "ner/0", "@/o.capsule",
      says: "was trained by another program", "help: `sweep show`"),
    .record(
      "capsule: of a trial that waits", "export", "ner/5", "@/o.capsule", says: "ner/5", "help: "),
    .record(
      "capsule: of nothing", "export", "ner/77", "@/o.capsule",
      says: "no trial has the number or ID \"ner/77\"", "help: `sweep list` shows all trials"),
    .record(
      "capsule: with and without the program", "export", "ner/0", "--with-program",
      "--no-program", status: 64,
      says: "--with-program and --no-program exclude each other", "See 'sweep export --help'"),
  ]
}
