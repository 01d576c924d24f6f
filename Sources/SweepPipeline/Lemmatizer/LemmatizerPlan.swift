import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// What a config says about a `lemmatizer` component.
struct LemmatizerPlan: RulerPlan {
  /// How lemmas are found; as configs write it.
  enum Mode: String, CaseIterable, Sendable {
    case lookup, rule

    /// The tables that must be there, and those that may.
    var tables: (required: [String], optional: [String]) {
      switch self {
      case .lookup: (["lemma_lookup"], [])
      case .rule: (["lemma_rules"], ["lemma_exc", "lemma_index"])
      }
    }

    /// Whether spaCy has no code of its own for the language in this mode.
    func isSupported(in language: String) -> Bool {
      switch self {
      case .lookup: !["nl", "ru", "uk"].contains(language)
      case .rule: !["ca", "el", "es", "fr", "ht", "mk", "nl", "ru", "uk"].contains(language)
      }
    }
  }

  /// The tables in the component's folder.
  static let file = "lookups/lookups.bin"

  let name: String
  let factory = "lemmatizer"
  let mode: Mode
  let language: String
  let overwrites: Bool

  func files(
    learningFrom corpus: InitialCorpus
  ) throws(PipelineError) -> [PipelineFile] {
    try check(corpus.settings, knows: ["lookups"])
    let missing = mode.tables.required.filter { corpus.lookups[$0] == nil }
    guard missing.isEmpty else {
      let found = corpus.lookups.names
      throw .corpus(
        component: name,
        what: "the lemmatizer mode \"\(mode.rawValue)\" requires the table "
          + missing.joined(separator: ", ") + ", found "
          + (found.isEmpty ? "none" : found.joined(separator: ", ")),
        help: "name it among the tables of [initialize.components.\(name).lookups], or remove that "
          + "section: then it is looked for in spacy-lookups-data")
    }
    return [PipelineFile(Self.file, corpus.lookups.bytes)]
  }

  func component(
    from files: ComponentFiles, in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent {
    let content = files.optionalBytes(Self.file) ?? [0x80]
    guard let tables = try? LookupTables(reading: content) else {
      throw files.bad(Self.file, expected: "MessagePack of tables whose keys are ids of strings")
    }
    for table in mode.tables.required where tables[table] == nil {
      throw files.bad(
        Self.file,
        expected: "the table \"\(table)\" of the lemmatizer mode \"\(mode.rawValue)\", found "
          + (tables.names.isEmpty ? "none" : tables.names.joined(separator: ", ")))
    }
    do throws(LemmaRules.Fault) {
      return Lemmatizer(
        name: name, method: try method(tables), overwrites: overwrites, content: content)
    } catch {
      throw files.bad(Self.file, expected: "in the table \"\(error.table)\" \(error.expected)")
    }
  }

  private func method(_ tables: LookupTables) throws(LemmaRules.Fault) -> Lemmatizer.Method {
    guard mode == .lookup else {
      return .rules(try LemmaRules(tables), isEnglish: language == "en")
    }
    var lemmas: [UInt64: String] = [:]
    for (word, value) in tables["lemma_lookup"] ?? [:] {
      guard let lemma = value.stringValue ?? value.arrayValue?.first?.stringValue else {
        throw LemmaRules.Fault(table: "lemma_lookup", expected: "a lemma for each word")
      }
      lemmas[word] = lemma
    }
    return .words(lemmas)
  }
}

extension ComponentFactory {
  /// Lemmas, by tables.
  static let lemmatizer = ComponentFactory(name: "lemmatizer") {
    (name, arguments: inout ArgumentReader) throws(ConfigError) in
    let language = arguments.language
    let text = try arguments.string("mode", default: LemmatizerPlan.Mode.lookup.rawValue)
    guard let mode = LemmatizerPlan.Mode(rawValue: text), mode.isSupported(in: language) else {
      throw ConfigError(
        .other(
          what: "the lemmatizer mode \"\(text)\" is not built in for the language \"\(language)\"",
          help: "the modes are lookup and rule, where spaCy has no code of its own for a language; "
            + "engine = \"spacy\" in a sweep file runs the others by spaCy"),
        at: arguments.location(of: "mode"))
    }
    if let model = arguments.raw("model"), !model.isNull {
      throw arguments.invalid("model", "null", model.kindDescription)
    }
    return LemmatizerPlan(
      name: name, mode: mode, language: language,
      overwrites: try arguments.bool("overwrite", default: false))
  }
}
