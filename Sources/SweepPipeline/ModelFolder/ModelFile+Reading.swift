package import SweepText

/// What is wrong inside a `model` file.
package enum ModelFileError: Error, Equatable, Sendable {
  /// The bytes are no MessagePack.
  case notMessagePack(MessagePackError)
  /// Something is missing or of another kind.
  case unexpected(place: String, expected: String)
}

extension ModelFile {
  /// Reads the bytes of a file.
  ///
  /// - Throws: `ModelFileError` that says what is wrong where.
  package init(reading bytes: [UInt8]) throws(ModelFileError) {
    let root: MessagePack.Value
    do { root = try MessagePack.read(bytes) } catch { throw .notMessagePack(error) }
    let headers = try Self.list("nodes", in: root)
    let attributes = try Self.list("attrs", in: root)
    let parameters = try Self.list("params", in: root)
    guard headers.count == attributes.count, headers.count == parameters.count else {
      throw .unexpected(
        place: "attrs", expected: "as many entries as nodes, which are \(headers.count)")
    }
    nodes = []
    for index in headers.indices {
      let place = "node \(index)"
      guard let name = headers[index]["name"]?.stringValue else {
        throw .unexpected(place: place, expected: "a name")
      }
      var node = Node(name)
      node.dims = try Self.numbers(headers[index]["dims"], "\(place), dims")
      node.refs = try Self.numbers(headers[index]["refs"], "\(place), refs")
      for (key, value) in try Self.entries(attributes[index], "\(place), attrs") {
        guard let bytes = value.binaryValue else {
          throw .unexpected(place: "\(place), attribute \(key)", expected: "bytes")
        }
        node.attributes.append(Entry(key, bytes))
      }
      for (key, value) in try Self.entries(parameters[index], "\(place), params") {
        let values = value.isNull ? nil : try Self.values(value, "\(place) (\(name)), \(key)")
        node.parameters.append(Entry(key, values))
      }
      nodes.append(node)
    }
  }

  private static func list(
    _ key: String, in root: MessagePack.Value
  ) throws(ModelFileError) -> [MessagePack.Value] {
    guard let items = root[key]?.arrayValue else {
      throw .unexpected(place: key, expected: "a list of nodes")
    }
    return items
  }

  private static func entries(
    _ value: MessagePack.Value, _ place: String
  ) throws(ModelFileError) -> [(String, MessagePack.Value)] {
    guard let entries = value.mapValue else {
      throw .unexpected(place: place, expected: "a map")
    }
    var found: [(String, MessagePack.Value)] = []
    for entry in entries {
      guard let key = entry.key.stringValue else {
        throw .unexpected(place: place, expected: "text keys")
      }
      found.append((key, entry.value))
    }
    return found
  }

  private static func numbers(
    _ value: MessagePack.Value?, _ place: String
  ) throws(ModelFileError) -> [Entry<Int?>] {
    var found: [Entry<Int?>] = []
    for (key, number) in try entries(value ?? .null, place) {
      guard number.isNull || number.intValue != nil else {
        throw .unexpected(place: "\(place), \(key)", expected: "a whole number or nil")
      }
      found.append(Entry(key, number.intValue))
    }
    return found
  }

  private static func values(
    _ value: MessagePack.Value, _ place: String
  ) throws(ModelFileError) -> Values {
    guard value[binary: "type"]?.stringValue == "<f4" else {
      throw .unexpected(place: place, expected: "32-bit floats (type \"<f4\")")
    }
    guard let sizes = value[binary: "shape"]?.arrayValue,
      let data = value[binary: "data"]?.binaryValue
    else { throw .unexpected(place: place, expected: "an array with shape and data") }
    var (shape, count) = ([Int](), 1)
    for size in sizes {
      guard let size = size.intValue, size >= 0 else {
        throw .unexpected(place: place, expected: "a shape of whole numbers")
      }
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: size)
      count = isTooLarge ? Int.max : product
      shape.append(size)
    }
    guard count <= Int.max / 4, data.count == 4 * count else {
      throw .unexpected(
        place: place, expected: "4 bytes for each number of shape \(shape), not \(data.count)")
    }
    let floats = data.withUnsafeBytes { raw in
      (0..<count).map {
        Float(
          bitPattern: UInt32(
            littleEndian: raw.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
      }
    }
    return Values(shape: shape, floats: floats)
  }
}

extension ModelFileError {
  /// What the file should have been, for a sentence that starts with "expected".
  var expectation: String {
    switch self {
    case .notMessagePack(let error): "MessagePack of layers; \(error)"
    case .unexpected(let place, let expected): "\(expected) at \(place)"
    }
  }
}
