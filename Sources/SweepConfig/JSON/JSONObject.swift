/// The keys and values of a JSON object, in the order they were put in.
///
/// Keys are compared by code unit, as Python does, not by canonical equivalence as `String` does.
public struct JSONObject: Sendable {
  public typealias Entry = (key: String, value: JSONValue)

  private var storedKeys: [String] = []
  private var storedValues: [JSONValue] = []
  /// Where each key is, kept for large objects only: a short list is searched faster directly.
  private var positions: [CodeUnits: Int] = [:]

  private static let indexedFrom = 16

  /// An empty object.
  public init() {}

  /// An object of these entries; of two equal keys, the last value wins, at the first's place.
  public init(_ entries: some Sequence<(String, JSONValue)>) {
    for (key, value) in entries { self[key] = value }
  }

  public var count: Int { storedKeys.count }
  public var isEmpty: Bool { storedKeys.isEmpty }

  /// The keys in order.
  public var keys: [String] { storedKeys }

  /// The values in the order of their keys.
  public var values: [JSONValue] { storedValues }

  /// The keys and values in order.
  public var entries: [Entry] {
    zip(storedKeys, storedValues).map { (key: $0, value: $1) }
  }

  /// The value of a key; setting `nil` removes it, a new key goes to the end.
  public subscript(_ key: String) -> JSONValue? {
    get { position(of: key).map { storedValues[$0] } }
    set {
      guard let newValue else {
        removeValue(forKey: key)
        return
      }
      if let position = position(of: key) {
        storedValues[position] = newValue
      } else {
        append(key, newValue)
      }
    }
  }

  /// Removes a key and returns what it had.
  @discardableResult
  public mutating func removeValue(forKey key: String) -> JSONValue? {
    guard let position = position(of: key) else { return nil }
    storedKeys.remove(at: position)
    positions = [:]
    let value = storedValues.remove(at: position)
    rebuildPositions()
    return value
  }

  /// Changes the object at a key in place, making an empty one where there is none.
  mutating func withObject<Result, Failure: Error>(
    _ key: String, _ body: (inout JSONObject) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let place: Int
    if let found = position(of: key) {
      place = found
    } else {
      place = count
      append(key, .object([:]))
    }
    var object = storedValues[place].objectValue ?? [:]
    storedValues[place] = .null
    defer { storedValues[place] = .object(object) }
    return try body(&object)
  }

  private mutating func append(_ key: String, _ value: JSONValue) {
    storedKeys.append(key)
    storedValues.append(value)
    if storedKeys.count == Self.indexedFrom {
      rebuildPositions()
    } else if storedKeys.count > Self.indexedFrom {
      positions[CodeUnits(key)] = storedKeys.count - 1
    }
  }

  private mutating func rebuildPositions() {
    guard storedKeys.count >= Self.indexedFrom else { return }
    positions.reserveCapacity(storedKeys.count)
    for (place, key) in storedKeys.enumerated() { positions[CodeUnits(key)] = place }
  }

  private func position(of key: String) -> Int? {
    guard storedKeys.count < Self.indexedFrom else { return positions[CodeUnits(key)] }
    return storedKeys.firstIndex { $0.utf8.elementsEqual(key.utf8) }
  }
}

/// A string that is compared and hashed by its UTF-8 bytes.
private struct CodeUnits: Hashable, Sendable {
  let string: String

  init(_ string: String) { self.string = string }

  static func == (a: CodeUnits, b: CodeUnits) -> Bool {
    a.string.utf8.elementsEqual(b.string.utf8)
  }

  func hash(into hasher: inout Hasher) {
    var string = string
    string.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension JSONObject: Equatable {
  /// Whether both have the same keys with the same values, in whatever order.
  public static func == (a: JSONObject, b: JSONObject) -> Bool {
    a.count == b.count && a.entries.allSatisfy { b[$0.key] == $0.value }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
