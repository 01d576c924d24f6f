import SweepConfig
import SweepPipeline
import SweepTestSupport
import SweepText
import SweepTraining
import Testing

/// Corpora of texts without annotation; spaCy 3.8 reads the same examples from the same bytes.
@Suite struct TextCorpusTests {
  private static let lines =
    "One two.\r\n\nIt doesn't\rfour five six seven\n one\u{b}two\u{2028}three\n"
  private static let objects =
    "{\"text\": \"One two.\"}\n\n  \r\n{\"meta\": 1, \"text\": \"It doesn't\"}\n"
    + "{\"text\": \"a b c d e f\"}\n"

  private func examples(
    _ reader: String, _ path: String, _ settings: String = "", content: String? = nil
  ) throws -> [Example] {
    let text = """
      [corpora]
      [corpora.train]
      @readers = "spacy.\(reader).v1"
      path = "\(path)"
      \(settings)
      """
    var corpus = try Registry(Registry.training).make(
      .readers, at: "corpora.train", in: Config(parsing: text, file: "config.cfg"))
    corpus.tokenizer = .language("en")
    let files = [
      "texts/a.txt": content ?? Self.lines, "texts/b.jsonl": content ?? Self.objects,
    ]
    let source = InputSource { path throws(FileError) in
      files.filter { $0.key == path || $0.key.hasPrefix(path + "/") }
        .sorted { $0.key < $1.key }
        .map { InputFile(path: $0.key, resolvedPath: "/" + $0.key, bytes: Array($0.value.utf8)) }
    }
    return try PreparedCorpus(corpus, from: source).examples.map(\.example)
  }

  private static let short = ["One", "two", "."]
  private static let contracted = ["It", "does", "n't"]
  private static let four = ["four", "five", "six", "seven"]
  private static let six = ["a", "b", "c", "d", "e", "f"]

  @Test func readsLines() throws {
    let found = try examples("PlainTextCorpus", "texts/a.txt")
    #expect(
      found.map(\.predicted.words)
        == [
          Self.short, Self.contracted, Self.four,
          [" ", "one", "\u{b}", "two", "\u{2028}", "three"],
        ])
    #expect(found.map(\.reference.words) == found.map(\.predicted.words))
    #expect(found[1].predicted.norms?[2] == StringStore.id(of: "not"))
    #expect(found[1].reference.norms == nil)
  }

  @Test func readsObjectsInLines() throws {
    let found = try examples("JsonlCorpus", "texts/b.jsonl", "limit = 1")
    #expect(found.map(\.predicted.words) == [Self.short, Self.contracted, Self.six])
  }

  @Test func takesTheFilesOfAFolderThatEndAsTheyShould() throws {
    #expect(try examples("PlainTextCorpus", "texts").count == 4)
    #expect(try examples("JsonlCorpus", "texts").count == 3)
  }

  @Test func leavesOutWhatIsTooShortOrTooLong() throws {
    let limits = "min_length = 3\nmax_length = 4"
    let lines = try examples("PlainTextCorpus", "texts", limits)
    #expect(lines.map(\.predicted.words) == [Self.short, Self.contracted, Self.four])
    let objects = try examples("JsonlCorpus", "texts", limits)
    #expect(objects.map(\.predicted.words) == [Self.short, Self.contracted])
  }

  @Test(arguments: [
    ("{\"text\": \"a\"}\n[1]", "texts/b.jsonl:2: expected an object with a text under \"text\""),
    ("{\"text\": \"a\"}\n\n{", "texts/b.jsonl:3: expected JSON"),
  ])
  func saysWhichLineIsWrong(content: String, expected: String) throws {
    let error = #expect(throws: TrainingError.self) {
      try examples("JsonlCorpus", "texts/b.jsonl", content: content)
    }
    #expect("\(try #require(error))".contains(expected))
  }
}
