import SweepText
import Testing

@Suite struct ZlibTests {
  private let text = Array(String(repeating: "kiln and stew, ", count: 999).utf8)

  @Test func unpacksWhatItPacks() throws {
    #expect(try Zlib.decompress(Zlib.compress(text), limit: 1 << 20) == text)
    #expect(try Zlib.decompress(Zlib.compress([]), limit: 0) == [])
    #expect(Zlib.compress(text).count < 300)
  }

  /// 10 MB of zeros in 10 kB: no more than the limit is ever unpacked.
  @Test func stopsAtTheLimit() {
    let bomb = Zlib.compress(Array(repeating: 0, count: 10_000_000), level: 9)
    #expect(bomb.count < 20_000)
    #expect(throws: Zlib.Failure.tooLarge(limit: 1_000_000)) {
      try Zlib.decompress(bomb, limit: 1_000_000)
    }
    #expect(throws: Never.self) { try Zlib.decompress(bomb, limit: 10_000_000) }
  }

  @Test func saysWhatIsWrongAndWhere() {
    let packed = Zlib.compress(text)
    #expect(throws: Zlib.Failure.truncated(offset: packed.count - 5)) {
      try Zlib.decompress(Array(packed.dropLast(5)), limit: 1 << 20)
    }
    #expect(throws: Zlib.Failure.truncated(offset: 0)) { try Zlib.decompress([], limit: 1 << 20) }
    #expect(throws: Zlib.Failure.trailingBytes(3, offset: packed.count)) {
      try Zlib.decompress(packed + [1, 2, 3], limit: 1 << 20)
    }
    #expect(throws: Zlib.Failure.corrupt("incorrect header check", offset: 2)) {
      try Zlib.decompress(Array("[nlp]".utf8), limit: 1 << 20)
    }
    var damaged = packed
    damaged[damaged.count - 1] ^= 1
    #expect(throws: Zlib.Failure.self) { try Zlib.decompress(damaged, limit: 1 << 20) }
  }
}
