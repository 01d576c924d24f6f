import SweepBase
import SweepConfig
import SweepText

/// The texts of a file that holds nothing else: lines, or JSON objects in lines.
///
/// A text of no words is left out.
///
/// - Source: spaCy 3.8 `spacy.PlainTextCorpus.v1`, `spacy.JsonlCorpus.v1`.
struct TextFile {
  private var lines: ArraySlice<Substring.UnicodeScalarView>
  private let isJSON: Bool
  private let path: String
  private var number = 0

  /// Cuts a file into lines, which end as Python reads them.
  ///
  /// - Throws: `TrainingError.badText` for bytes that are not UTF-8.
  init(_ bytes: [UInt8], _ format: CorpusSettings.Format, path: String) throws {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw TrainingError.badText(path: path, line: nil, expected: "text in UTF-8")
    }
    var (lines, line) = ([Substring.UnicodeScalarView](), text.unicodeScalars.startIndex)
    let scalars = text.unicodeScalars
    var place = line
    while place < scalars.endIndex {
      let scalar = scalars[place]
      var next = scalars.index(after: place)
      guard scalar == "\n" || scalar == "\r" else {
        place = next
        continue
      }
      lines.append(scalars[line..<place])
      if scalar == "\r", next < scalars.endIndex, scalars[next] == "\n" {
        next = scalars.index(after: next)
      }
      (place, line) = (next, next)
    }
    lines.append(scalars[line...])
    (self.lines, isJSON, self.path) = (lines[...], format == .jsonLines, path)
  }

  /// The next text; `nil` at the end.
  ///
  /// - Throws: `TrainingError.badText` for a line that is no object with a text.
  mutating func next() throws -> String? {
    while let line = lines.popFirst() {
      number += 1
      let text = String(String.UnicodeScalarView(line))
      guard isJSON else {
        if text.isEmpty { continue }
        return text
      }
      if text.unicodeScalars.allSatisfy({ PythonText.isSpace($0) }) { continue }
      let value: JSONValue
      do { value = try JSONValue(parsing: text) } catch {
        throw TrainingError.badText(path: path, line: number, expected: "JSON; \(error)")
      }
      guard let found = value["text"]?.stringValue else {
        throw TrainingError.badText(
          path: path, line: number, expected: "an object with a text under \"text\"")
      }
      if found.isEmpty { continue }
      return found
    }
    return nil
  }
}

extension CorpusSettings {
  /// What files of a corpus hold.
  public enum Format: String, Hashable, Sendable {
    /// Annotated docs.
    case docBin = "spacy"
    /// A text in each line.
    case plainText = "txt"
    /// An object with a text in each line.
    case jsonLines = "jsonl"
  }

  /// The registered function `spacy.PlainTextCorpus.v1`.
  static var plainTextEntry: RegistryEntry<CorpusSettings> {
    RegistryEntry(
      .readers, "spacy.PlainTextCorpus.v1",
      [
        Parameter("path", .optional(.string)), Parameter("min_length", .integer, default: 0),
        Parameter("max_length", .integer, default: 0),
      ]
    ) { arguments throws(ConfigError) in
      try CorpusSettings(reading: &arguments, .plainText)
    }
  }

  /// The registered function `spacy.JsonlCorpus.v1`, whose `limit` spaCy does not heed.
  static var jsonLinesEntry: RegistryEntry<CorpusSettings> {
    RegistryEntry(
      .readers, "spacy.JsonlCorpus.v1",
      [
        Parameter("path", .optional(.string)), Parameter("min_length", .integer, default: 0),
        Parameter("max_length", .integer, default: 0), Parameter("limit", .integer, default: 0),
      ]
    ) { arguments throws(ConfigError) in
      _ = try arguments.integer("limit", default: 0)
      return try CorpusSettings(reading: &arguments, .jsonLines)
    }
  }

  private init(reading arguments: inout ArgumentReader, _ format: Format) throws(ConfigError) {
    guard let path = try arguments.optionalString("path") else {
      throw ConfigError(
        .wrongType(expected: "the path of a .\(format.rawValue) file", found: "null"),
        at: arguments.location(of: "path"))
    }
    self.init(path: path, maxLength: try arguments.integer("max_length", default: 0))
    minLength = try arguments.integer("min_length", default: 0)
    self.format = format
  }

  /// Whether a text of so many words is read.
  func allows(_ count: Int) -> Bool {
    guard count > 0, minLength < 1 || count >= minLength else { return false }
    // The two readers of spaCy differ in a text that is just as long.
    return maxLength < 1 || count < maxLength || (count == maxLength && format == .plainText)
  }

  /// The files of the corpus.
  ///
  /// - Throws: `FileError` where there are none.
  func files(from source: InputSource) throws -> [InputFile] {
    let ending = "." + format.rawValue
    guard format != .docBin, !path.hasSuffix(ending) else { return try source.files(path) }
    return try source.modelFiles(path).filter { $0.path.hasSuffix(ending) }
  }
}
