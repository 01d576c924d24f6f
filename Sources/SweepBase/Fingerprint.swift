import COpenSSL

/// A SHA-256 fingerprint, computed piece by piece.
///
/// Fingerprints name recorded artifacts and inputs, so they are written as lower-case hex.
public struct Fingerprint: Sendable {
  private var context = DigestContext()

  /// The fingerprint of no bytes so far.
  public init() {}

  /// The 64 hex digits of the fingerprint of `bytes`.
  public static func hex(of bytes: [UInt8]) -> String {
    var fingerprint = Fingerprint()
    bytes.withUnsafeBytes { fingerprint.update($0) }
    return fingerprint.hex()
  }

  /// The 64 hex digits of the fingerprint of a string's UTF-8 bytes.
  public static func hex(of string: String) -> String {
    var (fingerprint, string) = (Fingerprint(), string)
    string.withUTF8 { fingerprint.update(UnsafeRawBufferPointer($0)) }
    return fingerprint.hex()
  }

  /// Adds bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    if !isKnownUniquelyReferenced(&context) { context = context.copy() }
    context.update(bytes)
  }

  /// Adds bytes.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Adds a number as 8 bytes, the lowest first.
  public mutating func update(littleEndian number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { update($0) }
  }

  /// The 32 bytes of the fingerprint of all bytes so far; more may follow.
  public func digest() -> [UInt8] { context.copy().finish() }

  /// The 64 hex digits of the fingerprint of all bytes so far; more may follow.
  public func hex() -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in digest() { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}

/// Owns libcrypto's hashing context.
///
/// A class because it owns a C handle. `Fingerprint` changes it only while it holds the sole
/// reference, and copies it otherwise, so values in two threads never share one that changes.
private final class DigestContext: @unchecked Sendable {
  private let handle: OpaquePointer

  init() {
    handle = Self.makeHandle()
    let started = EVP_DigestInit_ex(handle, EVP_sha256(), nil)
    precondition(started == 1, "libcrypto offers no SHA-256")
  }

  private init(copying other: DigestContext) {
    handle = Self.makeHandle()
    let copied = EVP_MD_CTX_copy_ex(handle, other.handle)
    precondition(copied == 1, "libcrypto could not copy a SHA-256 context")
  }

  deinit { EVP_MD_CTX_free(handle) }

  private static func makeHandle() -> OpaquePointer {
    guard let handle = EVP_MD_CTX_new() else {
      preconditionFailure("libcrypto has no memory for a hash context")
    }
    return handle
  }

  func copy() -> DigestContext { DigestContext(copying: self) }

  func update(_ bytes: UnsafeRawBufferPointer) {
    let updated = EVP_DigestUpdate(handle, bytes.baseAddress, bytes.count)
    precondition(updated == 1, "libcrypto could not hash \(bytes.count) bytes")
  }

  func finish() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 32) { buffer, initialized in
      var count: UInt32 = 0
      let finished = EVP_DigestFinal_ex(handle, buffer.baseAddress, &count)
      precondition(finished == 1 && count == 32, "libcrypto gave \(count) bytes of SHA-256")
      initialized = 32
    }
  }
}
