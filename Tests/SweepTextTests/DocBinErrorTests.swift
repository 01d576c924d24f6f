import SweepConfig
import SweepTestSupport
import SweepText
import Testing

@Suite struct DocBinErrorTests {
  typealias Entry = MessagePack.Entry
  typealias Value = MessagePack.Value

  /// The map of a file with one document of two tokens, "a b", and the attributes ORTH, DEP, ENT_IOB,
  /// HEAD.
  private static func map(replacing key: String? = nil, with value: Value? = nil) -> Value {
    let a = StringStore.id(of: "a")
    let b = StringStore.id(of: "b")
    let fields: [(String, Value)] = [
      ("version", .string("0.1")),
      ("attrs", .array([.integer(65), .integer(76), .integer(77), .integer(79)])),
      ("tokens", cells([a, 0, 2, 0, b, 0, 2, 0])), ("spaces", .binary([1, 0])),
      ("lengths", .binary([2, 0, 0, 0])), ("strings", .array([.string("a"), .string("b")])),
      ("cats", .array([.map([])])),
      ("flags", .array([.map([Entry(.string("has_unknown_spaces"), .bool(false))])])),
      ("span_groups", .array([.binary([0x90])])),
    ]
    return .map(
      fields.compactMap { name, field in
        if name != key { return Entry(.string(name), field) }
        return value.map { Entry(.string(name), $0) }
      })
  }

  private static func cells(_ values: [UInt64]) -> Value {
    .binary(values.flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) })
  }

  /// Reads a file whole and in pieces, which must find the same documents or the same fault.
  private func read(_ map: Value) throws(DocBinError) -> DocBin {
    let bytes = Zlib.compress(MessagePack.bytes(map))
    for keptSize in [0, DocBinStream.keptSize] {
      #expect(throws: Never.self) { try checkStream(bytes, keptSize) }
    }
    return try DocBin(bytes: bytes, file: "bad.spacy")
  }

  private func checkStream(_ bytes: [UInt8], _ keptSize: Int) throws {
    let whole = Result { try DocBin(bytes: bytes, file: "bad.spacy").docs }
    let pieces = Result {
      let stream = try DocBinStream(ByteSource(bytes), file: "bad.spacy", keptSize: keptSize)
      var docs: [Doc] = []
      while case let next = try stream.next(), !next.isEmpty { docs += next }
      return docs
    }
    switch (whole, pieces) {
    case (.success(let a), .success(let b)): #expect(a == b)
    case (.failure(let a), .failure(let b)): #expect("\(a)" == "\(b)")
    default: Issue.record("\(whole) whole, \(pieces) in pieces")
    }
  }

  private func message(replacing key: String, with value: Value?) -> String? {
    let error = #expect(throws: DocBinError.self) {
      try read(Self.map(replacing: key, with: value))
    }
    return error.map { "\($0)" }
  }

  @Test func readsTheMapThatTheOthersBreak() throws {
    let doc = try #require(try read(Self.map()).docs.first)
    #expect(doc.words == ["a", "b"])
    #expect(doc.text == "a b")
    #expect(doc.hasEntityAnnotation)
  }

  @Test func readsFilesOfVersionsWithoutFlagsAndSpans() throws {
    for key in ["flags", "span_groups", "cats", "version"] {
      #expect(try read(Self.map(replacing: key)).docs.count == 1, "\(key)")
    }
    let none = Self.map(replacing: "span_groups", with: .array([.binary([])]))
    #expect(try read(none).docs.first?.spanGroups == [])
    let flags = Self.map(replacing: "flags", with: .array([.map([])]))
    #expect(try read(flags).docs.first?.hasUnknownSpaces == false)
  }

  @Test func readsTheOldestFormOfSpanGroups() throws {
    let group = MessagePack.bytes(
      .map([
        Entry(.string("name"), .string("sc")), Entry(.string("attrs"), .map([])),
        Entry(.string("spans"), .array([])),
      ]))
    let list = MessagePack.bytes(.array([.binary(group)]))
    let map = Self.map(replacing: "span_groups", with: .array([.binary(list)]))
    #expect(
      try read(map).docs.first?.spanGroups == [
        KeyedSpanGroup("sc", SpanGroup(name: "sc", spans: []))
      ])
  }

  @Test(arguments: ["attrs", "tokens", "spaces", "lengths", "strings"])
  func namesAMissingKey(_ key: String) {
    #expect(message(replacing: key, with: nil) == "bad.spacy: the key `\(key)` is missing")
  }

  static let faults: [(key: String, value: Value, message: String)] = [
    ("tokens", .string("x"), "bad.spacy: `tokens`: expected bytes, found a text"),
    ("tokens", .binary([1]), "bad.spacy: `tokens`: expected 8 items, found 0"),
    ("spaces", .binary([1, 1, 1]), "bad.spacy: `spaces`: expected 2 items, found 3"),
    ("attrs", .array([.integer(67)]), "bad.spacy: `attrs` lists no ORTH: the file has no words"),
    ("attrs", .map([]), "bad.spacy: `attrs`: expected a list, found a map"),
    (
      "attrs", .array([.string("ORTH")]),
      "bad.spacy: `attrs`: expected attribute numbers, found a text"
    ),
    (
      "lengths", .binary([255, 255, 255, 255]),
      "bad.spacy: document 0: its length is negative"
    ),
    ("lengths", .binary([2, 0]), "bad.spacy: `lengths`: expected 32-bit integers, found bytes"),
    ("lengths", .binary([3, 0, 0, 0]), "bad.spacy: `tokens`: expected 12 items, found 8"),
    ("cats", .array([]), "bad.spacy: `cats`: expected 1 items, found 0"),
    ("cats", .array([.null]), "bad.spacy: document 0: `cats`: expected a map, found nil"),
    (
      "cats", .array([.map([Entry(.string("A"), .string("1"))])]),
      "bad.spacy: document 0: `cats`: expected a number, found a text"
    ),
    ("strings", .array([.integer(1)]), "bad.spacy: `strings`: expected texts, found an integer"),
    (
      "strings", .array([.string("a")]),
      "bad.spacy: document 0, token 1: ORTH: the text of id 15598372446745583797 is not among the "
        + "file's strings"
    ),
    (
      "span_groups", .array([.binary([0x92, 0xc0])]),
      "bad.spacy: document 0: `span_groups` cannot be read: offset 1: the data ends too early: 2 "
        + "bytes expected, 1 left"
    ),
    (
      "span_groups", .array([.binary([0x91, 0xc0])]),
      "bad.spacy: document 0: `span_groups`: expected bytes, found nil"
    ),
  ]

  @Test(arguments: faults.indices) func saysWhatIsWrong(_ i: Int) {
    let fault = Self.faults[i]
    #expect(message(replacing: fault.key, with: fault.value) == fault.message)
  }

  @Test(
    arguments: [
      (
        [7, 2], "document 0, token 0: ENT_IOB: expected 0 (missing), 1 (I), 2 (O) or 3 (B), found 7"
      ),
      ([2, 1], "document 0, token 1: ENT_IOB: expected an entity that began before, found 1 (I)"),
    ] as [([UInt64], String)])
  func checksEntityStates(_ states: [UInt64], _ expected: String) {
    let (a, b) = (StringStore.id(of: "a"), StringStore.id(of: "b"))
    let cells = Self.cells([a, 0, states[0], 0, b, 0, states[1], 0])
    #expect(message(replacing: "tokens", with: cells) == "bad.spacy: \(expected)")
  }

  @Test func refusesTooManyDocuments() {
    let lengths = Value.binary(Array(repeating: 0, count: 4 * (DocBin.documentLimit + 1)))
    #expect(
      message(replacing: "lengths", with: lengths)
        == "bad.spacy: expected at most 4194304 documents, found 4194305")
  }

  @Test func checksHeads() {
    let (a, b) = (StringStore.id(of: "a"), StringStore.id(of: "b"))
    let cells = Self.cells([a, 0, 0, UInt64.max, b, 0, 0, 0])
    #expect(
      message(replacing: "tokens", with: cells)
        == "bad.spacy: document 0, token 0: HEAD: expected an offset to a token in 0..<2, found -1")
  }

  @Test func checksSpans() throws {
    let span =
      [UInt8](repeating: 0, count: 24) + [0, 0, 0, 1, 0, 0, 0, 9] + Array(repeating: 0, count: 8)
    let group = MessagePack.bytes(
      .map([
        Entry(.string("name"), .string("sc")), Entry(.string("attrs"), .map([])),
        Entry(.string("spans"), .array([.binary(span)])),
      ]))
    let groups = MessagePack.bytes(.map([Entry(.binary(group), .array([.string("sc")]))]))
    #expect(
      message(replacing: "span_groups", with: .array([.binary(groups)]))
        == "bad.spacy: document 0: span_groups: expected tokens in 0..<2, found 1..<9")
  }

  @Test func refusesFilesOfOtherKinds() throws {
    func message(_ bytes: [UInt8], limit: Int = 1 << 20) -> String? {
      let error = #expect(throws: DocBinError.self) {
        try DocBin(bytes: bytes, file: "x.spacy", limit: limit)
      }
      return error.map { "\($0)" }
    }
    #expect(
      message(Array("[nlp]\n".utf8))
        == "x.spacy: offset 2: expected a .spacy file (zlib-compressed), found other data (incorrect header check)"
    )
    #expect(
      message([]) == "x.spacy: offset 0: the compressed data ends too early; the file is incomplete"
    )
    #expect(
      message(Zlib.compress([0xc1]))
        == "x.spacy: the unpacked data is not MessagePack: offset 0: no value starts with byte 0xc1"
    )
    #expect(
      message(Zlib.compress([0x90])) == "x.spacy: `file`: expected a map, found a list")
    #expect(
      message(Zlib.compress(Array(repeating: 0, count: 1 << 20 + 1)))
        == "x.spacy: the unpacked data is larger than 1048576 bytes")
  }

  /// Whatever is damaged, the answer is a document list or an error.
  @Test(arguments: ["missing", "special_userdata"]) func survivesAnyDamagedByte(_ name: String)
    throws
  {
    let file = try Fixture.bytes("docbin/\(name).spacy")
    let unpacked = try Zlib.decompress(file, limit: 1 << 20)
    for i in stride(from: 0, to: unpacked.count, by: 3) {
      for flip in [0x01, 0x80, 0xff] as [UInt8] {
        var damaged = unpacked
        damaged[i] ^= flip
        _ = try? DocBin(bytes: Zlib.compress(damaged, level: 0), file: name)
      }
    }
    for count in 0..<min(file.count, 400) {
      #expect(throws: DocBinError.self) { try DocBin(bytes: Array(file[..<count]), file: name) }
    }
  }
}
