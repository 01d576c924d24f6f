public import SweepConfig

/// The lookup tables that a component of a config asks for.
///
/// - Source: spaCy 3.8 `load_lookups`.
public struct LookupRequest: Hashable, Sendable {
  /// The component's name in the config.
  public var component: String
  public var language: String
  /// The tables that must be there.
  public var required: [String]
  /// The tables that are empty where there are none.
  public var optional: [String]

  /// The function that loads tables by name.
  private static let loader = "spacy.LookupsDataLoader.v1"

  /// The requests of a config whose variables are filled in, in the order of the pipeline.
  ///
  /// - Throws: `ConfigErrors` for tables that come from elsewhere.
  public static func all(in config: Config) throws(ConfigErrors) -> [LookupRequest] {
    var (requests, problems) = ([LookupRequest](), [ConfigError]())
    for name in (config["nlp.pipeline"]?.arrayValue ?? []).compactMap(\.stringValue) {
      let block = config["components.\(name)"]
      guard block?["factory"]?.stringValue == "lemmatizer", block?["source"] == nil else {
        continue
      }
      let path = "initialize.components.\(name).lookups"
      if let given = config[path], !given.isNull {
        do throws(ConfigError) {
          requests.append(try loaded(given, for: name, at: path, in: config))
        } catch {
          problems.append(error)
        }
      } else if let mode = block?["mode"]?.stringValue.flatMap(LemmatizerPlan.Mode.init) {
        requests.append(
          LookupRequest(
            component: name, language: config["nlp.lang"]?.stringValue ?? "",
            required: mode.tables.required, optional: mode.tables.optional))
      }
    }
    if !problems.isEmpty { throw ConfigErrors(problems) }
    return requests
  }

  /// The tables of the vocabulary under `[initialize] lookups`; `nil` where it asks for none.
  ///
  /// - Throws: `ConfigError` for tables that come from elsewhere.
  public static func ofVocabulary(in config: Config) throws(ConfigError) -> LookupRequest? {
    let path = "initialize.lookups"
    guard let given = config[path], !given.isNull else { return nil }
    return try loaded(given, for: "vocab", at: path, in: config)
  }

  /// The request of a section that loads tables by name.
  private static func loaded(
    _ given: JSONValue, for component: String, at path: String, in config: Config
  ) throws(ConfigError) -> LookupRequest {
    guard let function = given["@misc"]?.stringValue, function == loader,
      let tables = given["tables"]?.arrayValue, let language = given["lang"]?.stringValue,
      tables.allSatisfy({ $0.stringValue != nil })
    else {
      throw ConfigError(
        .other(
          what: "expected lookups as @misc = \"\(loader)\" with lang and tables",
          help: path == "initialize.lookups"
            ? "or set it to null, as `sweep init config` does"
            : "or remove the section: then the tables that the mode needs are looked for"),
        at: config.location(of: path))
    }
    return LookupRequest(
      component: component, language: language, required: tables.compactMap(\.stringValue),
      optional: [])
  }
}
