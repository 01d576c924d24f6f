import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// The `tagger` component: a tag for each word.
///
/// - Source: spaCy 3.8 `tagger.pyx`.
struct Tagger: WordClassifying {
  let name: String
  /// Its settings.
  let settings: TaggerSettings
  /// The tags, in the order of the classes.
  let labels: [String]
  var classifier: WordClassifier
  private let ids: [UInt64]
  private let classes: [UInt64: Int32]
  /// Whether labels begin with the prefix: those are no classes in training.
  private let hasNegativeLabels: Bool

  init(
    name: String, _ settings: TaggerSettings, _ architecture: TaggerArchitecture,
    labels: [String], in parameters: inout Parameters
  ) {
    (self.name, self.settings, self.labels) = (name, settings, labels)
    ids = labels.map { StringStore.id(of: $0) }
    classes = Dictionary(ids.enumerated().map { ($1, Int32($0)) }) { first, _ in first }
    hasNegativeLabels =
      !settings.negPrefix.isEmpty
      && labels.contains { $0.utf8.starts(with: settings.negPrefix.utf8) }
    classifier = WordClassifier(
      architecture, classCount: labels.count, prefix: name, in: &parameters)
  }

  mutating func update(_ context: inout UpdateContext) throws(PipelineError) {
    var targets: [Int32] = []
    for example in context.examples {
      for id in example.goldTags { targets.append(try target(of: id, example)) }
    }
    classifier.learn(targets, smoothing: settings.labelSmoothing, &context)
  }

  /// The class of a tag; of one with the prefix, that it is not the class.
  private func target(
    of id: UInt64, _ example: PreparedExample
  ) throws(PipelineError) -> Int32 {
    if id == 0 { return WordTarget.missing }
    let prefix = settings.negPrefix
    if !hasNegativeLabels, let known = classes[id] { return known }
    let label = example.example.reference.strings[id] ?? ""
    if !prefix.isEmpty, label.utf8.starts(with: prefix.utf8) {
      let rest = String(decoding: label.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
      if let known = classes[StringStore.id(of: rest)] { return WordTarget.not(known) }
    } else if let known = classes[id] {
      return known
    }
    throw .corpus(
      component: name, what: "the tag \"\(label)\" of the corpus is not among its labels",
      help: "make the label file anew from the corpus, or leave the labels to the corpus")
  }

  func annotate(_ docs: UnsafeMutableBufferPointer<Doc>, _ context: PredictionContext) {
    let best = classifier.best(docs.reduce(0) { $0 + $1.count }, context)
    var word = 0
    for index in docs.indices where !docs[index].isEmpty {
      var tags = docs[index].tags ?? [UInt64](repeating: 0, count: docs[index].count)
      for k in tags.indices {
        if tags[k] == 0 || settings.overwrites { tags[k] = ids[best[word]] }
        word += 1
      }
      docs[index].tags = tags
      for label in Set(best[word - tags.count..<word]) { docs[index].strings.add(labels[label]) }
    }
  }

  func score(_ examples: [Example], into found: inout PipelineScores) {
    found.scores.merge(Scorer.attribute(examples, .tag, key: "tag"))
  }

  func files() -> [PipelineFile] { [cfg(settings.json(labels))] }

  func write(to writer: inout StateWriter) {
    writer.write(list: labels) { $0.write($1) }
    writer.write(classifier.dropout)
  }
}

/// The settings of a `tagger` component besides its network.
struct TaggerSettings: Equatable, Sendable {
  /// Whether tags that texts come with are replaced.
  var overwrites = false
  /// What a tag begins with that says what a word is not; empty for nothing.
  var negPrefix = "!"
  /// The share of a target that goes evenly to the other classes.
  var labelSmoothing = 0.0

  /// The content of the `cfg` file.
  func json(_ labels: [String]) -> JSONObject {
    [
      "label_smoothing": .number(labelSmoothing),
      "labels": .array(labels.map(JSONValue.string)), "neg_prefix": .string(negPrefix),
      "overwrite": .bool(overwrites),
    ]
  }

  /// Takes what a `cfg` file says.
  mutating func take(from cfg: JSONObject) {
    labelSmoothing = cfg["label_smoothing"]?.doubleValue ?? labelSmoothing
    negPrefix = cfg["neg_prefix"]?.stringValue ?? negPrefix
    overwrites = cfg["overwrite"]?.boolValue ?? overwrites
  }
}

extension PipelineComponent {
  /// The `cfg` file.
  func cfg(_ json: JSONObject) -> PipelineFile {
    PipelineFile("\(name)/cfg", Array(json.serialized(.srsly).utf8))
  }
}

extension Scores {
  /// Takes over all scores of others.
  mutating func merge(_ other: Scores) {
    for (key, value) in other.entries { self[key] = value }
  }
}
