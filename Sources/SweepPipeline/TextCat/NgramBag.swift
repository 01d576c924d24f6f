import SweepBase

/// The different n-grams of a text and how often they occur, as a sparse linear layer reads them.
///
/// Nothing in it depends on a model's sizes but the length of the n-grams: a corpus computes it once.
///
/// - Source: spaCy 3.8 `extract_ngrams`, Thinc 8.3 `SparseLinear`.
struct NgramBag: Sendable, Equatable {
  /// For each n-gram, in the order of their ids, the hashes that its two rows follow from.
  private(set) var hashes: [SIMD2<UInt32>] = []
  /// How often each occurs.
  private(set) var counts: [Float] = []

  /// The n-grams of one to `size` words, whose ids are given.
  init(_ words: [UInt64], upTo size: Int) {
    var ids = words
    words.withUnsafeBytes { bytes in
      for n in stride(from: 2, through: size, by: 1) {
        for first in stride(from: 0, through: words.count - n, by: 1) {
          let gram = UnsafeRawBufferPointer(rebasing: bytes[8 * first..<8 * (first + n)])
          ids.append(MurmurHash.hash64A(gram, seed: 0))
        }
      }
    }
    ids.sort()
    var next = 0
    while next < ids.count {
      let (id, start) = (ids[next], next)
      while next < ids.count && ids[next] == id { next += 1 }
      hashes.append(SIMD2(MurmurHash.mix32(id, seed: 0), MurmurHash.mix32(id, seed: 1)))
      counts.append(Float(next - start))
    }
  }
}
