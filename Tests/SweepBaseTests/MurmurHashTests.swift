import SweepBase
import SweepConfig
import SweepTestSupport
import Testing

struct MurmurHashTests {
  @Test func hashesStringsAsSpacyDoes() throws {
    let cases = try #require(Fixture.json("cases_strings.json").objectValue)
    let expected = try #require(cases["hash_string"]?.objectValue)
    #expect(expected.entries.count > 50)
    for (string, hash) in expected.entries {
      // The store gives the empty string the id 0; the hash function has a value for it too.
      guard !string.isEmpty else { continue }
      #expect(String(MurmurHash.hash64A(string)) == hash.stringValue, "\(string)")
    }
  }

  @Test func hashesNGramsOfIdsWithSeed0() throws {
    let hashes = try #require(Fixture.json("vectors.json").objectValue?["hashes"]?.objectValue)
    let grams = try #require(hashes["ngrams"]?.objectValue)
    let ids: [UInt64] = [
      0, 1, 2, 42, 5003, 1 << 32, 1 << 63, .max, 15_181_445_812_428_228_384,
    ]
    for n in 2...3 {
      let expected = try #require(grams["\(n)"]?.arrayValue).map(\.stringValue)
      let found = (0...ids.count - n).map { i in
        ids[i..<i + n].map(\.littleEndian).withUnsafeBytes {
          String(MurmurHash.hash64A($0, seed: 0))
        }
      }
      #expect(found == expected)
    }
  }

  @Test(arguments: [0, 1, 8, 9, 10, 11])
  func mixesIdsAsThincDoes(seed: UInt32) throws {
    let hashes = try #require(Fixture.json("vectors.json").objectValue?["hashes"]?.objectValue)
    let rows = try #require(hashes["mmh3_x86_128_uint64 seed=\(seed)"]?.objectValue)
    #expect(rows.entries.count == 9)
    for (id, row) in rows.entries {
      let mixed = MurmurHash.mix128(try #require(UInt64(id)), seed: seed)
      #expect((0..<4).map { Int(mixed[$0]) } == row.arrayValue?.map(\.intValue), "\(id)")
    }
  }

  @Test func hashesEveryLengthOfTail() {
    // Computed with the published C function.
    let text = "abcdefghijk"
    let found = (1...9).map { MurmurHash.hash64A(String(text.prefix($0))) }
    #expect(Set(found).count == 9)
    #expect(found[0] == 11_901_859_001_352_538_922)
  }
}
