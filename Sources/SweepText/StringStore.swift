import SweepBase

/// Strings by their 64-bit ids.
///
/// An id depends on the string alone, so two stores never disagree; a store only remembers which
/// texts ids stand for. The empty string is 0, spaCy's symbols have small numbers, and any other
/// string is its hash. The symbols apply to words of a text too: `"ORG"` is 383.
///
/// - Source: spaCy 3.8 `StringStore`.
public struct StringStore: Sendable, Equatable {
  private var texts: [UInt64: String] = [:]

  /// An empty store: it knows the empty string and the symbols.
  public init() {}

  /// A store of `strings`.
  public init(_ strings: some Sequence<String>) {
    for string in strings { add(string) }
  }

  /// The id of a string.
  public static func id(of string: String) -> UInt64 {
    var string = string
    return string.withUTF8 { id(ofUTF8: UnsafeRawBufferPointer($0)) }
  }

  /// The id of a string's UTF-8 bytes.
  package static func id(ofUTF8 bytes: UnsafeRawBufferPointer) -> UInt64 {
    if bytes.isEmpty { return 0 }
    let hash = MurmurHash.hash64A(bytes, seed: 1)
    guard bytes.count <= Symbols.longest, let id = Symbols.ids[hash],
      Symbols.names[Int(id)].utf8.elementsEqual(bytes)
    else { return hash }
    return id
  }

  /// Remembers a string and returns its id.
  @discardableResult
  public mutating func add(_ string: String) -> UInt64 {
    let id = Self.id(of: string)
    if id >= UInt64(Symbols.names.count), texts[id] == nil { texts[id] = string }
    return id
  }

  /// Remembers all strings of another store.
  public mutating func formUnion(_ other: StringStore) {
    texts.merge(other.texts) { mine, _ in mine }
  }

  mutating func reserveCapacity(_ count: Int) { texts.reserveCapacity(count) }

  /// The string of an id; `nil` when it was never added.
  public subscript(id: UInt64) -> String? {
    id < UInt64(Symbols.names.count) ? Symbols.names[Int(id)] : texts[id]
  }

  /// How many strings were added, symbols not counted.
  public var count: Int { texts.count }

  /// The added strings, without symbols, in the order of their Unicode scalars.
  public var sorted: [String] {
    texts.values.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
