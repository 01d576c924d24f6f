/// A config: a tree of values, and where in which file each of them stands.
///
/// Sections are objects inside objects. A string that contains a `${variable}` is the raw text as
/// written in the file, quotes included, until `interpolated()` fills it in. Two configs are equal
/// when their values are; the places don't count.
///
/// - Source: confection 1.3.4, the config system of spaCy 3.8.
public struct Config: Sendable {
  /// The top-level sections.
  public var root: JSONObject
  /// The file the config was read from, as given.
  public internal(set) var file: String
  /// What is odd but no error, such as a value in single quotes.
  public internal(set) var warnings: [ConfigError] = []
  /// Where each dotted path was given.
  var places: [String: Place] = [:]

  /// Where a value was given: a line of a file, or something without lines.
  struct Place: Hashable, Sendable {
    var file: String
    var line: Int
  }

  /// A config of values that come from no file.
  public init(_ root: JSONObject = [:], file: String = "config") {
    self.root = root
    self.file = file
  }

  /// The value at a dotted path such as `training.optimizer.learn_rate`; a section is an object.
  ///
  /// Setting a value makes the sections above it; setting `nil` removes the key.
  public subscript(path: String) -> JSONValue? {
    get { value(at: path.pathParts) }
    set { set(newValue, at: path.pathParts) }
  }

  /// Where the value at a dotted path was given; for a default, where the section around it was.
  public func location(of path: String) -> ConfigLocation {
    let parts = path.pathParts
    let isSection = value(at: parts)?.objectValue != nil
    let section = isSection ? parts : Array(parts.dropLast())
    let place = place(of: parts)
    return ConfigLocation(
      file: place.file, line: place.line, section: section.joined(separator: "."),
      key: isSection ? nil : parts.last)
  }

  /// The place of a path, or of the nearest section above it.
  func place(of parts: [String]) -> Place {
    var parts = parts
    while !parts.isEmpty {
      if let place = places[parts.joined(separator: ".")] { return place }
      parts.removeLast()
    }
    return Place(file: file, line: 0)
  }

  func value(at parts: [String]) -> JSONValue? {
    var value = JSONValue.object(root)
    for part in parts {
      guard let next = value.objectValue?[part] else { return nil }
      value = next
    }
    return value
  }

  mutating func set(_ value: JSONValue?, at parts: [String]) {
    Self.set(value, at: parts[...], in: &root)
  }

  private static func set(
    _ value: JSONValue?, at parts: ArraySlice<String>, in object: inout JSONObject
  ) {
    guard let first = parts.first else { return }
    if parts.count == 1 {
      object[first] = value
    } else {
      object.withObject(first) { set(value, at: parts.dropFirst(), in: &$0) }
    }
  }
}

extension Config: Equatable {
  public static func == (a: Config, b: Config) -> Bool { a.root == b.root }
}

extension String {
  /// The parts of a dotted path.
  var pathParts: [String] {
    split(separator: ".", omittingEmptySubsequences: false).map(String.init)
  }
}
