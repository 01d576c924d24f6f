import ArgumentParser
import SweepConfig
import SweepText

/// The command `sweep convert`.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Convert CoNLL-U, IOB columns, JSON or JSONL to .spacy files.",
    discussion: """
      Examples:
        sweep convert train.conll corpus
        sweep convert train.iob corpus --converter iob -n 10
        sweep convert en_ewt-ud-train.conllu corpus -n 10 --merge-subtokens
        sweep convert annotations.jsonl corpus --spans-key sc

      Writes OUTDIR/NAME.spacy; of a folder, a file for each of its files, or one with --concatenate. \
      Lines of only white space end a sentence too. JSONL files have an object per line: annotations \
      of Prodigy (text, tokens, spans, label, options, accept, answer), or texts with cats.
      """)

  @Argument(help: "The file to convert, or a folder of them.")
  var input: String

  @Argument(help: "The folder to write to.")
  var outputFolder: String

  @Option(
    name: [.customShort("c"), .long],
    help: ArgumentHelp(
      "conllu, conllubio, conll or ner (a token per line), iob (a sentence per line), json, jsonl, or auto.",
      valueName: "name"))
  var converter = "auto"

  @Option(
    name: [.customShort("n"), .long],
    help: ArgumentHelp("Sentences per doc; 0 for all.", valueName: "n"))
  var nSents = 1

  @Flag(
    name: [.customShort("m"), .long], help: "Append morphological features to tags (CoNLL-U).")
  var morphology = false

  @Flag(
    name: [.customShort("T"), .long], help: "Merge words that are written as one (CoNLL-U).")
  var mergeSubtokens = false

  @Option(
    help: ArgumentHelp(
      "A JSON object of entity types and their new names (CoNLL-U); an empty name drops the type.",
      valueName: "file"))
  var nerMap: String?

  @Option(
    name: [.customShort("l"), .long],
    help: ArgumentHelp(
      "The language whose rules divide texts without tokens (JSONL).", valueName: "code"))
  var lang = "en"

  @Option(
    help: ArgumentHelp(
      "Make a span group of spans instead of entities (JSONL); they may overlap there.",
      valueName: "key"))
  var spansKey: String?

  @Flag(
    name: [.customShort("C"), .long], help: "Write the files of a folder as one, NAME.spacy.")
  var concatenate = false

  func validate() throws {
    let names = ConversionFormat.allCases.map(\.rawValue)
    guard converter == "auto" || names.contains(converter) else {
      throw ValidationError(
        "--converter \(converter): expected \(names.joined(separator: ", ")) or auto")
    }
    guard nSents >= 0 else { throw ValidationError("-n \(nSents): expected 0 or more") }
  }

  func run() throws {
    let files = try inputFiles()
    let map = try entityMap()
    var converted: [(name: String, docs: [Doc])] = []
    var problems: [ColumnErrors] = []
    for file in files {
      let bytes = try FileBytes.read(file.path)
      do {
        converted.append(
          (file.name, try reader(file.path, bytes, map).read(bytes, file: file.path)))
      } catch let error as ColumnErrors {
        problems.append(error)
      }
    }
    if let last = problems.last {
      for error in problems.dropLast() { Console.note(error.description) }
      throw last
    }
    if concatenate {
      converted = [(Self.stem(input), converted.flatMap(\.docs))]
    }
    try FileBytes.makeDirectory(outputFolder)
    for (name, docs) in converted {
      let path = "\(outputFolder)/\(name).spacy"
      if let end = path.lastIndex(of: "/") { try FileBytes.makeDirectory(String(path[..<end])) }
      try DocBin(docs, storesUserData: true).write(to: path)
      Console.note("✔ Generated output file (\(docs.count) documents): \(path)")
    }
  }

  /// The files to convert, and the names of what is written without their ending.
  private func inputFiles() throws -> [(path: String, name: String)] {
    guard FileBytes.isDirectory(input) else { return [(input, Self.stem(input))] }
    let names = try Self.names(below: input).filter { name in
      converter == "auto" || name.hasSuffix("." + converter)
    }
    let endings = Set(names.map { $0.split(separator: ".").last.map(String.init) ?? "" }).sorted()
    guard converter != "auto" || endings.count < 2 else {
      throw FileError(
        .read, input, code: 0,
        reason: "expected files of one kind, found \(endings.joined(separator: ", "))\n"
          + "  help: choose one with --converter")
    }
    guard !names.isEmpty else {
      throw FileError(
        .read, input, code: 0,
        reason: "expected files to convert, found none\n  help: give a folder of files")
    }
    return names.map { ("\(input)/\($0)", Self.withoutEnding($0)) }
  }

  private static func names(below folder: String) throws -> [String] {
    var found: [String] = []
    for name in try FileBytes.list(folder) where !name.hasPrefix(".") {
      let path = folder + "/" + name
      if FileBytes.isDirectory(path) {
        found += try names(below: path).map { name + "/" + $0 }
      } else {
        found.append(name)
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func stem(_ path: String) -> String {
    withoutEnding(path.split(separator: "/").last.map(String.init) ?? "corpus")
  }

  /// A name without what follows its last full stop, if one is in its last part.
  private static func withoutEnding(_ name: String) -> String {
    guard let dot = name.lastIndex(of: "."), name[dot...].firstIndex(of: "/") == nil,
      dot > name.startIndex
    else { return name }
    return String(name[..<dot])
  }

  private func reader(
    _ path: String, _ bytes: [UInt8], _ map: [String: String]
  ) throws -> ConversionReader {
    let detected = ConversionFormat.detect(file: path, bytes: bytes)
    guard let format = ConversionFormat(rawValue: converter) ?? detected else {
      Console.note(
        "error: \(path): cannot tell whether this is one token or one sentence per line\n"
          + "  help: say so with --converter ner or --converter iob")
      throw ExitCode(1)
    }
    var reader = ConversionReader(format)
    reader.sentencesPerDoc = nSents
    reader.appendsMorphology = morphology
    reader.mergesSubtokens = mergeSubtokens
    reader.entityMap = map
    reader.spansKey = spansKey
    reader.tokenizer = .language(lang)
    return reader
  }

  private func entityMap() throws -> [String: String] {
    guard let nerMap else { return [:] }
    let entries = try JSONValue(parsing: FileBytes.read(nerMap)).objectValue?.entries
    var map: [String: String] = [:]
    for entry in entries ?? [] { map[entry.key] = entry.value.stringValue }
    guard let entries, map.count == entries.count else {
      throw ValidationError("\(nerMap): expected a JSON object of entity types and their new names")
    }
    return map
  }
}
