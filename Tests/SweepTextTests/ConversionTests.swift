import SweepConfig
import SweepTestSupport
import SweepText
import Testing

@Suite struct ConversionTests {
  private func read(
    _ text: String, _ format: ConversionFormat,
    _ change: (inout ConversionReader) -> Void = { _ in }
  ) throws -> [Doc] {
    var reader = ConversionReader(format)
    change(&reader)
    return try reader.read(Array(text.utf8), file: "data")
  }

  /// The documents that spaCy makes; where its converter knows no language, norms are left out.
  @Test func convertsAsSpacyDoes() throws {
    func check(_ name: String, _ source: String, _ change: (inout ConversionReader) -> Void) throws
    {
      let bytes = try Fixture.bytes("convert/\(source)")
      let format = try #require(ConversionFormat.detect(file: source, bytes: bytes))
      var reader = ConversionReader(format)
      change(&reader)
      let converted = DocBin(try reader.read(bytes, file: source), storesUserData: true)
      let expected = try DocBin(contentsOf: Fixture.path("convert/\(name).spacy"))
      func withoutNorms(_ bin: DocBin) -> [Doc] {
        bin.docs.map { doc in
          var doc = doc
          doc.norms = nil
          return doc
        }
      }
      let written = try DocBin(bytes: converted.bytes(), file: name)
      #expect(withoutNorms(written) == withoutNorms(expected), "\(name)")
    }
    try check("sample_conllu", "sample.conllu") { _ in }
    try check("sample_conllu_n10_merged_morph", "sample.conllu") {
      $0.sentencesPerDoc = 10
      $0.mergesSubtokens = true
      $0.appendsMorphology = true
    }
    try check("sample_json", "sample.json") { _ in }
    try check("sample_ner", "sample.ner") { $0.sentencesPerDoc = 10 }
    try check("sample_iob", "sample.iob") { _ in }
  }

  /// Byte for byte.
  @Test func writesSpacys2JSON() throws {
    for (source, expected) in [("sample.conllu", "sample_conllu"), ("sample.json", "sample_json")] {
      let bytes = try Fixture.bytes("convert/\(source)")
      var reader = ConversionReader(
        try #require(ConversionFormat.detect(file: source, bytes: bytes)))
      reader.sentencesPerDoc = 10
      let json = try JSONCorpusWriter.json(try reader.read(bytes, file: source))
      let text = String(decoding: try Fixture.bytes("convert/\(expected).json"), as: UTF8.self)
      #expect(json.serialized(.srsly) == text)
    }
  }

  @Test func jsonWantsSentences() throws {
    let docs = try read("{\"text\": \"a b\"}\n{\"text\": \"a\"}\n{\"text\": \"b a\"}", .jsonl)
    let error = #expect(throws: MissingSentences.self) { try JSONCorpusWriter.json(docs) }
    #expect(error?.documents == [1, 3])
    #expect(error?.description.contains("found none in document 1, 3\n  help: ") == true)
  }

  @Test func dividesFilesThatDoNotTellOfSentences() throws {
    func starts(_ text: String, _ n: Int, wanted: Bool) throws -> [[Int8]?] {
      try read(text, .ner) {
        $0.sentencesPerDoc = n
        $0.segmentation = SentenceSegmentation(isWanted: wanted) { $0.map { $0 == "A" } }
      }.map(\.sentStarts)
    }
    let words = "A O\nb O\nA O\nA O"
    #expect(try starts(words, 2, wanted: true) == [[1, -1, 1], [1]])
    #expect(try starts(words, 2, wanted: false) == [[1, -1, -1, -1]])
    #expect(try starts(words, 0, wanted: false) == [[1, -1, 1, 1]])
    #expect(try starts(words + "\n\n", 2, wanted: true) == [[1, -1, -1, -1]])
    let delimited = "-DOCSTART- -X- O O\nb O\n-DOCSTART- -X- O O\nb O\nA O\n"
    #expect(try starts(delimited, 1, wanted: true) == [[1], [1, 1]])
    #expect(try starts(delimited, 0, wanted: false) == [[1], [1, -1]])
  }

  private static let ranges = """
    1-2\tzum\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
    1\tzu\tzu\tADP\t_\tA=1\t3\tcase\t_\tname=B-LOC
    2\tdem\tder\tDET\t_\tCase=Dat|A=2\t3\tdet\t_\tI-LOC
    3\tSee\tSee\tNOUN\tNN\t_\t0\troot\t_\tNE=L-LOC|X=y
    """

  @Test func mergesWordsThatAreWrittenAsOne() throws {
    let parts = try #require(try read(Self.ranges, .conllu).first)
    #expect(parts.words == ["zu", "dem", "See"])
    #expect(parts.spaces == [false, false, true])
    #expect(parts.text == "zudemSee ")
    let doc = try #require(try read(Self.ranges, .conllu) { $0.mergesSubtokens = true }.first)
    #expect(doc.words == ["zum", "See"])
    #expect(doc.spaces == [false, true])
    #expect(doc.tags?.map { doc.strings[$0] } == ["ADP_DET", "NN"])
    #expect(doc.lemmas?.map { doc.strings[$0] } == ["zu der", "See"])
    #expect(doc.morphs?.map { doc.strings[$0] } == ["A=1,2|Case=Dat", "_"])
    #expect(doc.heads == [1, 0])
    #expect(doc.entities == [EntitySpan(0, 2, "LOC")])
  }

  @Test func renamesAndDropsEntityTypes() throws {
    let map = try read(Self.ranges, .conllu) { $0.entityMap = ["LOC": "GPE"] }
    #expect(map.first?.entities == [EntitySpan(0, 3, "GPE")])
    let none = try #require(try read(Self.ranges, .conllu) { $0.entityMap = ["LOC": ""] }.first)
    #expect(none.entities == [])
    #expect(none.hasEntityAnnotation)
    let plain = Self.ranges.replacing("LOC", with: "loc")
    #expect(try read(plain, .conllu).first?.entIOB == nil)
  }

  @Test func readsProdigysSpans() throws {
    let line = """
      {"text": "Ada met\\n Bo.", "tokens": [{"text": "Ada", "start": 0, "end": 3, "id": 0}, \
      {"start": 4, "end": 7}, {"start": 9, "end": 11}, {"start": 11, "end": 12}], \
      "spans": [{"start": 9, "end": 11, "label": "B"}, {"start": 0, "end": 3, "label": "A"}]
      """
    let text =
      line + "}\n" + line + ", \"answer\": \"reject\"}\n\n" + line + ", \"answer\": \"ignore\"}"
    let docs = try read(text, .jsonl)
    let doc = try #require(docs.first)
    #expect(docs.count == 1)
    #expect(doc.words == ["Ada", "met", "\n ", "Bo", "."])
    #expect(doc.text == "Ada met\n Bo.")
    #expect(doc.entities == [EntitySpan(0, 1, "A"), EntitySpan(3, 4, "B")])
    let group = try read(text, .jsonl) { $0.spansKey = "sc" }.first?.spanGroups.first
    #expect(group?.key == "sc")
    #expect(group?.group.spans.map(\.start) == [3, 0])
    #expect(group?.group.spans.map(\.startCharacter) == [9, 0])
  }

  @Test func readsLabelsAndChoices() throws {
    let docs = try read(
      """
      {"text": "It's on.", "cats": {"A": 1, "B": 0.5, "C": true}}
      {"text": "a", "label": "A", "answer": "accept"}
      {"text": "a", "label": "A", "answer": "reject"}
      {"text": "a", "options": [{"id": "A", "text": "x"}, {"id": 2}], "accept": ["A"]}
      {"text": "a", "accept": ["B"]}
      """, .jsonl)
    #expect(
      docs.map(\.cats) == [
        [Category("A", 1), Category("B", 0.5), Category("C", 1)], [Category("A", 1)],
        [Category("A", 0)], [Category("A", 1), Category("2", 0)], [Category("B", 1)],
      ])
    #expect(docs[0].words == ["It", "'s", "on", "."])
    #expect(docs[0].norms != nil)
    #expect(docs[0].entIOB == nil)
    let wholes = try read("{\"text\": \"It's on.\"}", .jsonl) { $0.tokenizer = .language("xx") }
    #expect(wholes.first?.words == ["It", "'s", "on", "."])
  }

  @Test func namesEverythingThatIsWrongWithLines() throws {
    func message(_ text: String, _ format: ConversionFormat) -> String? {
      let error = #expect(throws: ColumnErrors.self) { try read(text, format) }
      return error?.description
    }
    #expect(
      message(
        "1\ta\ta\tX\t_\tA\t0\troot\t_\t_\n3\tb\tb\tNN\t_\t_\tx\t_\t_\t_\n\n2-3\tc\t_\t_\t_\t_\t_\t_\t_\t_\n"
          + "1-2\tc\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\ta\tX\t_\t_\t7\troot\t_\t_", .conllu)
          == """
          data:1: expected features such as Case=Nom|Number=Sing, found "A"
          data:2: expected the word number 2, found "3"
          data:2: expected a universal part of speech such as NOUN, found "NN"
          data:2: expected the number of the head, found "x"
          data:4: expected a range of words such as 1-2, found "2-3"
          data:5: the sentence ends before word 2 of this range
          data:6: the head is word 7 of a sentence of 1
          """)
    #expect(
      message(
        """
        [{"paragraphs": [{"sentences": [{"tokens": [{"orth": "a", "tag": "X", "head": 4, "dep": "x"},
         {"orth": "b"}, {"id": 3}]}, 3]}]},
         {"paragraphs": [{"cats": [{"label": "A"}], "sentences": [{"tokens": [
           {"orth": "a", "pos": "NN", "ner": "I-X"}]}]}]}, {"a": 1}, {"a"}]
        """, .json)
          == """
          data:1: paragraph 1, sentence 1, token 3: expected its text as `orth`
          data:1: paragraph 1, sentence 2: expected a list of `tokens`
          data:1: paragraph 1: the head of token 1, "a", is beyond the text
          data:1: paragraph 1: token 2, "b", has no `tag`, but others have one
          data:3: paragraph 1: expected cats with `label` and `value`
          data:3: paragraph 1, sentence 1, token 1: expected a universal part of speech as `pos`, \
          found "NN"
          data:3: paragraph 1, token 1: `ner`: tag "I-X" goes on with an entity that did not begin
          data:4: expected a document with a list of `paragraphs`
          data:4: this is no JSON: line 1, offset 4: expected ':'
          """)
    #expect(
      message("{}", .json)
        == "data:1: expected a list of documents with paragraphs, as spaCy 2 wrote them")
    #expect(
      message(
        """
        {"text": "ab", "tokens": [{"start": 1, "end": 2}], "answer": "accept"}
        {"text": "ab cd", "spans": [{"start": 0, "end": 2, "label": "A"}, \
        {"start": 0, "end": 5, "label": "B"}, {"start": 0, "end": 2}, {"start": 3, "end": 9}]}
        {"text": "a", "answer": "maybe"}
        {"text": "a", "cats": {"A": "x"}, "relations": [{}]}
        """, .jsonl)
          == """
          data:1: `tokens` leave out "a" before token 1
          data:2: `spans`: "ab" at 0–2 has no `label`
          data:2: `spans`: expected `start` and `end` within the text
          data:2: `spans`: A and B overlap at "ab"; with --spans-key they become a span group
          data:3: `answer`: expected accept, reject or ignore, found "maybe"
          data:4: `cats`: expected a number for "A"
          data:4: `relations` cannot be converted
          """)
  }

  @Test(arguments: [
    ("a.conllu", ConversionFormat.conllu), ("a.b.json", .json), ("x/a.jsonl", .jsonl),
    ("a.conll", .ner),
  ]) func knowsFormatsByTheirEndings(_ name: String, _ format: ConversionFormat) {
    #expect(ConversionFormat.detect(file: name, bytes: []) == format)
  }
}
