import SweepText

/// Chooses the spans that a span categorizer predicts from the scores of the suggested ones.
///
/// - Source: spaCy 3.8 `SpanCategorizer.set_annotations`.
struct SpanChoice {
  /// A span that was chosen, its label's number and its score.
  struct Found: Equatable {
    var span: Range<Int>
    var label: Int
    var score: Float
  }

  private let settings: SpanCategorizerSettings
  private let labelCount: Int
  private let classCount: Int

  init(_ settings: SpanCategorizerSettings, labelCount: Int, classCount: Int) {
    (self.settings, self.labelCount, self.classCount) = (settings, labelCount, classCount)
  }

  /// The spans of a text; scores `[spans, classes]`.
  func spans(_ suggested: [Range<Int>], _ scores: UnsafePointer<Float>) -> [Found] {
    settings.maxPositive == 1 ? best(suggested, scores) : all(suggested, scores)
  }

  private func isEnough(_ score: Float) -> Bool {
    settings.threshold.map { score >= Float($0) } ?? true
  }

  /// All labels from the threshold on, at most `maxPositive` of a span: span by span, in the order
  /// of the labels.
  private func all(_ suggested: [Range<Int>], _ scores: UnsafePointer<Float>) -> [Found] {
    var found: [Found] = []
    for (row, span) in suggested.enumerated() {
      let scores = scores + row * classCount
      var chosen = (0..<labelCount).filter { isEnough(scores[$0]) }
      if let most = settings.maxPositive, chosen.count > most {
        chosen.sort { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
        chosen = chosen.prefix(most).sorted()
      }
      found += chosen.map { Found(span: span, label: $0, score: scores[$0]) }
    }
    return found
  }

  /// The best label of each span, unless it is "no label".
  ///
  /// Without overlap, spans with higher scores come first, and take their words from the others.
  private func best(_ suggested: [Range<Int>], _ scores: UnsafePointer<Float>) -> [Found] {
    var found: [Found] = []
    for (row, span) in suggested.enumerated() {
      let scores = scores + row * classCount
      var best = 0
      for label in 1..<max(classCount, 1) where scores[label] > scores[best] { best = label }
      guard best < labelCount, isEnough(scores[best]) else { continue }
      found.append(Found(span: span, label: best, score: scores[best]))
    }
    guard !settings.allowsOverlap else { return found }
    let order = found.indices.sorted {
      found[$0].score != found[$1].score ? found[$0].score > found[$1].score : $0 < $1
    }
    var used = [Bool](repeating: false, count: suggested.map(\.upperBound).max() ?? 0)
    return order.compactMap { index in
      let item = found[index]
      guard !used[item.span].contains(true) else { return nil }
      for word in item.span { used[word] = true }
      return item
    }
  }
}

extension MessagePack.Value {
  /// An array of NumPy as files keep it; a column has a second size of 1.
  ///
  /// An empty one has doubles, as NumPy makes it of an empty list.
  static func scores(_ scores: [Float], isColumn: Bool) -> MessagePack.Value {
    func key(_ name: String) -> MessagePack.Value { .binary(Array(name.utf8)) }
    let bytes = scores.flatMap { score in
      (0..<4).map { UInt8(truncatingIfNeeded: score.bitPattern >> (8 * UInt32($0))) }
    }
    var shape = [MessagePack.Value.integer(Int64(scores.count))]
    if isColumn && !scores.isEmpty { shape.append(.integer(1)) }
    return .map([
      MessagePack.Entry(key("nd"), .bool(true)),
      MessagePack.Entry(key("type"), .string(scores.isEmpty ? "<f8" : "<f4")),
      MessagePack.Entry(key("kind"), .binary([])),
      MessagePack.Entry(key("shape"), .array(shape)),
      MessagePack.Entry(key("data"), .binary(bytes)),
    ])
  }
}
