/// One `key = value` of a config file, its value not yet interpreted.
struct RawOption {
  let key: String
  var text: String
  let line: Int
}

/// One `[section]` of a config file.
struct RawSection {
  let name: String
  let line: Int
  var options: [RawOption] = []

  var parts: [String] { name.pathParts }
}

/// Splits the text of a config file into sections and options.
///
/// The rules are those of Python's `configparser`: a line that is indented deeper than the line of
/// its key continues the value, `#` and `;` start a comment line, nothing comments inside a line.
struct ConfigReader {
  let file: String
  private(set) var sections: [RawSection] = []
  private(set) var errors: [ConfigError] = []

  private var sectionLines: [String: Int] = [:]
  private var keyLines: [String: Int] = [:]
  private var indentation = 0
  /// Whether the last key's value may go on in the next line.
  private var isInValue = false
  private var isOutsideSections = true
  /// Whether the lines belong to a section that is in error and is read for its own errors only.
  private var isSkipping = false

  init(_ text: String, file: String) {
    self.file = file
    for (index, line) in text.configLines.enumerated() { read(line, number: index + 1) }
    for index in sections.indices {
      for option in sections[index].options.indices {
        let text = sections[index].options[option].text
        sections[index].options[option].text = String(text.trimmed)
      }
    }
  }

  private mutating func read(_ line: Substring, number: Int) {
    let content = line.trimmed
    guard let first = content.unicodeScalars.first else {
      if isInValue { appendToValue("") }
      return
    }
    if first == "#" || first == ";" { return }
    let depth = line.unicodeScalars.prefix { $0.properties.isWhitespace }.count
    if isInValue, depth > indentation {
      appendToValue(String(content))
      return
    }
    indentation = depth
    if let name = content.sectionName {
      startSection(name, line: number)
    } else if isOutsideSections {
      if !isSkipping { report(.noSection(text: String(content).shortened), line: number) }
      isSkipping = true
    } else {
      readOption(content, line: number)
    }
  }

  private mutating func startSection(_ name: String, line: Int) {
    isInValue = false
    isOutsideSections = false
    keyLines = [:]
    isSkipping = true
    if name == "DEFAULT" {
      report(.reservedSection, line: line, section: name)
    } else if let first = sectionLines[name] {
      report(.duplicateSection(firstLine: first), line: line, section: name)
    } else if name.pathParts.contains("") {
      // Such a section could not be written again.
      let problem = ConfigError.Reason.other(
        what: "a part of the section's name is empty",
        help: "write names with a dot between them, such as [training.optimizer]")
      report(problem, line: line, section: String(name.shortened))
    } else if name.pathParts.count > Config.depthLimit {
      let section = String(name.shortened)
      report(.tooDeep(limit: Config.depthLimit), line: line, section: section)
    } else {
      isSkipping = false
      sectionLines[name] = line
      sections.append(RawSection(name: name, line: line))
    }
  }

  private mutating func readOption(_ content: Substring, line: Int) {
    let delimiter = content.unicodeScalars.firstIndex { $0 == "=" || $0 == ":" }
    let key = delimiter.map { String(content[..<$0].trimmed) } ?? ""
    guard let delimiter, !key.isEmpty, key.utf8.first != UInt8(ascii: "[") else {
      isInValue = false
      let text = String(content).shortened
      let isBracket = content.first == "]" || content.first == "}"
      report(isBracket ? .strayClosingBracket(text: text) : .noDelimiter(text: text), line: line)
      return
    }
    isInValue = true
    if let first = keyLines[key] {
      report(.duplicateKey(firstLine: first), line: line, key: key)
      isInValue = false
      return
    }
    keyLines[key] = line
    guard !isSkipping else { return }
    let value = content.unicodeScalars[delimiter...].dropFirst()
    sections[sections.count - 1].options.append(
      RawOption(key: key, text: String(Substring(value).trimmed), line: line))
  }

  private mutating func appendToValue(_ text: String) {
    guard !isSkipping, let section = sections.indices.last,
      let option = sections[section].options.indices.last
    else { return }
    sections[section].options[option].text += "\n" + text
  }

  private mutating func report(
    _ reason: ConfigError.Reason, line: Int, section: String? = nil, key: String? = nil
  ) {
    let section = section ?? (isOutsideSections ? "" : sections.last?.name ?? "")
    errors.append(
      ConfigError(
        reason, at: ConfigLocation(file: file, line: line, section: section, key: key)))
  }
}

extension String {
  /// The lines, whatever ends them, without a byte order mark.
  fileprivate var configLines: [Substring] {
    var text = self
    if unicodeScalars.contains("\r") {
      text = String(
        decoding: Array(utf8).withoutCarriageReturns, as: UTF8.self)
    }
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    return text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map {
      Substring($0)
    }
  }
}

extension [UInt8] {
  /// These bytes with each CR LF, and each CR alone, as one LF.
  fileprivate var withoutCarriageReturns: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for (index, byte) in enumerated() {
      if byte != 0x0D {
        bytes.append(byte)
      } else if index + 1 >= count || self[index + 1] != 0x0A {
        bytes.append(0x0A)
      }
    }
    return bytes
  }
}

extension StringProtocol where SubSequence == Substring {
  /// This text without the blanks around it.
  var trimmed: Substring {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return self[endIndex...] }
    return self[first..<scalars.index(after: last)]
  }
}

extension Substring {
  /// The name between `[` and the last `]`; `nil` when this is no section header.
  fileprivate var sectionName: String? {
    let scalars = unicodeScalars
    guard scalars.first == "[", let end = scalars.lastIndex(of: "]") else { return nil }
    let name = self[scalars.index(after: startIndex)..<end]
    return name.isEmpty ? nil : String(name)
  }
}
