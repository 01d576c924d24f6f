import Foundation
import SweepCLI
import SweepConfig
import SweepTestSupport
import SweepText
import Testing

/// The commands that users of spaCy know.
struct SpacyCommandTests {
  private let store: CommandStore

  init() throws { store = try CommandStore() }

  private func run(_ arguments: String...) -> CommandResult { CommandResult(running: arguments) }

  private var train: String { Fixture.path("docbin/train_full.spacy") }
  private var dev: String { Fixture.path("docbin/dev_full.spacy") }

  @Test func writesAConfigToStartFrom() throws {
    let path = store.folder + "/new/config.cfg"
    let made = run("init", "config", path, "-p", "ner", "-o", "accuracy")
    #expect(made.status == 0, "\(made.notes)")
    #expect(made.notes.contains("- Optimize for: accuracy"))
    let printed = run("init", "config", "-", "-p", "ner", "-o", "accuracy")
    #expect(printed.output == String(decoding: try FileBytes.read(path), as: UTF8.self) + "\n")
    #expect(printed.output.contains("vectors = \"en_core_web_lg\""))
    let again = run("init", "config", path)
    #expect(again.status == 1 && again.notes.contains("--force replaces it"))
    #expect(run("init", "config", path, "-F").status == 0)
    let gpu = run("init", "config", "-", "-G")
    #expect(gpu.status == 1 && gpu.notes.contains("engine = \"spacy\""))
    let unknown = run("init", "config", "-", "-p", "nre,tagger")
    #expect(unknown.status == 1 && unknown.notes.contains("ner"), "\(unknown.notes)")
  }

  @Test func checksAConfigInSections() throws {
    let path = store.folder + "/config.cfg"
    _ = run("init", "config", path, "-p", "ner")
    let good = run("debug", "config", path, "-V", "-F", "--paths.train", "x.spacy")
    #expect(good.status == 0, "\(good.notes)")
    for text in [
      "= Config validation =", "✔ Config is valid", "= Variables (", "${paths.train}", "'x.spacy'",
      "ℹ [components.ner.model]", "spacy.TransitionBasedParser.v2",
    ] { #expect(good.output.contains(text), "\(text)\n\(good.output)") }
    let bad = run(
      "debug", "config", path, "--training.patience", "never",
      "--components.ner.model.hidden_width",
      "wide")
    #expect(bad.status == 1)
    let parts = bad.output.components(separatedBy: "Config validation for [training]")
    #expect(parts.count == 2 && parts[0].contains("hidden_width"), "\(bad.output)")
    #expect(parts.last?.contains("patience") == true)
    #expect(bad.notes.contains("2 problems"))
  }

  @Test func showsHowAConfigDiffers() throws {
    let path = store.folder + "/config.cfg"
    _ = run("init", "config", path, "-p", "ner")
    let same = run("debug", "diff-config", path)
    #expect(same.output.isEmpty && same.notes.contains("No diff to show: configs are identical"))
    #expect(same.notes.contains("Found user-defined pipelines: ['tok2vec', 'ner']"))
    let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
    try FileBytes.write(
      text.replacing("hidden_width = 64", with: "hidden_width = 32"), to: path)
    let other = run("debug", "diff-config", path, "--markdown")
    #expect(other.output.contains("+ hidden_width = 32\n- hidden_width = 64\n"))
    #expect(other.output.hasPrefix("```diff\n[paths]\n"))
    let accurate = run("debug", "diff-config", path, "-o", "accuracy")
    #expect(accurate.output.contains("- width = 256"))
  }

  @Test func tellsWhatAModelIs() throws {
    let model = Fixture.path("model_multi")
    let table = run("info", model)
    #expect(table.status == 0, "\(table.notes)")
    #expect(table.output.contains("spacy_git_version   4331199"))
    #expect(table.output.contains("['tok2vec', 'tagger', 'morphologizer', 'parser', 'ner']"))
    #expect(!table.output.contains("labels "))
    let markdown = run("info", model, "--markdown", "-e", "labels,vectors")
    #expect(markdown.output.contains("- **version:** 0.0.0"))
    #expect(!markdown.output.contains("vectors") && !markdown.output.contains("source"))
    let json = try JSONValue(parsing: run("info", model, "--json", "-e", "").output)
    #expect(json["labels"]?["ner"]?.arrayValue?.count == 6)
    #expect(run("info").output.contains("sweep version"))
    let missing = run("info", store.folder)
    #expect(missing.status == 1 && missing.notes.contains("meta.json"))
  }

  @Test func makesAFolderOfVectors() throws {
    let words = store.folder + "/words.txt"
    try FileBytes.write("3 2\nthe 0.5 1\nship 0.25 2\nboat 0.25 2.5\n", to: words)
    let folder = store.folder + "/made/vectors"
    let made = run("init", "vectors", "en", words, folder, "--prune", "2", "-n", "made")
    #expect(made.status == 0, "\(made.notes)")
    #expect(made.notes.contains("Successfully converted 2 vectors"))
    let vectors = try Vectors(folder: folder)
    #expect(vectors.name == "made" && vectors.keys.count == 3)
    #expect(vectors.row(of: StringStore.id(of: "boat")) == 1)
    let meta = try JSONValue(
      parsing: String(decoding: try FileBytes.read(folder + "/meta.json"), as: UTF8.self))
    #expect(meta["vectors"]?["width"] == 2)
    #expect(run("init", "vectors", "en", words, folder, "--mode", "floret").status != 0)
    try FileBytes.write("3 2\nthe 0.5\n", to: words)
    let broken = run("init", "vectors", "en", words, folder)
    #expect(
      broken.status == 1 && broken.notes.contains("words.txt:2: expected a word and 2 numbers"))
  }

  /// `make_label_data.py` wrote the fixture.
  @Test func writesLabelFilesAsSpacyDoes() throws {
    let expected = try #require(try Fixture.json("label_data.json")["files"]?.objectValue)
    let path = store.folder + "/config.cfg"
    _ = run("init", "config", path, "-p", expected.keys.joined(separator: ",") + ",senter")
    let labels = store.folder + "/labels"
    let made = run(
      "init", "labels", path, labels, "--paths.train", train, "--paths.dev", dev,
      "--components.tok2vec.model.encode.width", "8")
    #expect(made.status == 0, "\(made.notes)")
    for name in ["tok2vec", "senter"] {
      #expect(made.notes.contains("No label data found for component '\(name)'"))
    }
    for (name, value) in expected.entries {
      let file = "\(labels)/\(name).json"
      let text = String(decoding: try FileBytes.read(file), as: UTF8.self)
      #expect(try JSONValue(parsing: text) == value, "\(name)")
    }
    #expect(expected.count >= 7)
    // What is written can be read again.
    let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
    let readers = expected.keys.map { name in
      """

      [initialize.components.\(name)]

      [initialize.components.\(name).labels]
      @readers = "spacy.read_labels.v1"
      path = "\(labels)/\(name).json"
      require = true

      """
    }
    try FileBytes.write(text + "\n" + readers.joined(), to: path)
    let again = run(
      "init", "labels", path, labels + "2", "--paths.train", train, "--paths.dev", dev,
      "--components.tok2vec.model.encode.width", "8")
    #expect(again.status == 0, "\(again.notes)")
    for name in expected.keys {
      #expect(
        try FileBytes.read("\(labels)2/\(name).json") == FileBytes.read("\(labels)/\(name).json"))
    }
  }

  @Test func looksAtDataWithAndWithoutAConfig() throws {
    let path = store.folder + "/config.cfg"
    _ = run("init", "config", path, "-p", "ner")
    let arguments = [
      "debug", "data", path, "--paths.train", train, "--paths.dev", dev,
      "--components.tok2vec.model.encode.width", "8",
    ]
    let report = CommandResult(running: arguments)
    #expect(report.status == 0, "\(report.notes)")
    #expect(report.output.contains("✔ Pipeline can be initialized with data"))
    #expect(report.output.contains("⚠ Low number of examples for label 'DATE' (37)"))
    #expect(!report.output.contains("10 most common words"))
    // As spaCy has it: lines of 80 characters, but only where they are formatted.
    let long = CommandResult(running: arguments + ["--verbose"])
    #expect(long.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(long.output.contains("'$' (51),\n'Where' (48)"), "\(long.output)")
    let quiet = CommandResult(running: arguments + ["--ignore-warnings", "--verbose", "-NF"])
    #expect(!quiet.output.contains("Low number") && quiet.output.contains("10 most common words"))
    #expect(!quiet.output.contains("✔"))
    let json = try JSONValue(parsing: CommandResult(running: arguments + ["--json"]).output)
    #expect(json["errors"] == 0 && json["sections"]?.arrayValue?.count == 5)
    let page = run("debug-data", "en", train, dev, "--verbose")
    #expect(page.status == 0, "\(page.output)")
    #expect(page.output.contains("= Dependency Parsing ="))
    // A pipeline for annotation that is not there.
    let bare = Fixture.path("docbin/cats_only.spacy")
    let wrong = CommandResult(
      running: ["debug", "data", path, "--paths.train", bare, "--paths.dev", bare])
    #expect(wrong.status == 1)
    #expect(wrong.output.contains("✘ "), "\(wrong.output)")
  }

  @Test func printsTablesOfScoresAndDrawsPages() throws {
    let model = Fixture.path("model_ner")
    let (scores, pages) = (store.folder + "/scores.json", store.folder + "/pages")
    let result = run(
      "evaluate", model, dev, "-o", scores, "-dp", pages, "-dl", "3", "--threads", "1")
    #expect(result.status == 0, "\(result.notes)")
    for text in ["= Results =", "TOK     100.00", "NER F", "= NER (per type) ="] {
      #expect(result.output.contains(text), "\(text)\n\(result.output)")
    }
    let page = String(decoding: try FileBytes.read(pages + "/entities.html"), as: UTF8.self)
    #expect(page.components(separatedBy: "<figure>").count == 4)
    #expect(page.contains("<mark style=") && page.hasPrefix("<!DOCTYPE html>"))
    let json = try JSONValue(
      parsing: String(decoding: try FileBytes.read(scores), as: UTF8.self))
    #expect(json["token_acc"] == 1.0)
    let parts = try JSONValue(
      parsing: run("benchmark", "accuracy", model, dev, "-P", "--json").output)
    #expect(parts.objectValue?.keys == ["tokenizer", "ner"])
    #expect(parts["ner"]?["ents_f"] == json["ents_f"])
    #expect(run("evaluate", model, dev, "-P").status != 0)
  }

  @Test func annotatesTexts() throws {
    let folder = store.folder + "/texts"
    try FileBytes.makeDirectory(folder + "/more")
    try FileBytes.write("A first text.\r\nIts second line.", to: folder + "/a.txt")
    try FileBytes.write(
      "{\"text\": \"One line.\"}\n\n{\"text\": \"Another.\"}\n", to: folder + "/more/b.jsonl")
    let model = Fixture.path("model_ner")
    let output = store.folder + "/out"
    let made = run("apply", model, folder, output)
    #expect(made.status == 0, "\(made.notes)")
    let docs = try DocBin(contentsOf: output + ".spacy").docs
    #expect(docs.map(\.text) == ["One line.", "Another.", "A first text.\nIts second line."])
    #expect(docs.allSatisfy { $0.hasEntityAnnotation })
    #expect(run("apply", model, folder, output).notes.contains("--force replaces it"))
    #expect(run("apply", model, folder, output, "--suffix", "txt", "-F").status == 0)
    #expect(try DocBin(contentsOf: output + ".spacy").docs.count == 1)
    let wrong = run("apply", model, folder, output, "-F", "--text-key", "body")
    #expect(wrong.status == 1 && wrong.notes.contains("line 1, line 3"), "\(wrong.notes)")
  }

  @Test func measuresSpeed() throws {
    let result = run(
      "benchmark", "speed", Fixture.path("model_ner"), dev, "--batches", "30", "-b", "4", "-w", "0",
      "--json")
    #expect(result.status == 0, "\(result.notes)")
    let json = try JSONValue(parsing: result.output)
    #expect(json["batches"] == 30)
    let (mean, low) = (json["mean"]?.doubleValue ?? 0, json["low"]?.doubleValue ?? 0)
    #expect(mean > 0 && low > 0 && low <= mean)
    #expect(
      run("benchmark", "speed", Fixture.path("model_ner"), dev, "--batches", "3").status != 0)
  }

  @Test func saysWhichThresholdsThereAre() throws {
    let model = Fixture.path("model_ner")
    let wrong = run("find-threshold", model, dev, "textcat", "threshold", "cats_macro_f")
    #expect(wrong.status != 0 && wrong.notes.contains("a component of the pipeline, which has ner"))
    let key = run("find-threshold", model, dev, "ner", "threshold", "ents_f")
    #expect(key.status != 0 && key.notes.contains("expected the key of a number"))
    #expect(
      run("find-threshold", model, dev, "ner", "threshold", "ents_f", "-n", "1").status != 0)
  }
}
