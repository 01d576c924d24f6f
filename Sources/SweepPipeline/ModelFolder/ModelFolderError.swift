public import SweepConfig

/// What is wrong with a model folder.
public enum ModelFolderError: Error, Equatable, Sendable {
  /// A file or folder cannot be read or written.
  case file(FileError)
  /// The folder lacks a file.
  case missingFile(folder: String, name: String)
  /// The config of the folder cannot be used.
  case config(folder: String, ConfigErrors)
  /// A file's content is not what it should be.
  case badFile(folder: String, name: String, expected: String)
  /// Something that is no model folder is where one is to be written.
  case notAModelFolder(String)
}

extension ModelFolderError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .file(let error): return error.description
    case .missingFile(let folder, let name):
      return """
        \(Self.join(folder, name)): expected a file of the model, found none
          help: a model folder is written by `sweep train` or by spaCy; give the folder itself, \
        such as output/model-best
        """
    case .config(_, let errors): return "\(errors)"
    case .badFile(let folder, let name, let expected):
      return """
        \(Self.join(folder, name)): expected \(expected)
          help: the file is damaged or from another program; train or copy the model again
        """
    case .notAModelFolder(let path):
      return """
        \(path): expected a model folder or nothing, found something else
          help: choose another output folder; nothing was changed
        """
    }
  }

  private static func join(_ folder: String, _ name: String) -> String {
    folder.isEmpty ? name : "\(folder)/\(name)"
  }
}
