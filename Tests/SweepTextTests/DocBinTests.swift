import SweepConfig
import SweepTestSupport
import SweepText
import Testing

@Suite struct DocBinTests {
  static let names = [
    "train_full", "dev_full", "ner_only", "tags_deps", "cats_only", "spans_only", "missing",
    "special_userdata", "special_attrs_subset", "empty_bin",
  ]

  private static func bin(_ name: String) throws -> DocBin {
    try DocBin(contentsOf: Fixture.path("docbin/\(name).spacy"))
  }

  /// Compares every field with what spaCy's own API reported.
  @Test(arguments: [
    ("train_full_first5", 180), ("dev_full_first5", 40), ("ner_only", 12), ("tags_deps", 8),
    ("cats_only", 8), ("spans_only", 8), ("missing", 8), ("special_userdata", 2),
  ])
  func readsWhatSpacyReads(_ key: String, _ count: Int) throws {
    let name = key.hasSuffix("_first5") ? String(key.dropLast(7)) : key
    let bin = try Self.bin(name)
    #expect(bin.docs.count == count)
    let expected = try #require(Fixture.json("docbin/docbin_expected.json")[key]?.arrayValue)
    #expect(expected.count == min(count, key == name ? count : 5))
    for (doc, expected) in zip(bin.docs, expected) { try check(doc, expected) }
  }

  private func check(_ doc: Doc, _ expected: JSONValue) throws {
    func texts(_ ids: [UInt64]?) -> JSONValue {
      .array((0..<doc.count).map { .string(doc.strings[ids?[$0] ?? 0] ?? "?") })
    }
    func integers(_ value: (Int) -> Int) -> JSONValue {
      .array((0..<doc.count).map { .integer(value($0)) })
    }
    #expect(.array(doc.words.map { .string($0) }) == expected["words"])
    #expect(.array(doc.spaces.map { .bool($0) }) == expected["spaces"])
    #expect(texts(doc.tags) == expected["tag"])
    #expect(texts(doc.pos) == expected["pos"])
    #expect(texts(doc.morphs?.map { $0 == StringStore.id(of: "_") ? 0 : $0 }) == expected["morph"])
    #expect(texts(doc.deps) == expected["dep"])
    #expect(texts(doc.entTypes) == expected["ent_type"])
    #expect(integers(doc.head(of:)) == expected["head"])
    #expect(integers { Int(doc.entIOB?[$0] ?? 0) } == expected["ent_iob"])
    #expect(integers { Int(doc.sentStarts?[$0] ?? ($0 == 0 ? 1 : 0)) } == expected["sent_start"])
    #expect(.bool(doc.hasEntityAnnotation) == expected["has"]?["ENT_IOB"])
    #expect(.bool(doc.hasSentenceAnnotation) == expected["has"]?["SENT_START"])
    let cats = try #require(expected["cats"]?.objectValue)
    #expect(doc.cats.map(\.label) == cats.keys)
    #expect(doc.cats.map(\.value) == cats.values.map(\.doubleValue))
    let groups = try #require(expected["spans"]?.objectValue)
    #expect(doc.spanGroups.map(\.key) == groups.keys)
    for keyed in doc.spanGroups {
      let spans = keyed.group.spans.map { span -> JSONValue in
        let ids = [span.label, span.kbID, span.id].map { JSONValue.string(doc.strings[$0] ?? "?") }
        return .array([.integer(Int(span.start)), .integer(Int(span.end))] + ids)
      }
      #expect(.array(spans) == groups[keyed.key])
    }
  }

  @Test(arguments: names) func readsBackWhatItWrites(_ name: String) throws {
    let bin = try Self.bin(name)
    let again = try DocBin(bytes: bin.bytes(), file: name)
    #expect(again.docs == bin.docs)
    #expect(again.attributes == bin.attributes)
    #expect(again.storesUserData == bin.storesUserData)
  }

  /// The map inside is the same to the byte; one file was written with fewer attributes than strings.
  @Test(arguments: names.filter { $0 != "special_attrs_subset" })
  func writesTheBytesThatSpacyWrites(_ name: String) throws {
    let file = try Fixture.bytes("docbin/\(name).spacy")
    let written = try DocBin(bytes: file, file: name).bytes()
    let limit = 1 << 24
    #expect(try Zlib.decompress(written, limit: limit) == Zlib.decompress(file, limit: limit))
  }

  @Test func keepsUserDataWithTupleKeys() throws {
    let doc = try #require(try Self.bin("special_userdata").docs.first)
    let data = try #require(doc.userData)
    #expect(!data.isEmpty)
    #expect(data.contains { $0.key.arrayValue?.first == .string("._.") })
  }

  @Test func readsAttributeListsOfOlderFiles() throws {
    let bin = try Self.bin("special_attrs_subset")
    #expect(bin.attributes.count < DocBin.defaultAttributes.count)
    #expect(bin.attributes.first == .orth)
    #expect(bin.docs.count == 2)
  }

  @Test func fillsInNormsAndTheFirstSentenceStart() throws {
    let bin = DocBin([Doc(words: ["“", "Oslo"], spaces: [false, true])])
    let doc = try #require(try DocBin(bytes: bin.bytes(), file: "new").docs.first)
    #expect(doc.norms == [StringStore.id(of: "\""), StringStore.id(of: "oslo")])
    #expect(doc.strings[StringStore.id(of: "oslo")] == "oslo")
    #expect(doc.sentStarts == nil)
    #expect(doc.spaces == [false, true])
    #expect(!doc.hasUnknownSpaces)
  }

  @Test func keepsUnusualSentenceStarts() throws {
    for starts in [[0, 0], [-1, 1], [1, -1], [0, 1]] as [[Int8]] {
      var doc = Doc(words: ["a", "b"])
      doc.sentStarts = starts
      #expect(
        try DocBin(bytes: DocBin([doc]).bytes(), file: "new").docs.first?.sentStarts == starts)
    }
  }

  @Test func ordersAttributesAsSpacyDoes() {
    #expect(
      DocBin([], attributes: [.entType, .spacy, .orth, .norm]).attributes == [
        .orth, .norm, .entType,
      ])
  }

  @Test func namesAMissingFile() {
    let error = #expect(throws: FileError.self) { try DocBin(contentsOf: "no/such.spacy") }
    #expect(error.map { "\($0)" } == "no/such.spacy: cannot read: No such file or directory")
  }

  /// A corpus of 62,730 tokens.
  @Test func readsALargeCorpus() throws {
    guard let path = Fixture.sharedData("converted/wnut-n1/train.spacy") else { return }
    let bin = try DocBin(contentsOf: path)
    #expect(bin.docs.count == 3394)
    #expect(bin.docs.reduce(0) { $0 + $1.count } == 62730)
    #expect(bin.docs.reduce(0) { $0 + $1.entities.count } == 1975)
    #expect(bin.bytes() == (try FileBytes.read(path)))
  }
}
