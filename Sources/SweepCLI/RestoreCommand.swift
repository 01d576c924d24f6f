import ArgumentParser
import SweepPipeline
import SweepStore

/// `sweep restore`
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Write the recorded model of a trial as a folder that spacy.load() opens.",
    discussion: """
      Example:
        sweep restore ner/3 output/ner-3
      """)

  @Argument(help: "The trial: its number, STUDY/NUMBER, or the start of its ID.")
  var trial: String

  @Argument(help: "The folder to write. A model folder that is there is replaced.")
  var folder: String

  @OptionGroup var storeOptions: StoreOptions

  func run() throws {
    let store = try StudyStore(path: storeOptions.path, access: .read)
    let record = try store.trial(trial)
    let artifacts = try store.model(of: record)
    guard !artifacts.isEmpty else {
      Console.note(
        "error: the model of \(record.name) (\(record.shortID)) is not in the record\n"
          + "  help: train it again with `sweep rerun \(record.shortID) --output \(folder)`; "
          + "`keep_models = \"all\"` in a sweep file keeps every model")
      throw ExitCode(1)
    }
    let files = try artifacts.map { PipelineFile($0.path, try store.bytes($0.sha256)) }
    try ModelFolder.write(files, to: folder)
    Console.note("✔ Wrote the model of \(record.name) (\(record.shortID)) to \(folder)")
  }
}
