import ArgumentParser
import SweepConfig
import SweepPipeline
import SweepText

/// The command `sweep convert`.
struct ConvertCommand: ParsableCommand {
  /// What is written.
  enum FileType: String, CaseIterable, ExpressibleByArgument {
    case spacy, json
  }

  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Convert CoNLL-U, IOB columns, JSON or JSONL to .spacy files.",
    discussion: """
      Examples:
        sweep convert train.conll corpus
        sweep convert train.iob corpus --converter iob -n 10
        sweep convert en_ewt-ud-train.conllu corpus -n 10 --merge-subtokens
        sweep convert annotations.jsonl corpus --spans-key sc
        sweep convert tokens.conll corpus --seg-sents --model en_core_web_sm -n 10
        sweep convert train.conllu --file-type json > train.json

      Writes OUTDIR/NAME.spacy; of a folder, a file for each of its files, or one with --concatenate. \
      JSON is that of spaCy 2, and goes to standard output without OUTDIR. \
      Lines of only white space end a sentence too; --seg-sents divides files that have none, which \
      -n 0 does as well. JSONL files have an object per line: annotations \
      of Prodigy (text, tokens, spans, label, options, accept, answer), or texts with cats.
      """)

  @Argument(help: "The file to convert, or a folder of them.")
  var input: String

  @Argument(
    help: ArgumentHelp("The folder to write to, - for standard output.", valueName: "outdir"))
  var outputFolder = "-"

  @Option(
    name: [.customShort("t"), .long],
    help: ArgumentHelp("spacy, or json: what spaCy 2 trained on.", valueName: "type"))
  var fileType = FileType.spacy

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
    name: [.customShort("s"), .long],
    help: "Divide text without sentences into some (token per line).")
  var segSents = false

  @Option(
    name: [.customShort("b"), .long, .customLong("base")],
    help: ArgumentHelp(
      "A model folder whose parser divides; otherwise punctuation does.", valueName: "folder"))
  var model: String?

  @Flag(
    name: [.customShort("m"), .long], help: "Append morphological features to tags (CoNLL-U).")
  var morphology = false

  @Flag(
    name: [.customShort("T"), .long], help: "Merge words that are written as one (CoNLL-U).")
  var mergeSubtokens = false

  @Option(
    name: [.long, .customLong("nm", withSingleDash: true)],
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
    guard fileType == .json || outputFolder != "-" else {
      throw ValidationError("expected a folder to write .spacy files to; only JSON can be printed")
    }
    guard !segSents && model == nil || ["auto", "ner", "conll"].contains(converter) else {
      throw ValidationError(
        "--seg-sents and --model are for files with a token per line, found --converter \(converter)"
      )
    }
    guard model == nil || segSents || nSents == 0 else {
      throw ValidationError("--model divides text into sentences: expected --seg-sents, too")
    }
  }

  func run() throws {
    let files = try inputFiles()
    let (map, segmentation) = (try entityMap(), try segmentation())
    var converted: [(name: String, docs: [Doc])] = []
    var problems: [ColumnErrors] = []
    for file in files {
      let bytes = try FileBytes.read(file.path)
      do {
        converted.append(
          (file.name, try reader(file.path, bytes, map, segmentation).read(bytes, file: file.path)))
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
    for (name, docs) in converted { try write(docs, name) }
  }

  /// Writes what a file has become.
  private func write(_ docs: [Doc], _ name: String) throws {
    var json: String?
    if fileType == .json {
      do throws(MissingSentences) {
        json = try JSONCorpusWriter.json(docs).serialized(.srsly)
      } catch {
        throw FileError(.write, "\(name).json", code: 0, reason: "\(error)")
      }
    }
    if outputFolder == "-" {
      if let json { Console.result(json) }
      return
    }
    let path = "\(outputFolder)/\(name).\(fileType.rawValue)"
    if let end = path.lastIndex(of: "/") { try FileBytes.makeDirectory(String(path[..<end])) }
    if let json {
      try FileBytes.write(Array(json.utf8), to: path)
    } else {
      try DocBin(docs, storesUserData: true).write(to: path)
    }
    Console.note("✔ Generated output file (\(docs.count) documents): \(path)")
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
    _ path: String, _ bytes: [UInt8], _ map: [String: String], _ segmentation: SentenceSegmentation
  ) throws -> ConversionReader {
    let detected = ConversionFormat.detect(file: path, bytes: bytes)
    guard let format = ConversionFormat(rawValue: converter) ?? detected else {
      Console.note(
        "error: \(path): cannot tell whether this is one token or one sentence per line\n"
          + "  help: say so with --converter ner or --converter iob")
      throw ExitCode(1)
    }
    if [.ner, .conll].contains(format) { note(ColumnLayout(bytes), path) }
    var reader = ConversionReader(format)
    reader.segmentation = segmentation
    reader.sentencesPerDoc = nSents
    reader.appendsMorphology = morphology
    reader.mergesSubtokens = mergeSubtokens
    reader.entityMap = map
    reader.spansKey = spansKey
    reader.tokenizer = .language(lang)
    return reader
  }

  /// What divides files that do not tell of sentences.
  private func segmentation() throws -> SentenceSegmentation {
    guard let model else {
      let segmenter = SentenceSegmenter()
      return SentenceSegmentation(isWanted: segSents) { segmenter.starts(of: $0) }
    }
    let parser = SentenceSegmenter(try Pipeline(folder: model))
    if parser == nil {
      Console.note("⚠ \(model) has no component \"parser\": sentences end after punctuation")
    }
    let segmenter = parser ?? SentenceSegmenter()
    return SentenceSegmentation(isWanted: segSents) { segmenter.starts(of: $0) }
  }

  /// Says what the lines of a file leave open, or do not leave to the options.
  private func note(_ layout: ColumnLayout, _ path: String) {
    if layout.hasSentences, segSents {
      Console.note("⚠ \(path): empty lines end its sentences; --seg-sents changes nothing")
    } else if !layout.hasSentences, !segSents, nSents > 0 || layout.hasDelimiters {
      Console.note("⚠ \(path): no empty line ends a sentence; --seg-sents divides it")
    }
    if layout.hasDelimiters, nSents > 1 {
      Console.note("⚠ \(path): lines of it begin documents; -n \(nSents) changes nothing")
    }
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
