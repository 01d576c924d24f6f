/// A `.spacy` file that cannot be read, and where.
public struct DocBinError: Error, Equatable, Sendable {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    /// Compressed data of another kind, or damaged: zlib's words.
    case notCompressed(String)
    /// The compressed data ends too early.
    case truncated
    /// Bytes after the compressed data.
    case trailingBytes(Int)
    /// More than the accepted number of bytes when unpacked.
    case tooLarge(limit: Int)
    /// The unpacked bytes are not MessagePack; offsets count unpacked bytes.
    case notMessagePack(MessagePackError)
    /// A key that must be there is not.
    case missingKey(String)
    /// The value of a key has another type.
    case wrongType(key: String, expected: String, found: String)
    /// Two keys disagree on how much there is.
    case wrongCount(key: String, expected: Int, found: Int)
    /// The attributes do not start a table of tokens with their texts.
    case noWords
    /// More documents than one file may have.
    case tooManyDocuments(Int, limit: Int)
    /// A document's length is negative.
    case negativeLength(document: Int)
    /// A word or label whose text is not among the strings.
    case unknownString(attribute: String, id: UInt64)
    /// A value that the attribute cannot have.
    case badValue(attribute: String, value: String, expected: String)
    /// A span group or user data that cannot be read.
    case badPart(key: String, MessagePackError)
  }

  public let reason: Reason
  public let file: String
  /// The document, from 0, where one is concerned.
  public let document: Int?
  /// The token in the document, from 0, where one is concerned.
  public let token: Int?
  /// Where reading stopped in the file as it is on disk, where that is known.
  public let offset: Int?

  public init(
    _ reason: Reason, file: String, document: Int? = nil, token: Int? = nil, offset: Int? = nil
  ) {
    self.reason = reason
    self.file = file
    self.document = document
    self.token = token
    self.offset = offset
  }
}
