/// The keys of a `.spacy` file's map, with their types checked.
struct DocBinFields {
  private let message: MessagePack.Value
  private let file: String

  init(_ message: MessagePack.Value, file: String) {
    self.message = message
    self.file = file
  }

  private func value(_ key: String) throws(DocBinError) -> MessagePack.Value {
    guard message.mapValue != nil else { throw wrongType("file", "a map", message) }
    guard let value = message[key] else { throw DocBinError(.missingKey(key), file: file) }
    return value
  }

  func binary(_ key: String) throws(DocBinError) -> [UInt8] {
    let value = try value(key)
    guard let bytes = value.binaryValue else { throw wrongType(key, "bytes", value) }
    return bytes
  }

  func attributes() throws(DocBinError) -> [Attribute] {
    let value = try value("attrs")
    guard let items = value.arrayValue else { throw wrongType("attrs", "a list", value) }
    var attributes: [Attribute] = []
    for item in items {
      guard let id = item.unsignedValue else {
        throw wrongType("attrs", "attribute numbers", item)
      }
      attributes.append(Attribute(rawValue: id))
    }
    guard attributes.contains(.orth) else { throw DocBinError(.noWords, file: file) }
    return attributes
  }

  func lengths() throws(DocBinError) -> [Int] {
    let bytes = try binary("lengths")
    guard bytes.count.isMultiple(of: 4) else {
      throw wrongType("lengths", "32-bit integers", .binary(bytes))
    }
    guard bytes.count / 4 <= DocBin.documentLimit else {
      throw DocBinError(
        .tooManyDocuments(bytes.count / 4, limit: DocBin.documentLimit), file: file)
    }
    var lengths: [Int] = []
    lengths.reserveCapacity(bytes.count / 4)
    for i in stride(from: 0, to: bytes.count, by: 4) {
      let length = bytes.withUnsafeBytes {
        Int32(littleEndian: $0.loadUnaligned(fromByteOffset: i, as: Int32.self))
      }
      guard length >= 0 else {
        throw DocBinError(.negativeLength(document: i / 4), file: file, document: i / 4)
      }
      lengths.append(Int(length))
    }
    return lengths
  }

  func strings() throws(DocBinError) -> StringStore {
    let value = try value("strings")
    guard let items = value.arrayValue else { throw wrongType("strings", "a list", value) }
    var strings = StringStore()
    strings.reserveCapacity(items.count)
    for item in items {
      guard let text = item.stringValue else { throw wrongType("strings", "texts", item) }
      strings.add(text)
    }
    return strings
  }

  /// A list with one value per document, or an empty one where an optional key is absent.
  func perDocument(
    _ key: String, _ count: Int, isOptional: Bool
  ) throws(DocBinError) -> [MessagePack.Value] {
    if isOptional, message[key] == nil || message[key]?.isNull == true { return [] }
    let value = try value(key)
    guard let items = value.arrayValue else { throw wrongType(key, "a list", value) }
    guard items.count == count else {
      throw DocBinError(.wrongCount(key: key, expected: count, found: items.count), file: file)
    }
    return items
  }

  private func wrongType(
    _ key: String, _ expected: String, _ found: MessagePack.Value
  ) -> DocBinError {
    DocBinError(.wrongType(key: key, expected: expected, found: found.typeName), file: file)
  }
}
