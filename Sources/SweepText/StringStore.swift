import SweepBase

/// Strings by their 64-bit ids.
///
/// An id depends on the string alone, so two stores never disagree; a store only remembers which
/// texts ids stand for. The empty string is 0, spaCy's symbols have small numbers, and any other
/// string is its hash. The symbols apply to words of a text too: `"ORG"` is 383.
///
/// All docs of a file share what the file said. What is added to one of them, such as a label that
/// was predicted, lies apart, so that it does not copy the rest.
///
/// - Source: spaCy 3.8 `StringStore`.
public struct StringStore: Sendable {
  /// What copies of a store share; it never changes.
  private final class Base: Sendable {
    let texts: [UInt64: String]
    init(_ texts: [UInt64: String]) { self.texts = texts }
  }

  private var base: Base?
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

  /// Whether a string is one of spaCy's symbols: the name of an attribute, a tag or a label.
  package static func isSymbol(_ string: String) -> Bool {
    id(of: string) < UInt64(Symbols.names.count)
  }

  /// Remembers a string and returns its id.
  @discardableResult
  public mutating func add(_ string: String) -> UInt64 {
    let id = Self.id(of: string)
    if id >= UInt64(Symbols.names.count), text(id) == nil { texts[id] = string }
    return id
  }

  /// Remembers all strings of another store.
  public mutating func formUnion(_ other: StringStore) {
    if count == 0 {
      self = other
      return
    }
    if other.base !== base {
      for (id, text) in other.base?.texts ?? [:] where self.text(id) == nil { texts[id] = text }
    }
    for (id, text) in other.texts where self.text(id) == nil { texts[id] = text }
  }

  /// This store, in copies of which what is added does not copy what is there now.
  package func shared() -> StringStore {
    var store = StringStore()
    store.base = Base((base?.texts ?? [:]).merging(texts) { mine, _ in mine })
    return store
  }

  mutating func reserveCapacity(_ count: Int) { texts.reserveCapacity(count) }

  /// The string of an id; `nil` when it was never added.
  public subscript(id: UInt64) -> String? {
    id < UInt64(Symbols.names.count) ? Symbols.names[Int(id)] : text(id)
  }

  private func text(_ id: UInt64) -> String? {
    base?.texts[id] ?? (texts.isEmpty ? nil : texts[id])
  }

  /// How many strings were added, symbols not counted.
  public var count: Int { (base?.texts.count ?? 0) + texts.count }

  /// The added strings, without symbols, in the order of their Unicode scalars.
  public var sorted: [String] {
    (Array(texts.values) + Array(base?.texts.values ?? [:].values)).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
  }
}

extension StringStore: Equatable {
  /// Whether two stores know the same strings.
  public static func == (a: StringStore, b: StringStore) -> Bool {
    func known(_ store: StringStore, in other: StringStore) -> Bool {
      store.texts.keys.allSatisfy { other.text($0) != nil }
        && (store.base?.texts.keys.allSatisfy { other.text($0) != nil } ?? true)
    }
    return a.count == b.count && known(a, in: b)
  }
}
