/// Puts the sections and options of a file together to a tree of values.
struct ConfigBuilder {
  private let file: String
  private let sections: [RawSection]
  private(set) var errors: [ConfigError]

  init(_ reader: ConfigReader) {
    file = reader.file
    sections = reader.sections
    errors = reader.errors
  }

  /// Whether the file is in the dialect of July 2020, which declares no parents.
  private var isPreRelease: Bool {
    sections.contains { $0.name.hasPrefix("nlp.pipeline.") }
      && !sections.contains { $0.name == "components" || $0.name.hasPrefix("components.") }
  }

  /// Checks that the sections above each section are declared.
  mutating func checkSections() {
    guard !isPreRelease else { return }
    let names = Set(sections.map(\.name))
    for section in sections {
      let parts = section.parts
      for depth in 1..<max(1, parts.count) where !parts[..<depth].contains("*") {
        let parent = parts[..<depth].joined(separator: ".")
        guard !names.contains(parent) else { continue }
        let nearest = parent.nearest(among: sections.map(\.name).filter { $0 != section.name })
        report(.undeclaredParent(name: parent, nearest: nearest), section, line: section.line)
        break
      }
    }
  }

  /// The tree: first the sections, then their values, the outer ones first.
  mutating func config(interpolating: Bool) -> Config {
    var config = Config(file: file)
    for section in sections {
      config.makeSection(section.parts)
      config.places[section.name] = Config.Place(file: file, line: section.line)
    }
    let options = interpolating ? RawOptions(sections) : nil
    let order = sections.indices.sorted {
      (sections[$0].parts.count, $0) < (sections[$1].parts.count, $1)
    }
    for index in order {
      for option in sections[index].options {
        guard let value = value(of: option, in: sections[index], options) else { continue }
        put(value, option, sections[index], into: &config)
      }
    }
    if options != nil, errors.isEmpty { fillInSections(of: &config) }
    return config
  }

  private mutating func value(
    of option: RawOption, in section: RawSection, _ options: RawOptions?
  ) -> JSONValue? {
    do throws(InterpretationFailure) {
      guard let options else { return try JSONValue(configText: option.text) }
      var interpolation = Interpolation(options: options)
      return try interpolation.value(option.key, in: section.name)
    } catch {
      report(error.reason, section, key: option.key, line: option.line)
      return nil
    }
  }

  private mutating func put(
    _ value: JSONValue, _ option: RawOption, _ section: RawSection, into config: inout Config
  ) {
    if option.text.count > 1, option.text.first == "'", option.text.last == "'" {
      config.warnings.append(
        ConfigError(
          .singleQuotes(text: option.text.shortened),
          at: location(section, key: option.key, line: option.line)))
    }
    let parts = section.parts + [option.key]
    var merged = value
    if let existing = config.value(at: parts) {
      guard var object = existing.objectValue, let inline = value.objectValue,
        !inline.keys.contains(where: { object[$0] != nil })
      else {
        report(.conflictingValues, section, key: option.key, line: option.line)
        return
      }
      // What stands in the value comes first, then what stands in the section.
      let below = object
      object = inline
      for entry in below.entries { object[entry.key] = entry.value }
      merged = .object(object)
    } else {
      config.places[parts.joined(separator: ".")] = Config.Place(file: file, line: option.line)
    }
    config.set(merged, at: parts)
  }

  private mutating func fillInSections(of config: inout Config) {
    var filler = SectionFiller(config)
    config = filler.filled()
    errors += filler.errors
  }

  private mutating func report(
    _ reason: ConfigError.Reason, _ section: RawSection, key: String? = nil, line: Int
  ) {
    errors.append(ConfigError(reason, at: location(section, key: key, line: line)))
  }

  private func location(_ section: RawSection, key: String?, line: Int) -> ConfigLocation {
    ConfigLocation(file: file, line: line, section: section.name, key: key)
  }
}

extension Config {
  fileprivate mutating func makeSection(_ parts: [String]) {
    if value(at: parts) == nil { set(.object([:]), at: parts) }
  }
}
