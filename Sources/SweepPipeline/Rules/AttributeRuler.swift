import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// The `attribute_ruler` component: sets attributes of words where patterns fit.
///
/// - Source: spaCy 3.8 `AttributeRuler`.
struct AttributeRuler: PipelineComponent {
  /// Patterns, and what the word at a place of each match is given.
  struct Rule: Sendable {
    var patterns: [WordPattern]
    var values: [(attribute: Attribute, text: String)]
    /// The place; negative from the end.
    var index: Int
  }

  let name: String
  let rules: [Rule]
  /// The content of the `patterns` file.
  let content: [UInt8]

  var strings: [String] { rules.flatMap { $0.values.map(\.text) } }

  /// Later rules have precedence.
  func annotate(_ docs: UnsafeMutableBufferPointer<Doc>, _ context: PredictionContext) {
    let patterns = rules.flatMap(\.patterns)
    for index in docs.indices {
      let words = PatternWords(docs[index], patterns)
      for rule in rules {
        let found = rule.patterns.flatMap { words.matches($0) }.sorted {
          ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
        }
        for range in found {
          let word = rule.index < 0 ? range.upperBound + rule.index : range.lowerBound + rule.index
          guard range.contains(word) else { continue }
          for value in rule.values { docs[index].set(value.attribute, value.text, of: word) }
        }
      }
    }
  }

  func score(_ examples: [Example], into found: inout PipelineScores) {
    for (attribute, key) in [(Attribute.tag, "tag"), (.pos, "pos"), (.morph, "morph")] {
      found.scores.merge(Scorer.attribute(examples, attribute, key: key))
    }
    found.scores.merge(Scorer.features(examples))
    found.scores.merge(Scorer.attribute(examples, .lemma, key: "lemma"))
  }

  func files() -> [PipelineFile] { [PipelineFile("\(name)/patterns", content)] }

  func write(to writer: inout StateWriter) { writer.write(files()) }
}

extension Doc {
  /// Sets an attribute of a word to a text.
  fileprivate mutating func set(_ attribute: Attribute, _ text: String, of word: Int) {
    let (id, count) = (strings.add(text), count)
    func put(_ column: inout [UInt64]?) {
      if column == nil { column = [UInt64](repeating: 0, count: count) }
      column?[word] = id
    }
    switch attribute {
    case .tag: put(&tags)
    case .pos: put(&pos)
    case .lemma: put(&lemmas)
    case .morph: put(&morphs)
    case .norm: put(&norms)
    case .dep: put(&deps)
    default: break
    }
  }
}
