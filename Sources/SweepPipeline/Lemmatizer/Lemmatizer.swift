import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// The `lemmatizer` component: lemmas by a table of words, or by rules for each part of speech.
///
/// It learns nothing: its tables come with a model folder or from a package.
///
/// - Source: spaCy 3.8 `Lemmatizer`.
struct Lemmatizer: PipelineComponent {
  /// How lemmas are found.
  enum Method: Sendable {
    /// By the word as it stands, else the word itself.
    case words([UInt64: String])
    /// By endings and exceptions; `isEnglish` looks at features first.
    case rules(LemmaRules, isEnglish: Bool)
  }

  let name: String
  let method: Method
  /// Whether lemmas that texts come with are replaced.
  let overwrites: Bool
  /// The content of `lookups/lookups.bin`.
  let content: [UInt8]

  /// A word, its part of speech and its features.
  private struct Question: Hashable {
    let word: UInt64
    let pos: UInt64
    let morph: UInt64
  }

  func annotate(_ docs: UnsafeMutableBufferPointer<Doc>, _ context: PredictionContext) {
    var known: [Question: (id: UInt64, text: String)] = [:]
    for index in docs.indices where !docs[index].isEmpty {
      var lemmas = docs[index].lemmas ?? [UInt64](repeating: 0, count: docs[index].count)
      for word in lemmas.indices where overwrites || lemmas[word] == 0 {
        let question = Question(
          word: StringStore.id(of: docs[index].words[word]), pos: docs[index].pos?[word] ?? 0,
          morph: docs[index].morphs?[word] ?? 0)
        if known[question] == nil {
          let text = lemma(question, docs[index].words[word], docs[index].strings)
          known[question] = (StringStore.id(of: text), text)
        }
        guard let lemma = known[question] else { continue }
        lemmas[word] = lemma.id
        if docs[index].strings[lemma.id] == nil { docs[index].strings.add(lemma.text) }
      }
      docs[index].lemmas = lemmas
    }
  }

  private func lemma(_ question: Question, _ word: String, _ strings: StringStore) -> String {
    switch method {
    case .words(let lemmas): return lemmas[question.word] ?? word
    case .rules(let rules, let isEnglish):
      let pos = strings[question.pos] ?? ""
      let features = isEnglish ? MorphFeatures(strings[question.morph] ?? "") : MorphFeatures()
      return rules.lemma(
        of: word, pos: pos,
        isBaseForm: isEnglish && EnglishBaseForm.holds(pos: pos, features: features))
    }
  }

  func score(_ examples: [Example], into found: inout PipelineScores) {
    found.scores.merge(Scorer.attribute(examples, .lemma, key: "lemma"))
  }

  func files() -> [PipelineFile] { [PipelineFile("\(name)/\(LemmatizerPlan.file)", content)] }

  func write(to writer: inout StateWriter) { writer.write(files()) }
}
