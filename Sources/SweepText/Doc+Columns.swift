extension Doc {
  /// Whether an attribute is one of a document's own columns.
  static func hasColumn(_ attribute: Attribute) -> Bool {
    switch attribute {
    case .norm, .lemma, .pos, .tag, .dep, .morph, .head, .sentStart, .entIOB, .entType, .entKBID,
      .entID:
      true
    default: false
    }
  }

  /// The value of a column for one token as files store it; 0 where the column is not set.
  package func value(_ attribute: Attribute, _ i: Int) -> UInt64 {
    switch attribute {
    case .norm: norms?[i] ?? 0
    case .lemma: lemmas?[i] ?? 0
    case .pos: pos?[i] ?? 0
    case .tag: tags?[i] ?? 0
    case .dep: deps?[i] ?? 0
    case .morph: morphs?[i] ?? 0
    case .head: UInt64(bitPattern: Int64(heads?[i] ?? 0))
    case .sentStart: UInt64(bitPattern: Int64(sentStarts?[i] ?? 0))
    case .entIOB: UInt64(entIOB?[i] ?? 0)
    case .entType: entTypes?[i] ?? 0
    case .entKBID: entKBIDs?[i] ?? 0
    case .entID: entIDs?[i] ?? 0
    default: 0
    }
  }

  /// A column as files store it; `nil` where it is not set.
  func column(_ attribute: Attribute) -> [UInt64]? {
    switch attribute {
    case .norm: norms
    case .lemma: lemmas
    case .pos: pos
    case .tag: tags
    case .dep: deps
    case .morph: morphs
    case .head: heads?.map { UInt64(bitPattern: Int64($0)) }
    case .sentStart: sentStarts?.map { UInt64(bitPattern: Int64($0)) }
    case .entIOB: entIOB?.map(UInt64.init)
    case .entType: entTypes
    case .entKBID: entKBIDs
    case .entID: entIDs
    default: nil
    }
  }

  /// The columns whose values are ids of strings, norms and morphs aside.
  var stringColumns: [[UInt64]?] { [lemmas, tags, deps, entTypes, entKBIDs, entIDs] }
}

extension Doc: Equatable {
  /// Whether two documents have the same words and annotations.
  public static func == (a: Doc, b: Doc) -> Bool {
    a.words.elementsEqual(b.words, by: PythonText.areEqual)
      && a.spaces == b.spaces && a.hasUnknownSpaces == b.hasUnknownSpaces
      && a.norms == b.norms && a.lemmas == b.lemmas && a.pos == b.pos && a.tags == b.tags
      && a.morphs == b.morphs && a.deps == b.deps && a.heads == b.heads
      && a.sentStarts == b.sentStarts && a.entIOB == b.entIOB && a.entTypes == b.entTypes
      && a.entKBIDs == b.entKBIDs && a.entIDs == b.entIDs && a.cats == b.cats
      && a.spanGroups == b.spanGroups && a.userData == b.userData
  }
}
