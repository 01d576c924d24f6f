package import SweepText

/// A Thinc `model` file: the nodes of a layer tree in breadth-first order, with their parameters.
///
/// - Source: Thinc 8.3 `Model.to_bytes`; arrays as msgpack-numpy writes them.
package struct ModelFile: Equatable, Sendable {
  /// A name with a value, in the order of the file.
  package struct Entry<Value: Equatable & Sendable>: Equatable, Sendable {
    package var name: String
    package var value: Value

    package init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// An array of a node.
  package struct Values: Equatable, Sendable {
    package var shape: [Int]
    package var floats: [Float]

    package init(shape: [Int], floats: [Float]) {
      self.shape = shape
      self.floats = floats
    }
  }

  /// One layer.
  package struct Node: Equatable, Sendable {
    package var name: String
    /// Sizes; `nil` where the layer does not know.
    package var dims: [Entry<Int?>] = []
    /// Names for other nodes, by index.
    package var refs: [Entry<Int?>] = []
    /// Settings, each as the MessagePack bytes of its value.
    package var attributes: [Entry<[UInt8]>] = []
    /// Parameters; `nil` where they were never set.
    package var parameters: [Entry<Values?>] = []

    package init(_ name: String) { self.name = name }

    /// A parameter that is set, by name.
    package subscript(parameter name: String) -> Values? {
      parameters.first { $0.name == name }?.value
    }

    /// A setting, by name.
    package subscript(attribute name: String) -> MessagePack.Value? {
      attributes.first { $0.name == name }.flatMap { try? MessagePack.read($0.value) }
    }
  }

  /// The layers, breadth first.
  package var nodes: [Node]

  package init(nodes: [Node]) { self.nodes = nodes }
}

// MARK: - Writing

extension ModelFile {
  /// The bytes of the file.
  package var bytes: [UInt8] {
    var writer = MessagePackWriter()
    let floats = nodes.flatMap(\.parameters).reduce(0) { $0 + ($1.value?.floats.count ?? 0) }
    writer.reserveCapacity(4 * floats + 1024 * nodes.count)
    writer.beginMap(4)
    writer.write("nodes")
    writer.beginArray(nodes.count)
    for (index, node) in nodes.enumerated() { writer.write(Self.header(node, index)) }
    writer.write("attrs")
    writer.beginArray(nodes.count)
    for node in nodes {
      writer.beginMap(node.attributes.count)
      for entry in node.attributes {
        writer.write(entry.name)
        writer.write(entry.value)
      }
    }
    writer.write("params")
    writer.beginArray(nodes.count)
    for node in nodes {
      writer.beginMap(node.parameters.count)
      for entry in node.parameters {
        writer.write(entry.name)
        if let values = entry.value {
          Self.write(values, to: &writer)
        } else {
          writer.write(.null)
        }
      }
    }
    writer.write("shims")
    writer.beginArray(nodes.count)
    for _ in nodes { writer.beginArray(0) }
    return writer.bytes
  }

  private static func header(_ node: Node, _ index: Int) -> MessagePack.Value {
    func numbers(_ entries: [Entry<Int?>]) -> MessagePack.Value {
      .map(
        entries.map { entry in
          MessagePack.Entry(.string(entry.name), entry.value.map { .integer(Int64($0)) } ?? .null)
        })
    }
    return .map([
      MessagePack.Entry(.string("index"), .integer(Int64(index))),
      MessagePack.Entry(.string("name"), .string(node.name)),
      MessagePack.Entry(.string("dims"), numbers(node.dims)),
      MessagePack.Entry(.string("refs"), numbers(node.refs)),
    ])
  }

  /// Writes an array as msgpack-numpy does; its numbers are copied once.
  private static func write(_ values: Values, to writer: inout MessagePackWriter) {
    func key(_ name: String) -> MessagePack.Value { .binary(Array(name.utf8)) }
    let shape = values.shape.map { MessagePack.Value.integer(Int64($0)) }
    writer.beginMap(5)
    for value in [
      key("nd"), .bool(true), key("type"), .string("<f4"), key("kind"), .binary([]),
      key("shape"), .array(shape), key("data"),
    ] { writer.write(value) }
    #if _endian(little)
    values.floats.withUnsafeBytes { writer.write($0) }
    #else
    writer.write(littleEndianBytes(of: values.floats))
    #endif
  }

  #if !_endian(little)
  private static func littleEndianBytes(of floats: [Float]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 4 * floats.count) { buffer, initialized in
      let raw = UnsafeMutableRawBufferPointer(buffer)
      for (k, float) in floats.enumerated() {
        raw.storeBytes(of: float.bitPattern.littleEndian, toByteOffset: 4 * k, as: UInt32.self)
      }
      initialized = 4 * floats.count
    }
  }
  #endif
}
