import SweepText

/// MessagePack: what is written of a value reads as that value.
enum MessagePackFuzzing {
  static func brokenPromise(_ bytes: [UInt8]) -> String? {
    do throws(MessagePackError) {
      let value = try MessagePack.read(bytes)
      let written = MessagePack.bytes(value)
      guard let again = try? MessagePack.read(written) else { return "written bytes do not read" }
      // By bytes, as a NaN is not equal to itself.
      guard MessagePack.bytes(again) == written else {
        return "written bytes read as another value"
      }
      return try brokenPromise(of: value, bytes)
    } catch {
      return error.description.isEmpty ? "an error without words" : nil
    }
  }

  /// A value is of one kind, and its head alone says how many values follow.
  private static func brokenPromise(
    of value: MessagePack.Value, _ bytes: [UInt8]
  ) throws(MessagePackError) -> String? {
    let isOfKind = [
      value.isNull, value.boolValue != nil, value.stringValue != nil, value.binaryValue != nil,
      value.arrayValue != nil, value.mapValue != nil,
      value.boolValue == nil && value.doubleValue != nil,
    ]
    let isExtension = value.typeName == "an extension"
    guard isOfKind.count(where: { $0 }) == (isExtension ? 0 : 1) else {
      return "\(value.typeName) is of several kinds"
    }
    if let integer = value.intValue, integer >= 0, value.unsignedValue != UInt64(integer) {
      return "an integer is of two values"
    }
    for entry in value.mapValue ?? [] {
      guard let key = entry.key.stringValue else {
        guard let key = entry.key.binaryValue.flatMap({ String(validating: $0, as: UTF8.self) })
        else { continue }
        if value[binary: key] == nil { return "an entry cannot be found" }
        continue
      }
      if value[key] == nil { return "an entry cannot be found" }
    }
    let heads:
      [(mutating: (inout MessagePackReader) throws(MessagePackError) -> Int?, count: Int?)] = [
        ({ reader throws(MessagePackError) in try reader.readMapCount() }, value.mapValue?.count),
        (
          { reader throws(MessagePackError) in try reader.readArrayCount() },
          value.arrayValue?.count
        ),
        (
          { reader throws(MessagePackError) in try reader.readBinaryCount() },
          value.binaryValue?.count
        ),
      ]
    for head in heads {
      var reader = MessagePackReader(bytes, from: 0)
      if try head.mutating(&reader) != head.count { return "its head says another count" }
    }
    return nil
  }
}
