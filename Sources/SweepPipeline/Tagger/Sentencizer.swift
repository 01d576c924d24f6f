import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// The `sentencizer` component: a sentence starts after punctuation that ends one.
///
/// - Source: spaCy 3.8 `sentencizer.pyx`.
struct Sentencizer: PipelineComponent {
  let name: String
  /// Whether sentence starts that texts come with are replaced.
  let overwrites: Bool
  /// The texts of words that end sentences, in order.
  let marks: [String]
  private let ids: Set<UInt64>

  init(name: String, overwrites: Bool, marks: [String]) {
    (self.name, self.overwrites, self.marks) = (name, overwrites, marks)
    ids = Set(marks.map { StringStore.id(of: $0) })
  }

  func annotate(_ docs: UnsafeMutableBufferPointer<Doc>, _ context: PredictionContext) {
    for index in docs.indices where !docs[index].isEmpty {
      docs[index].setSentenceStarts(starts(of: docs[index].words), overwrites: overwrites)
    }
  }

  /// The first word that is no punctuation after one that ends a sentence starts the next.
  func starts(of words: [String]) -> [Bool] {
    var (starts, hasEnded) = ([Bool](repeating: false, count: words.count), false)
    if !words.isEmpty { starts[0] = true }
    for (word, text) in words.enumerated() {
      let isMark = ids.contains(StringStore.id(of: text))
      if isMark {
        hasEnded = true
      } else if hasEnded, LexicalFlags.value(.isPunct, of: text) != true {
        starts[word] = true
        hasEnded = false
      }
    }
    return starts
  }

  func score(_ examples: [Example], into found: inout PipelineScores) {
    found.scores.merge(Scorer.sentences(examples))
  }

  func files() -> [PipelineFile] {
    let json: JSONObject = [
      "punct_chars": .array(marks.map(JSONValue.string)), "overwrite": .bool(overwrites),
    ]
    return [PipelineFile("\(name).json", Array(json.serialized(.srsly).utf8))]
  }

  /// The marks of many scripts that end sentences, by their code points.
  ///
  /// - Source: the defaults of spaCy 3.8's `sentencizer`.
  static let usualMarks: [String] = [
    0x21...0x21, 0x2e...0x2e, 0x3f...0x3f, 0x589...0x589, 0x61f...0x61f, 0x6d4...0x6d4,
    0x700...0x702, 0x7f9...0x7f9, 0x964...0x965, 0x104a...0x104b, 0x1362...0x1362,
    0x1367...0x1368, 0x166e...0x166e, 0x1735...0x1736, 0x1803...0x1803, 0x1809...0x1809,
    0x1944...0x1945, 0x1aa8...0x1aab, 0x1b5a...0x1b5b, 0x1b5e...0x1b5f, 0x1c3b...0x1c3c,
    0x1c7e...0x1c7f, 0x203c...0x203d, 0x2047...0x2049, 0x2e2e...0x2e2e, 0x2e3c...0x2e3c,
    0x3002...0x3002, 0xa4ff...0xa4ff, 0xa60e...0xa60f, 0xa6f3...0xa6f3, 0xa6f7...0xa6f7,
    0xa876...0xa877, 0xa8ce...0xa8cf, 0xa92f...0xa92f, 0xa9c8...0xa9c9, 0xaa5d...0xaa5f,
    0xaaf0...0xaaf1, 0xabeb...0xabeb, 0xfe52...0xfe52, 0xfe56...0xfe57, 0xff01...0xff01,
    0xff0e...0xff0e, 0xff1f...0xff1f, 0xff61...0xff61, 0x10a56...0x10a57, 0x11047...0x11048,
    0x110be...0x110c1, 0x11141...0x11143, 0x111c5...0x111c6, 0x111cd...0x111cd,
    0x111de...0x111df, 0x11238...0x11239, 0x1123b...0x1123c, 0x112a9...0x112a9,
    0x1144b...0x1144c, 0x115c2...0x115c3, 0x115c9...0x115d7, 0x11641...0x11642,
    0x1173c...0x1173e, 0x11a42...0x11a43, 0x11a9b...0x11a9c, 0x11c41...0x11c42,
    0x16a6e...0x16a6f, 0x16af5...0x16af5, 0x16b37...0x16b38, 0x16b44...0x16b44,
    0x1bc9f...0x1bc9f, 0x1da88...0x1da88,
  ].flatMap { (points: ClosedRange<UInt32>) in
    points.compactMap { Unicode.Scalar($0).map { String(Character($0)) } }
  }
}

/// What a config says about a `sentencizer` component.
struct SentencizerPlan: ComponentPlan {
  let name: String
  let factory = "sentencizer"
  let overwrites: Bool
  let marks: [String]

  private var component: Sentencizer {
    Sentencizer(name: name, overwrites: overwrites, marks: marks)
  }

  func component(
    learningFrom corpus: InitialCorpus, in parameters: inout Parameters
  ) throws(PipelineError) -> any PipelineComponent { component }

  func component(
    from files: ComponentFiles, in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent {
    guard let settings = try files.settings() else { return component }
    let marks = settings["punct_chars"]?.arrayValue?.compactMap(\.stringValue)
    return Sentencizer(
      name: name, overwrites: settings["overwrite"]?.boolValue ?? overwrites,
      marks: marks ?? self.marks)
  }

  func component(
    reading state: inout StateReader, in parameters: inout Parameters
  ) throws(StateError) -> any PipelineComponent { component }
}

extension ComponentFactory {
  /// Sentence starts, by rules.
  static let sentencizer = ComponentFactory(name: "sentencizer") {
    (name, arguments: inout ArgumentReader) throws(ConfigError) in
    let overwrites = try arguments.bool("overwrite", default: false)
    let given = arguments.raw("punct_chars")
    let marks = given.map { $0.isNull ? [] : $0.arrayValue?.map(\.stringValue) ?? [nil] } ?? []
    guard !marks.contains(nil) else {
      throw arguments.invalid("punct_chars", "a list of texts, or null", "something else")
    }
    return SentencizerPlan(
      name: name, overwrites: overwrites,
      marks: marks.isEmpty ? Sentencizer.usualMarks : marks.compactMap(\.self))
  }
}
