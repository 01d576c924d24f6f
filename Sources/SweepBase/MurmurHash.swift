/// The two hash functions that feature tables and string stores are built on.
///
/// They are part of file formats and of trained weights, so their bits never change.
public enum MurmurHash {
  /// The 64-bit MurmurHash2 of `bytes`, in the variant for 64-bit machines.
  ///
  /// - Source: Austin Appleby's `MurmurHash64A`; words are read as little-endian.
  public static func hash64A(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
    let m: UInt64 = 0xc6a4_a793_5bd1_e995
    var hash = seed ^ (UInt64(bytes.count) &* m)
    let words = bytes.count / 8
    for i in 0..<words {
      var k = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: i * 8, as: UInt64.self))
      k = k &* m
      k ^= k >> 47
      hash = (hash ^ (k &* m)) &* m
    }
    if bytes.count > words * 8 {
      var tail: UInt64 = 0
      for i in (words * 8..<bytes.count).reversed() { tail = tail << 8 | UInt64(bytes[i]) }
      hash = (hash ^ tail) &* m
    }
    hash ^= hash >> 47
    hash = hash &* m
    return hash ^ (hash >> 47)
  }

  /// The hash of a string's UTF-8 bytes: spaCy's `hash_string`.
  ///
  /// The empty string and spaCy's symbols have ids of their own in a string store; this function
  /// knows neither.
  public static func hash64A(_ string: String, seed: UInt64 = 1) -> UInt64 {
    var string = string
    return string.withUTF8 { hash64A(UnsafeRawBufferPointer($0), seed: seed) }
  }

  /// Four 32-bit hashes of one id: the rows that the id uses in a hashed embedding table.
  ///
  /// - Source: Thinc 8.3 `NumpyOps.hash`, its own variant of MurmurHash3 x86-128 for 8-byte keys.
  public static func mix128(_ id: UInt64, seed: UInt32) -> SIMD4<UInt32> {
    var h1 = id &* 0x87c3_7b91_1142_53d5
    h1 = (h1 << 31 | h1 >> 33) &* 0x4cf5_ad43_2745_937f
    h1 ^= UInt64(seed) ^ 8
    var h2 = UInt64(seed) ^ 8
    h1 = h1 &+ h2
    h2 = h2 &+ h1
    h1 = finalMix(h1)
    h2 = finalMix(h2)
    h1 = h1 &+ h2
    h2 = h2 &+ h1
    return SIMD4(
      UInt32(truncatingIfNeeded: h1), UInt32(truncatingIfNeeded: h1 >> 32),
      UInt32(truncatingIfNeeded: h2), UInt32(truncatingIfNeeded: h2 >> 32))
  }

  /// One 32-bit hash of an id: the rows that the id uses in a sparse linear layer.
  ///
  /// - Source: Austin Appleby's MurmurHash3 x86-32 of the id's eight bytes, the lower half first.
  public static func mix32(_ id: UInt64, seed: UInt32) -> UInt32 {
    var hash = seed
    for half in [UInt32(truncatingIfNeeded: id), UInt32(truncatingIfNeeded: id >> 32)] {
      var k = half &* 0xcc9e_2d51
      k = (k << 15 | k >> 17) &* 0x1b87_3593
      hash ^= k
      hash = (hash << 13 | hash >> 19) &* 5 &+ 0xe654_6b64
    }
    hash ^= 8
    hash = (hash ^ (hash >> 16)) &* 0x85eb_ca6b
    hash = (hash ^ (hash >> 13)) &* 0xc2b2_ae35
    return hash ^ (hash >> 16)
  }

  private static func finalMix(_ key: UInt64) -> UInt64 {
    var k = key
    k = (k ^ (k >> 33)) &* 0xff51_afd7_ed55_8ccd
    k = (k ^ (k >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    return k ^ (k >> 33)
  }
}
