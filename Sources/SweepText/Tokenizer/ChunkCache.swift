/// The tokens of chunks of text that were seen, found by the chunks' bytes.
///
/// It saves work and changes no result: what is in it follows from the rules alone.
struct ChunkCache {
  /// A chunk's tokens, in the lists below.
  struct Entry {
    var hash: UInt64
    var keyStart: Int
    var keyCount: Int
    var first: Int
    var count: Int
    /// Whether a token has a norm of its own, or is part of an exception of several.
    var isMarked: Bool
  }

  /// How many chunks are kept; then the cache starts anew.
  private static let limit = 1 << 16
  /// Chunks of more bytes are not kept.
  private static let longest = 256

  private(set) var words: [String] = []
  private(set) var norms: [UInt64] = []
  private(set) var symbols: [Int32] = []
  private var keys: [UInt8] = []
  private var entries: [Entry] = []
  /// Places of entries plus 1 by their hashes; 0 is free.
  private var slots = [Int32](repeating: 0, count: 1 << 10)

  /// What a chunk's tokens are made with.
  var scratch = ChunkScratch()

  /// The entry of a chunk.
  @inline(__always)
  func find(_ key: UnsafeRawBufferPointer, hash: UInt64) -> Entry? {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let entry = entries[Int(slots[slot]) - 1]
      if entry.hash == hash && entry.keyCount == key.count && isKey(entry, key) { return entry }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  @inline(__always)
  private func isKey(_ entry: Entry, _ key: UnsafeRawBufferPointer) -> Bool {
    for i in 0..<key.count where keys[entry.keyStart + i] != key[i] { return false }
    return true
  }

  /// Adds tokens of a chunk that is not there, and returns their entry.
  ///
  /// - Returns: An entry to be used at once: the next addition may remove it.
  mutating func add(
    _ key: UnsafeRawBufferPointer, hash: UInt64, _ tokens: [(String, UInt64, Int32)]
  ) -> Entry {
    if entries.count >= Self.limit || words.count >= 4 * Self.limit { removeAll() }
    let entry = Entry(
      hash: hash, keyStart: keys.count, keyCount: key.count, first: words.count,
      count: tokens.count, isMarked: tokens.contains { $0.1 != 0 || $0.2 != 0 })
    for (word, norm, symbol) in tokens {
      words.append(word)
      norms.append(norm)
      symbols.append(symbol)
    }
    guard key.count <= Self.longest else { return entry }
    keys.append(contentsOf: key)
    entries.append(entry)
    if 2 * entries.count > slots.count { grow() } else { place(entries.count - 1) }
    return entry
  }

  private mutating func place(_ number: Int) {
    var slot = Int(truncatingIfNeeded: entries[number].hash) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(number + 1)
  }

  private mutating func grow() {
    slots = [Int32](repeating: 0, count: 2 * slots.count)
    for number in entries.indices { place(number) }
  }

  private mutating func removeAll() {
    words.removeAll(keepingCapacity: true)
    norms.removeAll(keepingCapacity: true)
    symbols.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
    for slot in slots.indices { slots[slot] = 0 }
  }

  /// The hash of a chunk: eight bytes at a time, mixed by multiplication.
  @inline(__always)
  static func hash(_ key: UnsafeRawBufferPointer) -> UInt64 {
    let factor: UInt64 = 0x9e37_79b9_7f4a_7c15
    var hash = UInt64(truncatingIfNeeded: key.count) &* factor
    var i = 0
    while i + 8 <= key.count {
      hash = (hash ^ key.loadUnaligned(fromByteOffset: i, as: UInt64.self)) &* factor
      hash ^= hash >> 32
      i += 8
    }
    var rest: UInt64 = 0
    while i < key.count {
      rest = rest << 8 | UInt64(key[i])
      i += 1
    }
    hash = (hash ^ rest) &* factor
    return hash ^ hash >> 29
  }
}

/// Memory that taking chunks apart needs again and again.
struct ChunkScratch {
  var pattern = PatternScratch()
  var pieces: [ChunkPiece] = []
  var suffixes: [ChunkPiece] = []
}
