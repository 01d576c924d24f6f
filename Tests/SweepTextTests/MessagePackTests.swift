import SweepText
import Testing

@Suite struct MessagePackTests {
  typealias Value = MessagePack.Value

  /// Values and the bytes that Python's msgpack writes for them.
  static let cases: [(value: Value, bytes: [UInt8])] = [
    (.null, [0xc0]), (.bool(false), [0xc2]), (.bool(true), [0xc3]), (.integer(0), [0x00]),
    (.integer(127), [0x7f]), (.integer(128), [0xcc, 0x80]), (.integer(255), [0xcc, 0xff]),
    (.integer(256), [0xcd, 0x01, 0x00]), (.integer(65536), [0xce, 0x00, 0x01, 0x00, 0x00]),
    (.integer(1 << 32), [0xcf, 0, 0, 0, 1, 0, 0, 0, 0]),
    (.unsigned(.max), [0xcf, 255, 255, 255, 255, 255, 255, 255, 255]),
    (.integer(-1), [0xff]), (.integer(-32), [0xe0]), (.integer(-33), [0xd0, 0xdf]),
    (.integer(-128), [0xd0, 0x80]), (.integer(-129), [0xd1, 0xff, 0x7f]),
    (.integer(-32769), [0xd2, 0xff, 0xff, 0x7f, 0xff]),
    (.integer(.min), [0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0]),
    (.number(1.5), [0xcb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0]), (.string(""), [0xa0]),
    (.string("né"), [0xa3, 0x6e, 0xc3, 0xa9]), (.binary([]), [0xc4, 0]),
    (.binary([1, 2]), [0xc4, 2, 1, 2]), (.array([]), [0x90]),
    (.array([.integer(1), .string("a")]), [0x92, 0x01, 0xa1, 0x61]), (.map([]), [0x80]),
    (.map([.init(.integer(65), .string("a"))]), [0x81, 0x41, 0xa1, 0x61]),
    (.extended(5, [9]), [0xd4, 5, 9]), (.extended(-1, [1, 2, 3]), [0xc7, 3, 0xff, 1, 2, 3]),
  ]

  @Test(arguments: cases.indices) func writesTheShortestForm(_ i: Int) throws {
    #expect(MessagePack.bytes(Self.cases[i].value) == Self.cases[i].bytes)
    #expect(try MessagePack.read(Self.cases[i].bytes) == Self.cases[i].value)
  }

  @Test(arguments: [31, 32, 255, 256, 65535, 65536])
  func readsLongTextsBytesAndListsAsWritten(_ count: Int) throws {
    let values: [Value] = [
      .string(String(repeating: "x", count: count)), .binary(Array(repeating: 7, count: count)),
      .array(Array(repeating: .null, count: count)),
      .map(Array(repeating: .init(.integer(1), .null), count: count)),
      .extended(3, Array(repeating: 1, count: count)),
    ]
    for value in values { #expect(try MessagePack.read(MessagePack.bytes(value)) == value) }
  }

  @Test func readsFormsThatItNeverWrites() throws {
    #expect(try MessagePack.read([0xca, 0x3f, 0x80, 0, 0]) == .number(1))
    #expect(try MessagePack.read([0xd9, 1, 0x61]) == .string("a"))
    #expect(try MessagePack.read([0xdd, 0, 0, 0, 1, 0xc0]) == .array([.null]))
    #expect(try MessagePack.read([0xd3, 0, 0, 0, 0, 0, 0, 0, 1]) == .integer(1))
  }

  @Test func findsKeysOfTextAndOfBytes() {
    let map = Value.map([
      .init(.string("nd"), .integer(1)), .init(.binary(Array("nd".utf8)), .integer(2)),
      .init(.string("nd"), .integer(3)),
    ])
    #expect(map["nd"] == .integer(3))
    #expect(map[binary: "nd"] == .integer(2))
    #expect(map["other"] == nil)
    #expect(Value.null["nd"] == nil)
  }

  @Test(
    arguments: [
      ([0xa3, 0x61], "offset 1: the data ends too early: 3 bytes expected, 1 left"),
      ([0x91], "offset 1: the data ends too early: 1 bytes expected, 0 left"),
      ([0xc1], "offset 0: no value starts with byte 0xc1"),
      ([0x91, 0xa1, 0xff], "offset 2: a text is not UTF-8"),
      ([0xc0, 0xc0], "offset 1: 1 bytes follow the value"),
      (
        [0xdf, 0xff, 0xff, 0xff, 0xff],
        "offset 5: the data ends too early: 8589934590 bytes expected, 0 left"
      ),
    ] as [([UInt8], String)])
  func saysWhereTheFaultIs(_ bytes: [UInt8], _ expected: String) {
    let error = #expect(throws: MessagePackError.self) { try MessagePack.read(bytes) }
    #expect(error.map { "\($0)" } == expected)
  }

  @Test func refusesDeepNesting() {
    let bytes = [UInt8](repeating: 0x91, count: 100_000) + [0xc0]
    let error = #expect(throws: MessagePackError.self) { try MessagePack.read(bytes) }
    #expect(error?.reason == .tooDeep(limit: 64))
  }

  /// A list of nils costs one byte each in the file and many in memory.
  @Test func refusesTooManyValues() {
    var reader = MessagePackReader([0x93, 0xc0, 0xc0, 0xc0], valueLimit: 3)
    let error = #expect(throws: MessagePackError.self) { try reader.readValue() }
    #expect(error.map { "\($0)" } == "offset 3: there are more than 3 values")
  }

  @Test func endsWithAnErrorAtEveryCut() throws {
    let value = Value.map(Self.cases.map { .init(.string("key"), $0.value) })
    let bytes = MessagePack.bytes(value)
    for count in 0..<bytes.count {
      #expect(throws: MessagePackError.self) { try MessagePack.read(Array(bytes[..<count])) }
    }
  }
}
