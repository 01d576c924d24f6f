/// An entity: its tokens and its type.
public struct EntitySpan: Hashable, Sendable {
  /// The first token.
  public var start: Int
  /// The token after the last.
  public var end: Int
  public var label: String
  /// Ids of the knowledge-base entry and of the rule that found it; 0 is none.
  public var kbID: UInt64
  public var id: UInt64

  public init(_ start: Int, _ end: Int, _ label: String, kbID: UInt64 = 0, id: UInt64 = 0) {
    self.start = start
    self.end = end
    self.label = label
    self.kbID = kbID
    self.id = id
  }

  /// The tokens.
  public var range: Range<Int> { start..<end }
}

/// The states of a token in `Doc.entIOB`.
package enum EntityState {
  package static let missing: UInt8 = 0
  package static let inside: UInt8 = 1
  package static let outside: UInt8 = 2
  package static let begin: UInt8 = 3
}

extension Doc {
  /// The entities in the order of the text; one without a type (a blocked token) is none.
  ///
  /// An inside token that follows no entity starts one.
  public var entities: [EntitySpan] {
    guard let entIOB else { return [] }
    var found: [EntitySpan] = []
    var start: Int?
    for i in 0...count {
      let state = i < count ? entIOB[i] : EntityState.outside
      if state == EntityState.inside && start != nil { continue }
      if let first = start { found.append(entity(first, i)) }
      let isStart = state == EntityState.begin || state == EntityState.inside
      start = isStart && (entTypes?[i] ?? 0) != 0 ? i : nil
    }
    return found
  }

  private func entity(_ start: Int, _ end: Int) -> EntitySpan {
    let type = entTypes?[start] ?? 0
    return EntitySpan(
      start, end, strings[type] ?? "", kbID: entKBIDs?[start] ?? 0, id: entIDs?[start] ?? 0)
  }

  /// Replaces all entities; every token elsewhere is known to be in none, or missing.
  ///
  /// - Parameters:
  ///   - entities: they must not overlap.
  ///   - missing: tokens of which nothing is known.
  /// - Precondition: all tokens exist, none is in two entities, no label is empty.
  public mutating func setEntities(_ entities: [EntitySpan], missing: [Int] = []) {
    var iob = [UInt8](repeating: EntityState.outside, count: count)
    var types = [UInt64](repeating: 0, count: count)
    var kbIDs = [UInt64](repeating: 0, count: count)
    var ids = [UInt64](repeating: 0, count: count)
    for i in missing { iob[i] = EntityState.missing }
    for entity in entities {
      precondition(
        entity.start < entity.end && entity.start >= 0 && entity.end <= count
          && !entity.label.isEmpty, "\(entity) in a text of \(count) tokens")
      let type = strings.add(entity.label)
      for i in entity.range {
        precondition(types[i] == 0, "token \(i) is in two entities")
        iob[i] = i == entity.start ? EntityState.begin : EntityState.inside
        (types[i], kbIDs[i], ids[i]) = (type, entity.kbID, entity.id)
      }
    }
    entIOB = iob
    entTypes = types
    entKBIDs = kbIDs.contains { $0 != 0 } ? kbIDs : nil
    entIDs = ids.contains { $0 != 0 } ? ids : nil
  }
}
