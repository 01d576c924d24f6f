import ArgumentParser
import Foundation
import SweepConfig
import SweepKit
import SweepPipeline
import SweepTensors
import SweepText

/// The command `sweep apply`.
struct ApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Annotate texts with a model, into a .spacy file.",
    discussion: """
      Examples:
        sweep apply output/ner/model-best texts.jsonl annotated.spacy --text-key body
        sweep apply output/ner/model-best corpus/ annotated.spacy --suffix txt --force

      Reads .spacy files, .jsonl files with a text per line, and all other files as one text each; of \
      a folder, all files in it and below.
      """)

  @Argument(help: "The model folder.")
  var model: String

  @Argument(help: "A file or a folder of files.")
  var data: String

  @Argument(help: "The .spacy file to write.")
  var output: String

  @Option(
    name: [.long, .customLong("tk", withSingleDash: true)],
    help: ArgumentHelp("Where the text stands in lines of .jsonl.", valueName: "key"))
  var textKey = "text"

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      """
      How many texts are annotated at once, 1000 if left out. Results depend on it only where words \
      see the texts around theirs, as with spacy.MishWindowEncoder: there it is 1, as in spaCy.
      """, valueName: "n"))
  var batchSize: Int?

  @Option(help: "Read only files whose names end like this, such as txt.")
  var suffix: String?

  @Flag(name: [.long, .customShort("F")], help: "Replace a file that is there.")
  var force = false

  @OptionGroup var threadsOption: ThreadsOption

  func validate() throws {
    guard batchSize.map({ $0 >= 1 }) ?? true else {
      throw ValidationError("--batch-size \(batchSize ?? 0): expected at least 1")
    }
  }

  func run() throws {
    let path = output.hasSuffix(".spacy") ? output : output + ".spacy"
    guard force || !FileBytes.exists(path) else {
      Console.note("error: \(path) is there already\n  help: --force replaces it")
      throw ExitCode(1)
    }
    let files = try TextFiles(data, suffix: suffix)
    let folder = try PipelineLocation.folder(
      of: model, environment: ProcessInfo.processInfo.environment)
    var pipeline = try Pipeline(folder: folder)
    pipeline.threads = Threads(threadsOption.count)
    Console.note("✔ Loaded model \(model)")
    let tokenizer = try Tokenizer(bytes: pipeline.tokenizer, file: "\(folder)/tokenizer")
    var docs: [Doc] = []
    let size = batchSize ?? (pipeline.joinsDocuments ? 1 : 1000)
    try files.read(textKey: textKey, tokenizer: tokenizer, piece: size) { piece in
      docs += pipeline.predict(piece, batchSize: size)
    }
    if docs.isEmpty { Console.note("⚠ Did not find data to process in \(data)") }
    try DocBin(docs, storesUserData: true).write(to: path)
    Console.note("✔ Annotated \(docs.count) texts: \(path)")
  }
}

/// The files that hold texts to annotate.
struct TextFiles {
  private let paths: [String]

  /// Finds a file, or all files of a folder and below it, in the order of their names.
  ///
  /// - Throws: `FileError` where there is nothing.
  init(_ path: String, suffix: String?) throws(FileError) {
    guard FileBytes.isDirectory(path) else {
      guard FileBytes.exists(path) else {
        throw FileError(.read, path, code: ENOENT, reason: "No such file or directory")
      }
      paths = [path]
      return
    }
    let ending = suffix.map { $0.hasPrefix(".") ? $0 : "." + $0 }
    paths = try Self.files(below: path).filter { file in ending.map(file.hasSuffix) ?? true }
  }

  private static func files(below folder: String) throws(FileError) -> [String] {
    var found: [String] = []
    for name in try FileBytes.list(folder) where !name.hasPrefix(".") {
      let path = "\(folder)/\(name)"
      if FileBytes.isDirectory(path) {
        found += try files(below: path)
      } else {
        found.append(path)
      }
    }
    return found
  }

  /// Reads the texts and hands them on in pieces: first those of .spacy and .jsonl files, then all
  /// others, as spaCy does.
  func read(
    textKey: String, tokenizer: Tokenizer, piece: Int, _ receive: ([Doc]) throws -> Void
  ) throws {
    var waiting: [Doc] = []
    func add(_ doc: Doc) throws {
      waiting.append(doc)
      guard waiting.count == piece else { return }
      try receive(waiting)
      waiting = []
    }
    let isText = { (path: String) in !path.hasSuffix(".spacy") && !path.hasSuffix(".jsonl") }
    for path in paths.filter({ !isText($0) }) + paths.filter(isText) {
      if path.hasSuffix(".spacy") {
        for doc in try DocBin(contentsOf: path).docs { try add(doc) }
      } else if path.hasSuffix(".jsonl") {
        for text in try Self.lines(of: path, key: textKey) { try add(tokenizer.tokenize(text)) }
      } else {
        try add(tokenizer.tokenize(try Self.text(of: path)))
      }
    }
    if !waiting.isEmpty { try receive(waiting) }
  }

  /// The text of a file; line ends are those of Unix, as Python reads them.
  private static func text(of path: String) throws(FileError) -> String {
    let bytes = try FileBytes.read(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileError(.read, path, code: 0, reason: "expected UTF-8, found other bytes")
    }
    guard bytes.contains(0x0d) else { return text }
    var scalars = String.UnicodeScalarView()
    var wasReturn = false
    for scalar in text.unicodeScalars {
      if scalar == "\r" || !(wasReturn && scalar == "\n") {
        scalars.append(scalar == "\r" ? "\n" : scalar)
      }
      wasReturn = scalar == "\r"
    }
    return String(scalars)
  }

  /// The texts in the lines of a file; all wrong lines at once.
  private static func lines(of path: String, key: String) throws(FileError) -> [String] {
    var (texts, problems) = ([String](), [String]())
    let content = try text(of: path)
    for (index, line) in content.split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated() where line.contains(where: { !$0.isWhitespace })
    {
      if let value = try? JSONValue(parsing: String(line)), let text = value[key]?.stringValue {
        texts.append(text)
      } else {
        problems.append("line \(index + 1)")
      }
    }
    guard problems.isEmpty else {
      let shown = problems.prefix(10).joined(separator: ", ")
      let more = problems.count > 10 ? " and \(problems.count - 10) more" : ""
      throw FileError(
        .read, path, code: 0,
        reason: "expected a JSON object with a text under \"\(key)\" in \(shown)\(more)\n"
          + "  help: --text-key names another key")
    }
    return texts
  }
}
