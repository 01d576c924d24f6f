import SweepCLI
import SweepConfig
import SweepTestSupport
import SweepText
import Testing

@Suite struct ConvertCommandTests {
  private let store: CommandStore

  init() throws { store = try CommandStore() }

  private func run(_ arguments: String...) -> CommandResult { CommandResult(running: arguments) }

  private var tokens: String { Fixture.path("convert/tokens.ner") }

  private func fixture(_ name: String) throws -> String {
    String(decoding: try Fixture.bytes("convert/\(name).json"), as: UTF8.self)
  }

  /// The same JSON, byte for byte: sentences end after punctuation, or where a parser says.
  @Test func dividesTextAsSpacyDoes() throws {
    let marks = run("convert", tokens, "-t", "json", "-s", "-n", "2")
    #expect(marks.output == (try fixture("tokens_s")) + "\n", "\(marks.notes)")
    let whole = run("convert", tokens, "--file-type", "json", "-n", "0")
    #expect(whole.output == (try fixture("tokens_n0")) + "\n", "\(whole.notes)")
    let model = Fixture.path("model_multi")
    let parsed = run("convert", tokens, "-", "-t", "json", "-s", "-n", "2", "-b", model)
    #expect(parsed.output == (try fixture("tokens_parser")) + "\n", "\(parsed.notes)")
  }

  @Test func writesFiles() throws {
    let folder = store.folder + "/corpus"
    let json = run("convert", tokens, folder, "-t", "json", "-s", "-n", "2")
    #expect(json.notes.contains("✔ Generated output file (2 documents): \(folder)/tokens.json"))
    let text = String(decoding: try FileBytes.read(folder + "/tokens.json"), as: UTF8.self)
    #expect(text == (try fixture("tokens_s")))
    #expect(run("convert", tokens, folder, "--seg-sents").status == 0)
    let docs = try DocBin(contentsOf: folder + "/tokens.spacy").docs
    #expect(docs.map { $0.words.last } == ["\"", "!", "."])
  }

  @Test func saysWhatOptionsChange() {
    let folder = store.folder + "/corpus"
    let plain = run("convert", tokens, folder)
    #expect(plain.notes.contains("no empty line ends a sentence; --seg-sents divides it"))
    let conll = Fixture.path("convert/sample.ner")
    let divided = run("convert", conll, folder, "-s", "-n", "3")
    #expect(divided.notes.contains("empty lines end its sentences; --seg-sents changes nothing"))
    #expect(divided.notes.contains("lines of it begin documents; -n 3 changes nothing"))
    let ner = run("convert", tokens, folder, "-s", "-b", Fixture.path("model_ner"))
    #expect(ner.status == 0 && ner.notes.contains("has no component \"parser\""), "\(ner.notes)")
  }

  @Test func optionsThatCannotBeAreRefused() {
    let folder = store.folder + "/corpus"
    for (arguments, words) in [
      ([tokens], "expected a folder to write .spacy files to"),
      ([tokens, folder, "-b", "model"], "expected --seg-sents, too"),
      ([tokens, folder, "-s", "-c", "iob"], "found --converter iob"),
      ([tokens, folder, "-t", "yaml"], "yaml"),
    ] {
      let result = CommandResult(running: ["convert"] + arguments)
      #expect(result.status != 0 && result.notes.contains(words), "\(result.notes)")
    }
  }
}
