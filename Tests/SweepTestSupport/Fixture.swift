public import SweepConfig

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Files in `Tests/Fixtures`, found beside this source file so that tests need no bundle.
public enum Fixture {
  /// The folder of all fixtures.
  public static let folder =
    Array(#filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2))
    .joined(separator: "/") + "/Fixtures"

  /// The root of the package.
  public static let packageRoot = Array(
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
  )
  .joined(separator: "/")

  /// The path of a fixture, such as `"model_ner/config.cfg"`.
  public static func path(_ name: String) -> String { folder + "/" + name }

  /// The path of a real corpus file beside the project, or `nil` where there is none.
  public static func sharedData(_ name: String) -> String? {
    let path = packageRoot + "/../shared/data/" + name
    return access(path, R_OK) == 0 ? path : nil
  }

  /// The bytes of a fixture.
  ///
  /// - Throws: `FixtureError` when the file is missing.
  public static func bytes(_ name: String) throws -> [UInt8] {
    try bytes(at: path(name))
  }

  /// The bytes of any file.
  ///
  /// - Throws: `FixtureError` when the file cannot be read.
  public static func bytes(at path: String) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw FixtureError(path: path) }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let count = ftell(file)
    fseek(file, 0, SEEK_SET)
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = fread(buffer.baseAddress, 1, count, file)
    }
  }

  /// The text of a fixture.
  ///
  /// - Throws: `FixtureError` when the file is missing.
  public static func text(_ name: String) throws -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }

  /// A fixture parsed as JSON.
  ///
  /// - Throws: `FixtureError` when the file is missing, `JSONError` when it is not JSON.
  public static func json(_ name: String) throws -> JSONValue {
    try JSONValue(parsing: bytes(name))
  }
}

/// A fixture that is not there.
public struct FixtureError: Error, CustomStringConvertible {
  let path: String
  public var description: String { "no fixture at \(path)" }
}
