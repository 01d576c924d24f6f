import Testing

/// A command that cannot do what it is asked to, and what it has to say.
///
/// In arguments and files, `@` stands for the folder that the case is run in.
struct BadInput: Sendable, CustomTestStringConvertible {
  /// What lies in the folder.
  enum File: Sendable {
    case text(String)
    case bytes([UInt8])
    case folder
    /// Nothing: what was there is removed.
    case absent
    /// A part of a file of this repository: its first bytes.
    case start(String, Int)
    /// A file of this repository in which a text is replaced.
    case changed(String, String, String)
    /// A file of this repository with bytes behind it.
    case longer(String, [UInt8])
    /// A file or folder of this repository.
    case copy(String)
    /// A tar archive of texts by name, cut to a number of bytes.
    case archive([Member], keep: Int = .max, size: String? = nil)
    /// The record of two studies, with something done to it.
    case store(StoreDamage)
  }

  /// A file of an archive.
  struct Member: Sendable {
    var name: String
    var text: String

    init(_ name: String, _ text: String) { (self.name, self.text) = (name, text) }
  }

  /// What has become of a store.
  enum StoreDamage: Sendable {
    case none, cutToAPage, cutInHalf, pageOverwritten, foreign, newer, locked, readOnly, full,
      unreadable
  }

  var name: String
  var arguments: [String]
  var files: [String: File]
  /// Parts of what is printed: the place with what was expected and found, and the way out.
  var says: [String]
  var status: Int32
  /// Whether what has happened is recorded beside what was there.
  var addsToTheRecord = false

  /// Whether it is about what a user may not read or write.
  var needsPermissions: Bool {
    files.values.contains {
      if case .store(let damage) = $0 { return damage == .readOnly || damage == .unreadable }
      return false
    }
  }

  init(
    _ name: String, _ arguments: [String], _ files: [String: File] = [:], status: Int32 = 1,
    says: [String]
  ) {
    self.name = name
    self.arguments = arguments
    self.files = files
    self.says = says
    self.status = status
  }

  var testDescription: String { name }

  static let all: [BadInput] =
    toml + sweepFiles + searches + spaces + configs + training + trials + stores + options
    + elsewhere + data + models + capsules + programs + commands + filters + imports + spacy

  /// A sweep file that `run` only looks at.
  static func sweep(_ name: String, _ text: String, says: String...) -> BadInput {
    BadInput(
      name, ["run", "@/s.toml", "--dry-run", "--store", "@/sweep.db"],
      ["s.toml": .text(text), "c.cfg": .text(config)], says: says)
  }

  /// A sweep file that is right but for some lines, from line 4 on.
  static func key(_ name: String, _ lines: String, says: String...) -> BadInput {
    BadInput(
      name, ["run", "@/s.toml", "--dry-run", "--store", "@/sweep.db"],
      ["s.toml": .text("\(head)\(lines)\n\(parameters)"), "c.cfg": .text(config)], says: says)
  }

  /// A parameter in line 7 of a random search, or in line 5 of a grid.
  static func parameter(
    _ name: String, _ text: String, grid: Bool = false, says: String...
  ) -> BadInput {
    let method = grid ? "" : "method = \"random\"\ntrials = 3\n"
    return BadInput(
      name, ["run", "@/s.toml", "--dry-run", "--store", "@/sweep.db"],
      [
        "s.toml": .text("\(head)\(method)[parameters]\n\"training.dropout\" = \(text)\n"),
        "c.cfg": .text(config),
      ], says: says)
  }

  /// A config that `init fill-config` is to fill.
  static func config(
    _ name: String, _ text: String, _ arguments: String..., status: Int32 = 1, says: String...
  ) -> BadInput {
    BadInput(
      name, ["init", "fill-config", "@/c.cfg"] + arguments, ["c.cfg": .text(text)],
      status: status, says: says)
  }

  /// The bundled config with a text replaced, which `init fill-config` is to fill.
  static func changed(
    _ name: String, _ old: String, _ new: String, says: String...
  ) -> BadInput {
    BadInput(
      name, ["init", "fill-config", "@/c.cfg"],
      ["c.cfg": .changed("configs/ner-v3.cfg", old, new)], says: says)
  }

  /// The bundled config, trained for a step with other settings.
  static func train(
    _ name: String, _ arguments: String..., status: Int32 = 1, says: String...
  ) -> BadInput {
    let corpus = "Tests/Fixtures/docbin/ner_only.spacy"
    return BadInput(
      name,
      ["train", "@/c.cfg", "--output", "@/o", "--training.max_steps", "1"]
        + ["--paths.train", "@/t.spacy", "--paths.dev", "@/t.spacy"] + arguments,
      ["c.cfg": .copy("configs/ner-v3.cfg"), "t.spacy": .copy(corpus)], status: status,
      says: says)
  }

  /// A command on the record of two studies.
  static func record(
    _ name: String, _ arguments: String..., status: Int32 = 1, says: String...
  ) -> BadInput {
    BadInput(
      name, arguments + ["--store", "@/sweep.db"],
      ["s.toml": .text(head + parameters), "c.cfg": .text(config)], status: status, says: says)
  }

  /// A command on a store that something has happened to.
  static func store(
    _ name: String, _ file: File?, _ arguments: [String] = ["list"], status: Int32 = 1,
    says: String...
  ) -> BadInput {
    var files: [String: File] = ["s.toml": .text(head + parameters), "c.cfg": .text(config)]
    if let file { files["sweep.db"] = file }
    let store = ["--store", "@/\(file == nil ? "none" : "sweep").db"]
    return BadInput(
      name, arguments + (arguments.contains("--store") ? [] : store), files, status: status,
      says: says)
  }

  /// A file of words with tags.
  static func columns(_ name: String, _ text: String, _ format: String, says: String...)
    -> BadInput
  {
    BadInput(
      name, ["convert", "@/a.conll", "@/out", "-c", format], ["a.conll": .text(text)], says: says)
  }

  static let config = """
    [training]
    dropout = 0.1
    seed = 0
    [training.optimizer]
    learn_rate = 0.001

    """

  static let head = "name = \"x\"\nconfig = \"c.cfg\"\ntrainer = \"elsewhere\"\n"

  static let parameters = "[parameters]\n\"training.dropout\" = { values = [0.1, 0.2] }\n"
}
