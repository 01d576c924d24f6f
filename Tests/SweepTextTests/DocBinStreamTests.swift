import SweepBase
import SweepConfig
import SweepTestSupport
import SweepText
import Testing

/// Reading in pieces against reading whole; `DocBinErrorTests` does the same for files that are wrong.
@Suite struct DocBinStreamTests {
  private static func docs(_ stream: DocBinStream) throws -> [Doc] {
    var docs: [Doc] = []
    while case let next = try stream.next(), !next.isEmpty { docs += next }
    return docs
  }

  @Test(arguments: DocBinTests.names, [0, DocBinStream.keptSize])
  func readsWhatTheWholeReaderReads(name: String, keptSize: Int) throws {
    let path = Fixture.path("docbin/\(name).spacy")
    let bytes = try Fixture.bytes("docbin/\(name).spacy")
    let expected = try DocBin(bytes: bytes, file: path).docs
    for source in [ByteSource(bytes), try ByteSource(path: path)] {
      let stream = try DocBinStream(source, file: path, keptSize: keptSize)
      #expect(try Self.docs(stream) == expected)
      #expect(try stream.next().isEmpty)
      #expect(stream.byteCount == bytes.count)
      #expect(stream.hash == Fingerprint.hex(of: bytes))
    }
  }

  @Test func readsPiecesOfAFileThatIsLongerThanOne() throws {
    let words = (0..<30).map { "word\($0)" }
    var all = (0..<2000).map { Doc(words: Array(words.prefix(1 + $0 % 30)), spaces: nil) }
    for index in all.indices where index % 3 == 0 {
      all[index].setEntities([EntitySpan(0, 1, "THING")])
      all[index].cats = [Category("c", Double(index))]
    }
    let bytes = DocBin(all).bytes()
    for keptSize in [0, DocBinStream.keptSize] {
      let stream = try DocBinStream(ByteSource(bytes), file: "long.spacy", keptSize: keptSize)
      let first = try stream.next()
      #expect(first.count > 100 && first.count < 1000)
      #expect(try first + Self.docs(stream) == DocBin(bytes: bytes, file: "long.spacy").docs)
    }
  }

  @Test(arguments: [0, 10, 300, -1])
  func reportsDamage(cut: Int) throws {
    let bytes = try Fixture.bytes("docbin/ner_only.spacy")
    let damaged = cut < 0 ? bytes + [1, 2, 3] : Array(bytes.prefix(cut))
    let whole = #expect(throws: DocBinError.self) { try DocBin(bytes: damaged, file: "d.spacy") }
    let pieces = #expect(throws: DocBinError.self) {
      try DocBinStream(ByteSource(damaged), file: "d.spacy", keptSize: 0)
    }
    #expect(whole == pieces)
  }

  @Test func namesTheDocumentInTheFileNotInThePiece() throws {
    let all = (0..<1000).map { _ in Doc(words: ["a", "b", "c", "d", "e", "f"], spaces: nil) }
    var last = all[0]
    // Inside an entity that did not begin.
    last.entIOB = [2, 1, 2, 2, 2, 2]
    let bytes = DocBin(all + [last]).bytes()
    let stream = try DocBinStream(ByteSource(bytes), file: "d.spacy", keptSize: 0)
    let error = #expect(throws: DocBinError.self) { _ = try Self.docs(stream) }
    #expect(error?.document == 1000)
    #expect(error?.token == 1)
  }

  @Test func namesAFileThatIsMissing() {
    #expect(throws: FileError.self) { try ByteSource(path: "/nowhere/at/all.spacy") }
  }
}
