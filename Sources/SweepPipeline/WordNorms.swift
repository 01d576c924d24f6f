import SweepText

/// The norms that a table of the vocabulary gives words, before all rules.
///
/// Tokens with norms of their own, such as the parts of a contraction, keep them.
///
/// - Source: spaCy 3.8 `Vocab.lookups`, the table `lexeme_norm`.
struct WordNorms: Sendable {
  /// Ids of norms by word.
  private let norms: [UInt64: UInt64]

  /// Takes the norms of the lookup tables of a vocabulary; none where there is no such table.
  init(_ tables: LookupTables) {
    norms = (tables["lexeme_norm"] ?? [:]).compactMapValues { value in
      value.stringValue.map(StringStore.id(of:))
    }
  }

  /// Puts the norms into the features of a document's words: a row per word.
  func apply(to features: inout [UInt64], _ wanted: WordFeatures, of doc: Doc) {
    guard !norms.isEmpty, let column = wanted.attributes.firstIndex(of: .norm) else { return }
    for (index, word) in doc.words.enumerated() where doc.norms?[index] ?? 0 == 0 {
      guard let norm = norms[StringStore.id(of: word)] else { continue }
      features[index * wanted.columns + column] = norm
    }
  }
}
