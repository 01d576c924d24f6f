/// A file of a model folder, by its path in the folder.
public struct PipelineFile: Equatable, Sendable {
  /// The path, with `/` between its parts.
  public let path: String
  /// The content.
  public let bytes: [UInt8]

  /// Pairs a path with its content.
  public init(_ path: String, _ bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}
