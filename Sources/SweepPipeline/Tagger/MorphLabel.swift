import SweepText

/// Morphological features in the Universal Dependencies format, `Case=Nom|Number=Sing`.
///
/// - Source: spaCy 3.8 `morphology.pyx`.
package struct MorphFeatures: Equatable, Sendable {
  /// The features in the order they were given; a name's later value replaces its earlier.
  package private(set) var entries: [(name: String, value: String)] = []

  /// What a word without features has.
  package static let empty = "_"

  package init() {}

  /// Reads features; a part without a value counts as nothing.
  package init(_ text: String) {
    guard !text.isEmpty, !same(text, Self.empty) else { return }
    for part in text.split(separator: "|", omittingEmptySubsequences: false) {
      let pieces = part.split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if pieces.count == 2 { self[String(pieces[0])] = String(pieces[1]) }
    }
  }

  /// The value of a feature.
  package subscript(name: String) -> String? {
    get { entries.first { same($0.name, name) }?.value }
    set {
      let index = entries.firstIndex { same($0.name, name) }
      switch (index, newValue) {
      case (let index?, let value?): entries[index].value = value
      case (let index?, nil): entries.remove(at: index)
      case (nil, let value?): entries.append((name, value))
      case (nil, nil): break
      }
    }
  }

  /// The features sorted, and the values of each; `_` if there are none.
  package var text: String {
    let parts = entries.map { entry in
      let values = entry.value.split(separator: ",", omittingEmptySubsequences: false)
      let sorted = values.map(String.init).sorted { precedes($0, $1) }
      return "\(entry.name)=\(sorted.joined(separator: ","))"
    }
    return parts.isEmpty
      ? Self.empty : parts.sorted { precedes($0, $1) }.joined(separator: "|")
  }

  package static func == (a: MorphFeatures, b: MorphFeatures) -> Bool {
    a.entries.elementsEqual(b.entries) { same($0.name, $1.name) && same($0.value, $1.value) }
  }
}

/// A class of the morphologizer: features and a part of speech.
package struct MorphLabel: Equatable, Sendable {
  /// The name of the feature that stands for the part of speech.
  static let posName = "POS"

  /// The label, with the part of speech among its features.
  package let text: String
  /// The features alone, empty for none.
  package let morph: String
  /// The part of speech, empty for none.
  package let pos: String

  /// The label of a word.
  package init(pos: String, features: String) {
    var all = MorphFeatures(features)
    if !pos.isEmpty { all[Self.posName] = pos }
    text = all.text
    morph = same(features, MorphFeatures.empty) ? "" : features
    self.pos = pos
  }

  /// A label as a file keeps it.
  package init(text: String, morph: String, pos: String) {
    (self.text, self.morph, self.pos) = (text, morph, pos)
  }
}
