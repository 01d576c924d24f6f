import SweepBase
import SweepConfig
import SweepPipeline
import SweepText

extension TrainingResources {
  /// Reads the value of a setting of a component.
  ///
  /// - Throws: `FileError` when the file cannot be read, `TrainingError.badSettingFile`.
  mutating func read(_ setting: ResourceSettings.SettingFile, _ source: InputSource) throws {
    let place = "initialize.components.\(setting.component).\(setting.key)"
    for file in try source.files(setting.path) {
      let content = try file.read()
      let value: JSONValue
      do throws(SettingFault) { value = try setting.value(of: content.bytes) } catch {
        throw TrainingError.badSettingFile(
          setting: place, path: setting.path, problem: error.description)
      }
      pipeline.settings[setting.component, default: [:]][setting.key] = value
      files.append((place, content.record))
    }
  }

  /// Reads the lookup tables that a setting asks for from the package of spaCy's tables.
  ///
  /// - Returns: The tables.
  /// - Throws: `FileError`, `TrainingError.noLookupTables` with all that are missing,
  ///   `TrainingError.badSettingFile`.
  mutating func tables(
    _ request: LookupRequest, _ setting: String, _ source: InputSource
  ) throws -> LookupTables {
    var (tables, missing) = (LookupTables(), [String]())
    for name in request.required + request.optional {
      guard let found = LookupPackage.file(request.language, name, source) else {
        if request.required.contains(name) { missing.append(name) } else { tables.add(name, [:]) }
        continue
      }
      guard let table = found.table else {
        throw TrainingError.badSettingFile(
          setting: setting, path: found.record.path,
          problem: "expected a table as a JSON object")
      }
      tables.add(name, table)
      files.append((setting, found.record))
    }
    guard missing.isEmpty else {
      throw TrainingError.noLookupTables(
        component: request.component, language: request.language, tables: missing)
    }
    return tables
  }
}

/// The Python package `spacy-lookups-data`: a JSON file for each table of each language.
package enum LookupPackage {
  /// Its folder; paths below it are looked for among the installed packages, too.
  package static let folder = "spacy_lookups_data"
  /// The most bytes that a packed table may have when it is unpacked.
  private static let limit = 1 << 30

  /// The file of a table, plain or packed, and its content; `nil` where there is none.
  static func file(
    _ language: String, _ table: String, _ source: InputSource
  ) -> (table: JSONObject?, record: InputDescription)? {
    let path = "\(folder)/data/\(language)_\(table).json"
    for (path, isPacked) in [(path, false), (path + ".gz", true)] {
      guard let file = try? source.files(path).first, let content = try? file.read() else {
        continue
      }
      let bytes =
        isPacked ? try? Zlib.decompressGzip(content.bytes, limit: limit) : content.bytes
      let text = bytes.flatMap { String(validating: $0, as: UTF8.self) }
      let json = text.flatMap { try? JSONValue(parsing: $0) }
      return (json?.objectValue, content.record)
    }
    return nil
  }
}

/// What is wrong with the file of a setting.
struct SettingFault: Error, CustomStringConvertible {
  let description: String
}

extension ResourceSettings.SettingFile {
  /// The value that a file holds.
  ///
  /// - Throws: `SettingFault` with every line that is no JSON.
  fileprivate func value(of bytes: [UInt8]) throws(SettingFault) -> JSONValue {
    guard reader != .messagePack else {
      guard let value = try? MessagePack.read(bytes).json else {
        throw SettingFault(description: "expected MessagePack of texts, numbers, lists and maps")
      }
      return value
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SettingFault(description: "expected UTF-8 text")
    }
    guard reader == .lines else {
      do { return try JSONValue(parsing: text) } catch {
        throw SettingFault(description: "expected JSON: \(error)")
      }
    }
    var (values, problems) = ([JSONValue](), [String]())
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      let line = String(decoding: line, as: UTF8.self)
      if PythonText.isSpace(line) || line.isEmpty { continue }
      do { values.append(try JSONValue(parsing: line)) } catch {
        if !skipsBadLines { problems.append("line \(number + 1): expected JSON: \(error)") }
      }
    }
    guard problems.isEmpty else {
      throw SettingFault(description: problems.joined(separator: "; "))
    }
    return .array(values)
  }
}
