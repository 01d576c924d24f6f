public import SweepConfig

/// The documents of one `.spacy` file.
///
/// - Source: spaCy 3.8 `DocBin`, version 0.1 of the format.
public struct DocBin: Sendable {
  /// The attributes that are stored, the words' own first.
  public var attributes: [Attribute]
  public var docs: [Doc]
  /// The texts of all ids.
  public private(set) var strings: StringStore
  /// Whether `Doc.userData` is written.
  public var storesUserData: Bool

  /// The most bytes that a file may have when unpacked.
  public static let defaultLimit = 1 << 31

  /// The most documents that a file may have.
  public static let documentLimit = 1 << 22

  /// What spaCy stores unless told otherwise.
  public static let defaultAttributes: [Attribute] = [
    .orth, .norm, .lemma, .pos, .tag, .dep, .entIOB, .entType, .head, .sentStart, .entKBID, .morph,
    .entID,
  ]

  /// Documents to be written.
  public init(
    _ docs: [Doc], attributes: [Attribute] = DocBin.defaultAttributes, storesUserData: Bool = false
  ) {
    self.docs = docs
    let others = attributes.filter { $0 != .orth && $0 != .spacy }
    self.attributes = [.orth] + others.sorted { $0.rawValue < $1.rawValue }
    self.storesUserData = storesUserData
    self.strings = StringStore()
    for doc in docs { strings.formUnion(doc.strings) }
  }

  /// Reads the bytes of a `.spacy` file.
  ///
  /// - Parameters:
  ///   - bytes: the file as it is on disk.
  ///   - file: its name, for errors.
  ///   - limit: the most bytes that it may unpack to.
  /// - Throws: `DocBinError`, which names the file and the place.
  public init(
    bytes: [UInt8], file: String, limit: Int = DocBin.defaultLimit
  ) throws(DocBinError) {
    let unpacked: [UInt8]
    do {
      unpacked = try Zlib.decompress(bytes, limit: limit)
    } catch {
      throw DocBinError(unpacking: error, file: file)
    }
    let message: MessagePack.Value
    do {
      message = try MessagePack.read(unpacked)
    } catch {
      throw DocBinError(.notMessagePack(error), file: file)
    }
    var decoder = try DocBinDecoder(message, file: file)
    docs = try decoder.readDocs()
    attributes = decoder.attributes
    strings = decoder.strings
    storesUserData = decoder.userData != nil
  }

  /// Reads a `.spacy` file.
  ///
  /// - Throws: `FileError` when it cannot be read, `DocBinError` when its content is wrong.
  public init(contentsOf path: String, limit: Int = DocBin.defaultLimit) throws {
    try self.init(bytes: FileBytes.read(path, limit: limit), file: path, limit: limit)
  }

  /// The bytes of the `.spacy` file.
  public func bytes() -> [UInt8] {
    Zlib.compress(unpackedBytes())
  }

  /// Writes the `.spacy` file, completely or not at all.
  ///
  /// - Throws: `FileError` when it cannot be written.
  public func write(to path: String) throws(FileError) {
    try FileBytes.write(bytes(), to: path)
  }
}

extension DocBinError {
  /// Why a file could not be unpacked.
  init(unpacking failure: Zlib.Failure, file: String) {
    switch failure {
    case .corrupt(let words, let offset):
      self.init(.notCompressed(words), file: file, offset: offset)
    case .truncated(let offset): self.init(.truncated, file: file, offset: offset)
    case .trailingBytes(let count, let offset):
      self.init(.trailingBytes(count), file: file, offset: offset)
    case .tooLarge(let limit): self.init(.tooLarge(limit: limit), file: file)
    }
  }
}
