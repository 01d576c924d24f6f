import SweepBase
public import SweepConfig
import SweepText

/// A file that a training reads.
///
/// Its content is read when it is needed, so that the files of a folder are never in memory at once.
public struct InputFile: Equatable, Sendable {
  /// The path in the config; for a folder, with the file's own part below it.
  public var path: String
  /// The absolute path it was found at.
  public var resolvedPath: String
  /// The content, where it is at hand.
  private var bytes: [UInt8]?

  /// Describes a file; without its content, it is read from the resolved path.
  public init(path: String, resolvedPath: String, bytes: [UInt8]? = nil) {
    self.path = path
    self.resolvedPath = resolvedPath
    self.bytes = bytes
  }

  /// The content, to be read in pieces.
  ///
  /// - Throws: `FileError` when the file cannot be opened.
  func open() throws(FileError) -> ByteSource {
    if let bytes { return ByteSource(bytes) }
    return try ByteSource(path: resolvedPath)
  }

  /// The whole content, and what a record keeps of the file.
  ///
  /// - Throws: `FileError` when the file cannot be read.
  func read() throws(FileError) -> (bytes: [UInt8], record: InputDescription) {
    let content: [UInt8]
    if let bytes { content = bytes } else { content = try FileBytes.read(resolvedPath) }
    return (content, record(byteCount: content.count, hash: Fingerprint.hex(of: content)))
  }

  /// The file without its content; size and hash are those of the bytes that were read, so that they
  /// cannot be those of a later version.
  func record(byteCount: Int, hash: String) -> InputDescription {
    InputDescription(path: path, resolvedPath: resolvedPath, byteCount: byteCount, hash: hash)
  }
}

/// A file that a training has read: what a record keeps of it.
public struct InputDescription: Equatable, Sendable {
  /// The path in the config; for a folder, with the file's own part below it.
  public var path: String
  /// The absolute path it was found at.
  public var resolvedPath: String
  /// The size in bytes.
  public var byteCount: Int
  /// SHA-256 of the content, in hexadecimal digits.
  public var hash: String
}

/// Where the files that a config names come from: the disk, or a record.
///
/// A training never opens a corpus itself. So a trial can be repeated from recorded copies without
/// a word of its config changed.
public struct InputSource: Sendable {
  /// Finds what a path of the config stands for: one file, or the `.spacy` files of a folder.
  public let files: @Sendable (_ path: String) throws(FileError) -> [InputFile]
  /// Finds the files of a model folder, all of them.
  public let modelFiles: @Sendable (_ folder: String) throws(FileError) -> [InputFile]

  /// A source of one's own, which has the files of a model folder as those of any other.
  public init(files: @escaping @Sendable (_ path: String) throws(FileError) -> [InputFile]) {
    self.init(files: files, modelFiles: files)
  }

  /// A source of one's own.
  public init(
    files: @escaping @Sendable (_ path: String) throws(FileError) -> [InputFile],
    modelFiles: @escaping @Sendable (_ folder: String) throws(FileError) -> [InputFile]
  ) {
    (self.files, self.modelFiles) = (files, modelFiles)
  }

  /// Reads from the disk; relative paths start at a folder.
  ///
  /// A folder stands for all `.spacy` files below it, in order of their paths, without those whose
  /// name starts with a dot.
  public static func disk(in folder: String) -> InputSource {
    InputSource { path throws(FileError) in
      let resolved = path.hasPrefix("/") ? path : folder + "/" + path
      guard FileBytes.isDirectory(resolved) else {
        return [InputFile(path: path, resolvedPath: resolved)]
      }
      return try files(below: resolved) { $0.hasSuffix(".spacy") }.map {
        InputFile(path: path + "/" + $0, resolvedPath: resolved + "/" + $0)
      }
    } modelFiles: { path throws(FileError) in
      let resolved = path.hasPrefix("/") ? path : folder + "/" + path
      return try files(below: resolved) { _ in true }.map {
        InputFile(path: path + "/" + $0, resolvedPath: resolved + "/" + $0)
      }
    }
  }

  /// Files below a folder, as paths relative to it, in order of their bytes; none whose name starts
  /// with a dot.
  private static func files(
    below folder: String, where isWanted: (String) -> Bool
  ) throws(FileError) -> [String] {
    var found: [String] = []
    for name in try FileBytes.list(folder) where !name.hasPrefix(".") {
      let path = folder + "/" + name
      if FileBytes.isDirectory(path) {
        found += try files(below: path, where: isWanted).map { name + "/" + $0 }
      } else if isWanted(name) {
        found.append(name)
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
