import SweepBase
import SweepConfig

/// The hash by which two trained models are compared: over all files, without what depends on the
/// clock or on where files lie.
public enum ModelHash {
  /// The 64 hex digits of a model's files.
  ///
  /// Paths and contents are hashed in the order of the paths, each with its length. Blanked are
  /// `speed` in `meta.json`, and in `config.cfg` the `[paths]` section and every value that is a
  /// file's path.
  public static func of(files: [PipelineFile]) -> String {
    var fingerprint = Fingerprint()
    for file in files.sorted(by: { precedes($0.path, $1.path) }) {
      let bytes = blanked(file)
      let path = Array(file.path.utf8)
      fingerprint.update(littleEndian: UInt64(path.count))
      fingerprint.update(path)
      fingerprint.update(littleEndian: UInt64(bytes.count))
      fingerprint.update(bytes)
    }
    return fingerprint.hex()
  }

  private static func blanked(_ file: PipelineFile) -> [UInt8] {
    switch file.path {
    case "meta.json": blankedMeta(file.bytes)
    case "config.cfg": blankedConfig(file.bytes)
    default: file.bytes
    }
  }

  private static func blankedMeta(_ bytes: [UInt8]) -> [UInt8] {
    guard let meta = try? JSONValue(parsing: bytes), var object = meta.objectValue,
      var performance = object["performance"]?.objectValue
    else { return bytes }
    if performance["speed"] != nil { performance["speed"] = .null }
    object["performance"] = .object(performance)
    return Array(object.serialized(.srsly).utf8)
  }

  /// Works on lines, so that a config in any form has a hash.
  private static func blankedConfig(_ bytes: [UInt8]) -> [UInt8] {
    let pathKeys = ["path", "output_file", "vectors", "init_tok2vec", "vocab_data", "lookups"]
    var (section, lines) = (Substring(), [Substring]())
    for line in String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      if line.hasPrefix("[") { section = line }
      guard let sign = line.firstIndex(of: "="), !line.hasPrefix("[") else {
        lines.append(line)
        continue
      }
      let key = line[..<sign].trimmed
      let isPath =
        section == "[paths]" || (pathKeys.contains(key) && !section.hasPrefix("[components"))
      lines.append(isPath ? line[...sign] : line)
    }
    return Array(lines.joined(separator: "\n").utf8)
  }
}

extension Substring {
  /// Without blanks around it.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
