import Foundation
import SweepConfig
import SweepTestSupport
import SweepText
import Testing

/// Word vectors as spaCy's `init vectors` reads and writes them; `make_vectors.py` wrote the fixture.
struct VectorsTests {
  /// Runs `body` with a folder that is removed afterwards.
  private func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.path + "/vectors-\(UUID().uuidString)"
    try FileBytes.makeDirectory(folder + "/vocab")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
  }

  private func bytes(_ value: JSONValue?) throws -> [UInt8] {
    let text = try #require(value?.stringValue)
    return Array(try #require(Data(base64Encoded: text)))
  }

  private func read(_ text: String, limit: Int = 0) throws -> Vectors {
    try withFolder { folder in
      try FileBytes.write(text, to: folder + "/words.txt")
      return try WordVectorsReader.read(folder + "/words.txt", limit: limit).vectors
    }
  }

  private func problems(_ text: String) throws -> [String] {
    do {
      _ = try read(text)
      return []
    } catch let error as VectorsError {
      return error.problems.map { "\($0.line ?? 0): expected \($0.expected), found \($0.found)" }
    }
  }

  @Test func readsPrunesAndWritesAsSpacyDoes() throws {
    let cases = try #require(try Fixture.json("vectors_cases.json")["cases"]?.arrayValue)
    #expect(cases.count == 10)
    for entry in cases {
      let name = try #require(entry["name"]?.stringValue)
      let prune = try #require(entry["prune"]?.intValue)
      var vectors = try read(
        try #require(entry["text"]?.stringValue),
        limit: try #require(entry["truncate"]?.intValue))
      vectors.name = "made.vectors"
      if prune > 0 { vectors = vectors.pruned(to: prune) }
      for (key, value) in try #require(entry["meta"]?.objectValue).entries {
        #expect(vectors.json[key] == value, "\(name) \(key)")
      }
      let keys = try #require(entry["keys"]?.arrayValue)
      #expect(vectors.keys.count == keys.count)
      for pair in keys {
        let word = try #require(pair.arrayValue?[0].stringValue)
        let row = pair.arrayValue?[1].intValue
        #expect(vectors.row(of: StringStore.id(of: word)) == row, "\(name): \(word)")
      }
      let files = try #require(entry["files"])
      for (path, written) in vectors.files {
        let file = String(path.dropFirst("vocab/".count))
        #expect(written == (try bytes(files[file])), "\(name): \(file)")
      }
      let folder = Dictionary(uniqueKeysWithValues: vectors.files.map { ($0.path, $0.bytes) })
      let meta = JSONValue.object(["vectors": .object(vectors.json)]).serialized(.compact)
      let again = try Vectors(
        files: folder.merging(["meta.json": Array(meta.utf8)]) { a, _ in a }, folder: "x")
      #expect(again == vectors, "\(name)")
    }
  }

  @Test func readsWhatGzipPacked() throws {
    let fixture = try Fixture.json("vectors_cases.json")
    let plain = try #require(fixture["cases"]?.arrayValue?[0])
    let packed = try bytes(fixture["gzip"])
    try withFolder { folder in
      let path = folder + "/words.vec.gz"
      try FileBytes.write(packed, to: path)
      let (vectors, words) = try WordVectorsReader.read(path)
      #expect(words.count == 8)
      #expect(vectors.files[0].bytes == (try bytes(plain["files"]?["vectors"])))
      try FileBytes.write(Array(packed.dropLast(30)), to: path)
      #expect(throws: VectorsError.self) { try WordVectorsReader.read(path) }
    }
  }

  @Test func readsTheFolderOfAModel() throws {
    #expect(try Vectors(folder: Fixture.path("model_ner")) == Vectors.none)
    try withFolder { folder in
      let vectors = try read("a 1 2\nb 3 4\n")
      for (path, bytes) in vectors.files { try FileBytes.write(bytes, to: "\(folder)/\(path)") }
      #expect(try Vectors(folder: folder) == vectors)
      try FileBytes.write(#"{"mode": "floret", "minn": 2}"#, to: folder + "/vocab/vectors.cfg")
      #expect(throws: VectorsError.self) { try Vectors(folder: folder) }
    }
    #expect(throws: FileError.self) { try Vectors(folder: Fixture.path("nothing")) }
  }

  @Test func tellsWhatIsWrongWithALine() throws {
    #expect(try problems("") == ["0: expected words with their vectors, found an empty file"])
    #expect(
      try problems("a 1 2\nb 3\nc x 4\n") == [
        "2: expected a word and 2 numbers, found 1 numbers",
        "3: expected a word and 2 numbers, found \"x\" as number 1",
      ])
    #expect(
      try problems("1 2\na 1 2\nb 3 4\n") == [
        "3: expected 1 words, as the first line says, found one more"
      ])
    #expect(
      try problems("100 4 2 5 1 0 < >\n0 1 2 3 4\n") == [
        "1: expected words with their vectors, found the head of a floret table"
      ])
    #expect(try problems("word\n").count == 1)
    #expect(try problems("2 3\n").count == 1)
    let many = String(repeating: "a b c\n", count: 100)
    #expect(try problems("a 1 2\n" + many).count == VectorsError.limit)
  }

  @Test func refusesBrokenFiles() throws {
    let vectors = try read("a 1 2\nb 3 4\n")
    let good = Dictionary(uniqueKeysWithValues: vectors.files.map { ($0.path, $0.bytes) })
    let array = try #require(good["vocab/vectors"])
    let broken: [[UInt8]] = [
      [], Array("text".utf8), Array(array.dropLast()), array + [0],
      Array(String(decoding: array.prefix(128), as: UTF8.self).utf8),
      NumpyFile.bytes(rows: 0, columns: 0, []).map { $0 == 0x34 ? 0x38 : $0 },
    ]
    for bytes in broken {
      var files = good
      files["vocab/vectors"] = bytes
      #expect(throws: VectorsError.self) { try Vectors(files: files, folder: "x") }
    }
    for bytes: [UInt8] in [
      [], [0x90], [0x81, 1], [0x81, 1, 2], [0x81, 0xa1, 0x61, 0], [0x80, 0],
    ] {
      var files = good
      files["vocab/key2row"] = bytes
      #expect(throws: VectorsError.self) { try Vectors(files: files, folder: "x") }
    }
  }
}
