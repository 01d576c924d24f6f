import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// The `morphologizer` component: the features and the part of speech of each word, as one class.
///
/// - Source: spaCy 3.8 `morphologizer.pyx`.
struct Morphologizer: WordClassifying {
  let name: String
  /// Its settings.
  let settings: MorphologizerSettings
  /// The classes, in order.
  private let classes: [MorphLabel]
  var classifier: WordClassifier
  private let numbers: [UInt64: Int32]
  /// The features and the part of speech that each class sets.
  private let ids: [(morph: UInt64, pos: UInt64)]

  init(
    name: String, _ settings: MorphologizerSettings, _ architecture: TaggerArchitecture,
    labels: [MorphLabel], in parameters: inout Parameters
  ) {
    (self.name, self.settings, classes) = (name, settings, labels)
    numbers = Dictionary(
      labels.enumerated().map { (StringStore.id(of: $1.text), Int32($0)) }
    ) { first, _ in first }
    ids = labels.map { label in
      (
        StringStore.id(of: MorphFeatures(label.morph).text), StringStore.id(of: label.pos)
      )
    }
    classifier = WordClassifier(
      architecture, classCount: labels.count, prefix: name, in: &parameters)
  }

  var labels: [String] { classes.map(\.text) }
  var labelData: JSONValue? {
    let (morph, pos) = MorphLabel.json(classes)
    return ["morph": .object(morph), "pos": .object(pos)]
  }
  var strings: [String] { classes.flatMap { [$0.morph, MorphFeatures($0.morph).text] } }

  /// Combinations that no class stands for count as missing.
  mutating func update(_ context: inout UpdateContext) throws(PipelineError) {
    var targets: [Int32] = []
    for example in context.examples {
      for id in example.goldMorphs { targets.append(numbers[id] ?? WordTarget.missing) }
    }
    classifier.learn(targets, smoothing: settings.labelSmoothing, &context)
  }

  func annotate(_ docs: UnsafeMutableBufferPointer<Doc>, _ context: PredictionContext) {
    let best = classifier.best(docs.reduce(0) { $0 + $1.count }, context)
    var word = 0
    for index in docs.indices where !docs[index].isEmpty {
      let count = docs[index].count
      annotate(&docs[index], best[word..<word + count])
      word += count
    }
  }

  private func annotate(_ doc: inout Doc, _ best: ArraySlice<Int>) {
    var morphs = doc.morphs ?? [UInt64](repeating: 0, count: doc.count)
    var pos = doc.pos ?? [UInt64](repeating: 0, count: doc.count)
    for label in Set(best) { doc.strings.add(MorphFeatures(classes[label].morph).text) }
    for (word, label) in best.enumerated() {
      if settings.extends {
        let text = extended(doc.strings[morphs[word]] ?? "", by: classes[label].morph)
        morphs[word] = doc.strings.add(text)
      } else if morphs[word] == 0 || settings.overwrites {
        morphs[word] = ids[label].morph
      }
      if pos[word] == 0 || settings.overwrites { pos[word] = ids[label].pos }
    }
    doc.morphs = morphs
    doc.pos = pos
  }

  /// Features with those of a class: new ones, or also other values of those there are.
  private func extended(_ old: String, by new: String) -> String {
    let (old, new) = (MorphFeatures(old), MorphFeatures(new))
    var (all, later) = settings.overwrites ? (old, new) : (new, old)
    for (name, value) in later.entries { all[name] = value }
    later = all
    return later.text
  }

  func score(_ examples: [Example], into found: inout PipelineScores) {
    found.scores.merge(Scorer.attribute(examples, .pos, key: "pos"))
    found.scores.merge(Scorer.attribute(examples, .morph, key: "morph"))
    found.scores.merge(Scorer.features(examples))
  }

  func files() -> [PipelineFile] { [cfg(settings.json(classes))] }

  func write(to writer: inout StateWriter) {
    writer.write(list: classes) { writer, label in
      writer.write(label.text)
      writer.write(label.morph)
      writer.write(label.pos)
    }
    writer.write(classifier.dropout)
  }
}

/// The settings of a `morphologizer` component besides its network.
struct MorphologizerSettings: Equatable, Sendable {
  /// Whether annotation that texts come with is replaced.
  var overwrites = true
  /// Whether features are added to those that texts come with.
  var extends = false
  /// The share of a target that goes evenly to the other classes.
  var labelSmoothing = 0.0

  /// The content of the `cfg` file.
  func json(_ labels: [MorphLabel]) -> JSONObject {
    let data = MorphLabel.json(labels)
    return [
      "extend": .bool(extends), "label_smoothing": .number(labelSmoothing),
      "labels_morph": .object(data.morph), "labels_pos": .object(data.pos),
      "overwrite": .bool(overwrites),
    ]
  }

  /// Takes what a `cfg` file says.
  mutating func take(from cfg: JSONObject) {
    labelSmoothing = cfg["label_smoothing"]?.doubleValue ?? labelSmoothing
    extends = cfg["extend"]?.boolValue ?? extends
    overwrites = cfg["overwrite"]?.boolValue ?? overwrites
  }
}

extension MorphLabel {
  /// The features and the parts of speech of labels, as files keep them.
  static func json(_ labels: [MorphLabel]) -> (morph: JSONObject, pos: JSONObject) {
    (
      JSONObject(labels.map { ($0.text, .string($0.morph)) }),
      JSONObject(labels.map { ($0.text, .integer(Int(StringStore.id(of: $0.pos)))) })
    )
  }

  /// Reads what `json` gives; `nil` for something else.
  static func labels(morph: JSONValue?, pos: JSONValue?) -> [MorphLabel]? {
    guard let morph = morph?.objectValue, let pos = pos?.objectValue else { return nil }
    var labels: [MorphLabel] = []
    for (text, features) in morph.entries {
      guard let features = features.stringValue, let id = pos[text]?.intValue, id >= 0,
        let name = StringStore()[UInt64(id)]
      else { return nil }
      labels.append(MorphLabel(text: text, morph: features, pos: name))
    }
    return labels
  }
}
