/// A named list of spans that may overlap.
public struct SpanGroup: Equatable, Sendable {
  public var name: String
  public var attributes: [MessagePack.Entry]
  public var spans: [GroupedSpan]

  public init(name: String, attributes: [MessagePack.Entry] = [], spans: [GroupedSpan]) {
    self.name = name
    self.attributes = attributes
    self.spans = spans
  }
}

/// A span group and the key it is kept under, which may differ from its name.
public struct KeyedSpanGroup: Equatable, Sendable {
  public var key: String
  public var group: SpanGroup

  public init(_ key: String, _ group: SpanGroup) {
    self.key = key
    self.group = group
  }
}

/// A span of tokens with ids of its label, its knowledge-base entry and its own; 0 is none.
public struct GroupedSpan: Equatable, Sendable {
  /// The first token, and the token after the last.
  public var start: Int32
  public var end: Int32
  public var label: UInt64
  public var kbID: UInt64
  public var id: UInt64
  /// The same in Unicode scalars of the text.
  public var startCharacter: Int32
  public var endCharacter: Int32

  public init(
    start: Int32, end: Int32, label: UInt64, kbID: UInt64 = 0, id: UInt64 = 0,
    startCharacter: Int32, endCharacter: Int32
  ) {
    self.start = start
    self.end = end
    self.label = label
    self.kbID = kbID
    self.id = id
    self.startCharacter = startCharacter
    self.endCharacter = endCharacter
  }
}
