import ArgumentParser
import SweepConfig
import SweepPipeline
import SweepStore

/// The command `sweep restore`.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: """
      Write the recorded model of a trial as a folder that spacy.load() opens, or the files of a \
      program's trial.
      """,
    discussion: """
      Example:
        sweep restore ner/3 output/ner-3
      """)

  @Argument(
    help: "The trial: its number, STUDY/NUMBER, or the start of its ID.", completion: .trials)
  var trial: String

  @Argument(help: "The folder to write. A model folder that is there is replaced.")
  var folder: String

  @Option(
    help: ArgumentHelp(
      "The `tokenizer` file of a spaCy pipeline, put in place of the recorded one.",
      valueName: "file"))
  var baseTokenizer: String?

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let store = try StudyStore(path: storeOptions.path, access: .read)
    let record = try store.trial(trial)
    let model = try store.model(of: record)
    // A program's trial has the files that it has named.
    let artifacts = try model.isEmpty ? store.files(of: record) : model
    guard !artifacts.isEmpty else {
      Console.note(
        "error: the model of \(record.name) (\(record.shortID)) is not in the record\n"
          + "  help: train it again with `sweep rerun \(record.shortID) --output \(folder)`; "
          + "`keep_models = \"all\"` in a sweep file keeps every model")
      throw ExitCode(1)
    }
    let tokenizer = try baseTokenizer.map { try FileBytes.read($0) }
    let files = try artifacts.map { artifact in
      let bytes = try store.bytes(artifact.sha256)
      return PipelineFile(artifact.path, artifact.path == "tokenizer" ? tokenizer ?? bytes : bytes)
    }
    try ModelFolder.write(files, to: folder)
    if jsonOption.json {
      let json: JSONValue = [
        "trial": .string(record.name), "id": .string(record.shortID), "folder": .string(folder),
        "model_sha256": record.modelHash.map { .string($0) } ?? .null,
        "files": .array(files.map { .string($0.path) }),
      ]
      Console.result(json.serialized(.indented(2)))
    } else {
      let what = model.isEmpty ? "files" : "model"
      Console.note("✔ Wrote the \(what) of \(record.name) (\(record.shortID)) to \(folder)")
    }
  }
}
