import ArgumentParser
import Foundation
import SweepConfig
import SweepKit
import SweepPipeline
import SweepText

/// The command `sweep init vectors`.
struct InitVectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vectors",
    abstract: "Make a folder of word vectors for [initialize] vectors.",
    discussion: """
      Examples:
        sweep init vectors en words.vec vectors/en
        sweep init vectors en cc.en.300.vec.gz vectors/en --truncate 200000 --prune 50000

      The file has a word and its numbers on each line, as word2vec, GloVe and fastText write it; \
      .gz is unpacked. spacy.load() opens the folder, and configs name it under [paths] vectors.
      """)

  @Argument(help: "The code of the language.")
  var lang: String

  @Argument(help: ArgumentHelp("The file with words and their vectors.", valueName: "file"))
  var vectors: String

  @Argument(help: "The folder to write.")
  var output: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Keep the vectors of this many words; others take the most similar of these.",
      valueName: "n"))
  var prune: Int?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Read this many words at most.", valueName: "n"))
  var truncate: Int?

  @Option(name: .shortAndLong, help: "default; floret is refused.")
  var mode = "default"

  @Option(
    name: .shortAndLong,
    help: "What the vectors are called, such as en_core_web_lg.vectors.")
  var name: String?

  func validate() throws {
    for (option, value) in [("prune", prune), ("truncate", truncate)] {
      guard let value, value < 1, value != (option == "prune" ? -1 : 0) else { continue }
      throw ValidationError("--\(option) \(value): expected at least 1")
    }
    guard mode == "default" else {
      throw ValidationError(
        "--mode \(mode): expected default; floret vectors are made with "
          + "`python -m spacy init vectors`, and engine = \"spacy\" trains with them")
    }
  }

  func run() throws {
    Console.note("ℹ Creating blank nlp object for language '\(lang)'")
    let config = try StarterConfig(language: lang, pipeline: []).filled(with: .native)
    var (table, words) = try WordVectorsReader.read(vectors, limit: truncate ?? 0)
    table.name = name ?? "\(lang)_pipeline.vectors"
    if let prune, prune > 0 { table = table.pruned(to: prune) }
    let tokenizer = try? Tokenizer(language: lang).bytes
    if tokenizer == nil {
      Console.note(
        "⚠ There are no tokenizer rules for '\(lang)' here: the folder serves as [initialize] vectors, "
          + "but splits texts at white space only")
    }
    let files = ModelFolder.files(
      config, vectors: table, words: words, tokenizer: tokenizer ?? [0x80])
    if let slash = output.lastIndex(of: "/"), slash != output.startIndex {
      try FileBytes.makeDirectory(String(output[..<slash]))
    }
    try ModelFolder.write(files, to: output)
    Console.note("✔ Successfully converted \(table.rowCount) vectors")
    Console.note(
      """
      ✔ Saved nlp object with vectors to output directory. You can now use the path to it in your \
      config as the 'vectors' setting in [initialize].
      \(URL(fileURLWithPath: output).standardizedFileURL.path)
      """)
  }
}
