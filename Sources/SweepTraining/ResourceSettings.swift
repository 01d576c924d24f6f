import SweepBase
import SweepConfig
public import SweepPipeline
import SweepText

/// The files besides corpora that a config names: label files, and pipelines to take components from.
public struct ResourceSettings: Hashable, Sendable {
  /// A file with the labels of a component.
  struct LabelFile: Hashable, Sendable {
    var component: String
    var path: String
    /// Whether it must exist.
    var isRequired: Bool
  }

  /// A file with a setting of a component.
  struct SettingFile: Hashable, Sendable {
    /// How a file is read, by spaCy's names.
    enum Reader: String, CaseIterable, Sendable {
      case json = "srsly.read_json.v1"
      case lines = "srsly.read_jsonl.v1"
      case messagePack = "srsly.read_msgpack.v1"
    }

    var component: String
    var key: String
    var path: String
    var reader: Reader
    /// Whether lines that are no JSON are left out.
    var skipsBadLines: Bool
  }

  private(set) var labelFiles: [LabelFile] = []
  private(set) var settingFiles: [SettingFile] = []
  private(set) var lookups: [LookupRequest] = []
  private(set) var vocabularyLookups: LookupRequest?
  private(set) var sources: [ComponentSource] = []
  /// The model folder whose static vectors are used.
  private(set) var vectors: String?
  /// The file with pretrained weights of a word network.
  private(set) var initialTok2Vec: String?

  /// No files.
  init() {}

  /// Reads `[initialize.components]` and the sources of components.
  ///
  /// - Throws: `ConfigErrors` with every reader that is not known.
  init(reading config: Config) throws(ConfigErrors) {
    sources = ComponentSource.all(in: config)
    vectors = config["initialize.vectors"]?.stringValue
    initialTok2Vec = config["initialize.init_tok2vec"]?.stringValue
    var problems: [ConfigError] = []
    for (name, value) in config["initialize.components"]?.objectValue?.entries ?? [] {
      for (key, setting) in value.objectValue?.entries ?? [] {
        guard let reader = setting["@readers"]?.stringValue else { continue }
        let path = setting["path"]?.stringValue
        if key == "labels" {
          if reader == "spacy.read_labels.v1", let path {
            let isRequired = setting["require"]?.boolValue ?? false
            labelFiles.append(LabelFile(component: name, path: path, isRequired: isRequired))
            continue
          }
        } else if let known = SettingFile.Reader(rawValue: reader), let path {
          settingFiles.append(
            SettingFile(
              component: name, key: key, path: path, reader: known,
              skipsBadLines: setting["skip"]?.boolValue ?? false))
          continue
        }
        let readers = SettingFile.Reader.allCases.map { "\"\($0.rawValue)\"" }
        let expected =
          key == "labels"
          ? "\"spacy.read_labels.v1\"" : readers.joined(separator: " or ")
        problems.append(
          ConfigError(
            .invalidValue(
              expected: "@readers = \(expected) with the path of a file", found: "\"\(reader)\""),
            at: config.location(of: "initialize.components.\(name).\(key)")))
      }
    }
    do throws(ConfigErrors) { lookups = try LookupRequest.all(in: config) } catch {
      problems += error.errors
    }
    do throws(ConfigError) {
      vocabularyLookups = try LookupRequest.ofVocabulary(in: config)
    } catch {
      problems.append(error)
    }
    if !problems.isEmpty { throw ConfigErrors(problems) }
  }
}

/// The files besides corpora that a training uses, read.
public struct TrainingResources: Sendable {
  /// What the pipeline is made of.
  public var pipeline = PipelineResources()
  /// The files with the settings that name them, without their content.
  public var files: [(setting: String, file: InputDescription)] = []

  /// Nothing.
  public init() {}

  /// Reads the files.
  ///
  /// - Throws: `FileError` when one cannot be read, `TrainingError.badLabelFile`.
  init(_ settings: ResourceSettings, from source: InputSource) throws {
    for labels in settings.labelFiles {
      let found: [InputFile]
      do {
        found = try source.files(labels.path)
      } catch {
        if labels.isRequired { throw error }
        continue
      }
      for file in found {
        // spaCy trains without a label file that is not required and not there.
        guard let content = try labels.isRequired ? file.read() : try? file.read() else { continue }
        let text = String(decoding: content.bytes, as: UTF8.self)
        do {
          pipeline.labels[labels.component] = try JSONValue(parsing: text)
        } catch {
          throw TrainingError.badLabelFile(path: labels.path, problem: "\(error)")
        }
        files.append(("initialize.components.\(labels.component).labels", content.record))
      }
    }
    for setting in settings.settingFiles { try read(setting, source) }
    for request in settings.lookups {
      pipeline.lookups[request.component] = try tables(
        request, "initialize.components.\(request.component).lookups", source)
    }
    if let request = settings.vocabularyLookups {
      pipeline.vocabularyLookups = try tables(request, "initialize.lookups", source)
    }
    if let path = settings.vectors { try readVectors(path, source) }
    if let path = settings.initialTok2Vec {
      for file in try source.files(path).prefix(1) {
        let content = try file.read()
        pipeline.initialTok2Vec = content.bytes
        files.append(("initialize.init_tok2vec", content.record))
      }
    }
    for component in settings.sources where pipeline.sources[component.path] == nil {
      var folder: [PipelineFile] = []
      for file in try source.modelFiles(component.path) {
        let content = try file.read()
        folder.append(
          PipelineFile(String(file.path.dropFirst(component.path.count + 1)), content.bytes))
        files.append(("components.\(component.name).source", content.record))
      }
      pipeline.sources[component.path] = folder
    }
  }

  /// Reads the static vectors of a model folder.
  private mutating func readVectors(_ path: String, _ source: InputSource) throws {
    var found: [String: [UInt8]] = [:]
    for file in try source.modelFiles(path) {
      let name = String(file.path.dropFirst(path.count + 1))
      guard Vectors.paths.contains(name) || name == "meta.json" else { continue }
      let content = try file.read()
      found[name] = content.bytes
      files.append(("initialize.vectors", content.record))
    }
    pipeline.vectors = try Vectors(files: found, folder: path)
  }
}
