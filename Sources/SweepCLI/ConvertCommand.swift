import ArgumentParser
import SweepConfig
import SweepText

/// The command `sweep convert`.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Convert IOB or CoNLL-2003 columns to a .spacy file.",
    discussion: """
      Examples:
        sweep convert train.conll corpus
        sweep convert train.iob corpus --converter iob -n 10

      Writes OUTDIR/NAME.spacy. Lines of only white space end a sentence too.
      """)

  @Argument(help: "The file to convert.")
  var input: String

  @Argument(help: "The folder to write to.")
  var outputFolder: String

  @Option(
    name: [.customShort("c"), .long],
    help: ArgumentHelp(
      "ner (a token per line), iob (a sentence per line) or auto.", valueName: "name"))
  var converter = "auto"

  @Option(
    name: [.customShort("n"), .long], help: ArgumentHelp("Sentences per doc.", valueName: "n"))
  var nSents = 1

  func validate() throws {
    guard converter == "auto" || ColumnFormat(rawValue: converter) != nil else {
      throw ValidationError("--converter \(converter): expected ner, iob or auto")
    }
    guard nSents >= 0 else { throw ValidationError("-n \(nSents): expected 0 or more") }
  }

  func run() throws {
    let bytes = try FileBytes.read(input)
    let detected = ColumnFormat.detect(file: input, text: String(decoding: bytes, as: UTF8.self))
    guard let format = ColumnFormat(rawValue: converter) ?? detected else {
      Console.note(
        "error: \(input): cannot tell whether this is one token or one sentence per line\n"
          + "  help: say so with --converter ner or --converter iob")
      throw ExitCode(1)
    }
    let docs = try ColumnReader(format, sentencesPerDoc: nSents).read(bytes, file: input)
    try FileBytes.makeDirectory(outputFolder)
    let name = input.split(separator: "/").last ?? "corpus"
    let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name
    let path = "\(outputFolder)/\(stem).spacy"
    try DocBin(docs, storesUserData: true).write(to: path)
    Console.note("✔ Generated output file (\(docs.count) documents): \(path)")
  }
}
