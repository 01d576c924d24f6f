import SweepBase
import SweepText

/// The spans of a corpus under one key.
struct SpanStatistics {
  private(set) var labels = LabelCounts()
  private(set) var lengths: [Int] = []
  private var types: [UInt64: TypeStatistics] = [:]

  /// The spans of one label.
  private struct TypeStatistics {
    var lengths: [Int] = []
    var words = LabelCounts()
    /// The words before spans, and those after them.
    var before = LabelCounts()
    var after = LabelCounts()

    var borders: LabelCounts {
      var both = before
      both.add(after)
      return both
    }
  }

  mutating func add(_ spans: [GroupedSpan], of doc: Doc) {
    for span in spans {
      let (start, end) = (Int(span.start), Int(span.end))
      guard start >= 0, start < end, end <= doc.count else { continue }
      labels.add(doc.strings[span.label] ?? "")
      lengths.append(end - start)
      var type = types[span.label] ?? TypeStatistics()
      type.lengths.append(end - start)
      for word in doc.words[start..<end] { type.words.add(Self.normalized(word)) }
      if start > 0 { type.before.add(Self.normalized(doc.words[start - 1])) }
      if end < doc.count { type.after.add(Self.normalized(doc.words[end])) }
      types[span.label] = type
    }
  }

  /// What tells the spans of a label from the rest.
  struct Characteristics {
    let label: String
    /// The geometric mean of the lengths.
    let length: Double
    /// How much the words, and those beside spans, differ from all words: in nats.
    let distinctiveness: Double
    let borderDistinctiveness: Double
    let count: Int
  }

  /// The characteristics of each label, given how often each word occurs in all texts.
  func characteristics(_ corpus: LabelCounts) -> [Characteristics] {
    labels.labels.compactMap { label in
      types[StringStore.id(of: label)].map { type in
        let logarithms = type.lengths.reduce(0) { $0 + naturalLogarithm(Double($1)) }
        return Characteristics(
          label: label, length: exponential(logarithms / Double(type.lengths.count)),
          distinctiveness: Self.divergence(type.words.normalized, corpus),
          borderDistinctiveness: Self.divergence(type.borders.normalized, corpus),
          count: type.lengths.count)
      }
    }
  }

  /// The words in spans, and beside them, by how common they are for their labels.
  var commonWords: (spans: [String], borders: [String]) {
    var (spans, borders) = (LabelCounts(), LabelCounts())
    for label in labels.labels {
      guard let type = types[StringStore.id(of: label)] else { continue }
      spans.add(type.words.normalized)
      borders.add(type.borders.normalized)
    }
    return (spans.byAmount, borders.byAmount)
  }

  /// The lengths and their shares in percent, rounded to two decimals, the most frequent first.
  var lengthShares: [(length: Int, percent: Double)] {
    var counts: [(length: Int, count: Int)] = []
    for length in lengths {
      if let place = counts.firstIndex(where: { $0.length == length }) {
        counts[place].count += 1
      } else {
        counts.append((length, 1))
      }
    }
    let order = counts.indices.sorted { (-counts[$0].count, $0) < (-counts[$1].count, $1) }
    return order.map { place in
      let percent = Double(counts[place].count) / Double(lengths.count) * 100
      return (counts[place].length, (percent * 100).rounded(.toNearestOrEven) / 100)
    }
  }

  /// How often each word occurs in texts, as a share.
  static func distribution(of examples: [Example]) -> LabelCounts {
    var counts = LabelCounts()
    for example in examples {
      for word in example.reference.words { counts.add(normalized(word)) }
    }
    return counts.normalized
  }

  /// In lower case, with one form for quotes.
  private static func normalized(_ word: String) -> String {
    let word = PythonText.lowercased(word)
    guard word.utf8.contains(where: { $0 == 0x60 || $0 == 0x27 }) else { return word }
    return word.replacing("``", with: "\"").replacing("''", with: "\"")
  }

  /// The Kullback-Leibler divergence.
  private static func divergence(_ p: LabelCounts, _ q: LabelCounts) -> Double {
    p.labels.reduce(0) { sum, word in
      sum + p.amount(of: word) * naturalLogarithm(p.amount(of: word) / q.amount(of: word))
    }
  }
}

extension LabelCounts {
  /// The texts, those with the largest amounts first.
  fileprivate var byAmount: [String] {
    labels.enumerated().sorted { a, b in
      (-amount(of: a.element), a.offset) < (-amount(of: b.element), b.offset)
    }.map(\.element)
  }
}
