public import SweepConfig

extension Vectors {
  /// The files of a model folder that hold a table, as paths in it.
  package static let paths = ["vocab/vectors", "vocab/key2row", "vocab/vectors.cfg"]

  /// Reads the table of a model folder; an empty one, where its `vocab` has no `vectors`.
  ///
  /// Its name is the one that `meta.json` gives.
  ///
  /// - Throws: `FileError` for a file that cannot be read, `VectorsError` for wrong content.
  public init(folder: String) throws {
    _ = try FileBytes.list(folder)
    var files: [String: [UInt8]] = [:]
    for name in Self.paths + ["meta.json"] where FileBytes.exists("\(folder)/\(name)") {
      files[name] = try FileBytes.read("\(folder)/\(name)")
    }
    try self.init(files: files, folder: folder)
  }

  /// Reads the table from files of a model folder, by their paths in it.
  ///
  /// - Throws: `VectorsError` that names the file below `folder`.
  package init(files: [String: [UInt8]], folder: String) throws(VectorsError) {
    let prefix = folder.isEmpty ? "" : folder + "/"
    try Self.checkMode(files["vocab/vectors.cfg"], file: prefix + "vocab/vectors.cfg")
    guard let array = files["vocab/vectors"] else {
      self = .none
      return
    }
    let table = try NumpyFile.read(array, file: prefix + "vocab/vectors")
    let entries = try Self.entries(
      files["vocab/key2row"] ?? [0x80], rows: table.rows, file: prefix + "vocab/key2row")
    let meta = files["meta.json"].flatMap {
      try? JSONValue(parsing: String(decoding: $0, as: UTF8.self))
    }
    self.init(
      name: meta?["vectors"]?["name"]?.stringValue, width: table.rows == 0 ? 0 : table.columns,
      data: table.data, entries: entries)
  }

  /// The files of a model folder that hold this table.
  package var files: [(path: String, bytes: [UInt8])] {
    var writer = MessagePackWriter()
    writer.beginMap(keys.count)
    for (key, row) in entries {
      writer.write(Int64(exactly: key).map { .integer($0) } ?? .unsigned(key))
      writer.write(Int64(row))
    }
    let cfg = JSONValue.object(["mode": "default"]).serialized(.srsly)
    return [
      ("vocab/vectors", NumpyFile.bytes(rows: rowCount, columns: width, data)),
      ("vocab/key2row", writer.bytes), ("vocab/vectors.cfg", Array(cfg.utf8)),
    ]
  }

  /// What `meta.json` says of a table.
  public var json: JSONObject {
    [
      "width": .integer(width), "vectors": .integer(rowCount), "keys": .integer(keys.count),
      "name": name.map { .string($0) } ?? .null, "mode": "default",
    ]
  }

  /// Throws for a table that is no list of rows by word.
  private static func checkMode(_ bytes: [UInt8]?, file: String) throws(VectorsError) {
    guard let bytes else { return }
    let settings = try? JSONValue(parsing: String(decoding: bytes, as: UTF8.self))
    guard let settings = settings?.objectValue else {
      throw VectorsError(file: file, expected: "a JSON object", found: "something else")
    }
    let mode = settings["mode"] ?? "default"
    guard mode == "default" else {
      throw VectorsError(
        file: file, expected: "vectors of mode \"default\"",
        found: "mode \(mode.serialized(.python))", help: Self.floretHelp)
    }
  }

  static let floretHelp =
    "floret vectors have no row per word; `floret print-vectors` or spaCy's `nlp.vocab[word].vector` "
    + "gives the words' vectors, or train with engine = \"spacy\""

  /// Words and rows of a `key2row` file.
  private static func entries(
    _ bytes: [UInt8], rows: Int, file: String
  ) throws(VectorsError) -> [(key: UInt64, row: Int)] {
    let values: [(MessagePack.Value, MessagePack.Value)]
    do throws(MessagePackError) { values = try pairs(bytes) } catch {
      throw VectorsError(file: file, expected: "a MessagePack map", found: "\(error)")
    }
    var entries: [(key: UInt64, row: Int)] = []
    entries.reserveCapacity(values.count)
    for (key, row) in values {
      guard let id = key.unsignedValue, let index = row.intValue, index >= 0, index < rows else {
        throw VectorsError(
          file: file, expected: "ids of words, each with a row below \(rows)",
          found: "something else at entry \(entries.count + 1)")
      }
      entries.append((id, index))
    }
    return entries
  }

  /// The keys and values of a map that fills `bytes`.
  private static func pairs(
    _ bytes: [UInt8]
  ) throws(MessagePackError) -> [(MessagePack.Value, MessagePack.Value)] {
    var reader = MessagePackReader(bytes, valueLimit: .max)
    guard let count = try reader.readMapCount() else {
      throw MessagePackError(.unknownType(bytes[0]), at: 0)
    }
    var pairs: [(MessagePack.Value, MessagePack.Value)] = []
    pairs.reserveCapacity(min(count, bytes.count / 2))
    for _ in 0..<count { pairs.append((try reader.readValue(), try reader.readValue())) }
    try reader.expectEnd()
    return pairs
  }
}
