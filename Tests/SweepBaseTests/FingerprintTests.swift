import SweepBase
import Testing

struct FingerprintTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func isSHA256(text: String, digest: String) {
    // The examples of FIPS 180-2.
    #expect(Fingerprint.hex(of: text) == digest)
    #expect(Fingerprint.hex(of: Array(text.utf8)) == digest)
  }

  @Test func doesNotDependOnThePieces() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    var pieces = Fingerprint()
    for i in stride(from: 0, to: 1000, by: 7) { pieces.update(Array(bytes[i..<min(i + 7, 1000)])) }
    #expect(pieces.hex() == Fingerprint.hex(of: bytes))
  }

  @Test func isAValue() {
    var one = Fingerprint()
    one.update(Array("ab".utf8))
    var other = one
    other.update(Array("x".utf8))
    one.update(Array("c".utf8))
    #expect(one.hex() == Fingerprint.hex(of: "abc"))
    #expect(other.hex() == Fingerprint.hex(of: "abx"))
    #expect(one.hex() == one.hex())
  }
}
