/// Entities as one tag per token: begin, inside, last, unit, outside.
///
/// `O` is in no entity, `-` is not known; others are a letter of `BILU`, a hyphen and the type.
public enum BILUO {
  /// The tag of a token in no entity.
  public static let outside = "O"
  /// The tag of a token of which nothing is known.
  public static let missing = "-"

  /// The tags of entities.
  ///
  /// - Parameters:
  ///   - entities: they must not overlap.
  ///   - count: the number of tokens.
  ///   - outside: the tag of all other tokens.
  /// - Returns: one tag per token.
  public static func tags(
    of entities: [EntitySpan], count: Int, outside: String? = BILUO.outside
  ) -> [String?] {
    var tags = [String?](repeating: outside, count: count)
    for entity in entities {
      if entity.range.count == 1 {
        tags[entity.start] = "U-" + entity.label
        continue
      }
      tags[entity.start] = "B-" + entity.label
      for i in entity.range.dropFirst().dropLast() { tags[i] = "I-" + entity.label }
      tags[entity.end - 1] = "L-" + entity.label
    }
    return tags
  }

  /// The tags of entities that begin with `B` or `I` and go on with `I` or `L`, as BILUO.
  ///
  /// Both common ways of writing IOB are read, BILUO too: equal types in a row are one entity until
  /// a tag begins another.
  ///
  /// - Throws: `TagError` for a tag that is none.
  public static func fromIOB(_ tags: [String]) throws(TagError) -> [String] {
    var result: [String] = []
    result.reserveCapacity(tags.count)
    var i = 0
    while i < tags.count {
      guard tags[i] != outside else {
        result.append(outside)
        i += 1
        continue
      }
      guard let label = label(of: tags[i]) else { throw TagError(.unknownTag(tags[i]), at: i) }
      let (inside, last) = ("I-" + label, "L-" + label)
      var end = i + 1
      while end < tags.count, tags[end] == inside || tags[end] == last { end += 1 }
      result += BILUO.tags(of: [EntitySpan(0, end - i, label)], count: end - i).compactMap(\.self)
      i = end
    }
    return result
  }

  /// BILUO tags as IOB: units begin, last ones are inside.
  public static func toIOB(_ tags: [String?]) -> [String?] {
    tags.map { tag in
      guard let tag, let label = label(of: tag) else { return tag }
      switch tag.first {
      case "U": return "B-" + label
      case "L": return "I-" + label
      default: return tag
      }
    }
  }

  /// The entities of BILUO tags.
  ///
  /// An entity that begins and has no last token is dropped, and so is one with a missing token.
  ///
  /// - Returns: the entities, and the missing tokens that are in none.
  /// - Throws: `TagError` for a tag that is none, or that goes on with what did not begin.
  public static func entities(
    of tags: [String?]
  ) throws(TagError) -> (entities: [EntitySpan], missing: [Int]) {
    var entities: [EntitySpan] = []
    var missing: [Int] = []
    var start: Int?
    for (i, tag) in tags.enumerated() {
      guard let tag, !tag.hasPrefix(BILUO.missing) else {
        if start == nil { missing.append(i) }
        start = nil
        continue
      }
      if tag == outside || tag.isEmpty { continue }
      guard let label = label(of: tag) else { throw TagError(.unknownTag(tag), at: i) }
      switch tag.utf8.first {
      case UInt8(ascii: "B"): start = i
      case UInt8(ascii: "U"): entities.append(EntitySpan(i, i + 1, label))
      default:
        guard let first = start else { throw TagError(.notBegun(tag), at: i) }
        if tag.utf8.first == UInt8(ascii: "L") {
          entities.append(EntitySpan(first, i + 1, label))
          start = nil
        }
      }
    }
    return (entities, missing)
  }

  /// The type in a tag, or `nil` when it is no tag of a token in an entity.
  package static func label(of tag: String) -> String? {
    let bytes = tag.utf8
    guard bytes.count > 2, let first = bytes.first, "BILU".utf8.contains(first),
      bytes.dropFirst().first == UInt8(ascii: "-")
    else { return nil }
    return String(tag.unicodeScalars.dropFirst(2))
  }
}
