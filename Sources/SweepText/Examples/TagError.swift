/// Tags or spans that describe no entities.
public struct TagError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    case unknownTag(String)
    /// A tag that goes on with an entity that did not begin.
    case notBegun(String)
    case overlap(CharacterSpan, CharacterSpan)
  }

  public let reason: Reason
  /// The token, from 0, where one is concerned.
  public let token: Int?

  init(_ reason: Reason, at token: Int?) {
    self.reason = reason
    self.token = token
  }

  public var description: String {
    switch reason {
    case .unknownTag(let tag):
      "expected O or an entity tag such as B-PERSON, found \"\(tag)\""
    case .notBegun(let tag): "tag \"\(tag)\" goes on with an entity that did not begin"
    case .overlap(let a, let b):
      "entities overlap: \(a.label) at \(a.start)..<\(a.end), \(b.label) at \(b.start)..<\(b.end)"
    }
  }
}
