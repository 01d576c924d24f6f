import Foundation

/// Runs a program and returns what it printed, or `nil` when it could not be run or failed.
///
/// - Parameters:
///   - arguments: The program, found by `PATH`, and its arguments.
///   - folder: Where it runs.
///   - limit: Bytes after which the rest of the output is dropped.
/// - Returns: The standard output.
func outputOfProgram(_ arguments: [String], in folder: String, limit: Int) -> String? {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = arguments
  process.currentDirectoryURL = URL(fileURLWithPath: folder)
  process.environment = ProcessInfo.processInfo.environment.merging(
    ["LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"]) { $1 }
  let output = Pipe()
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  process.standardInput = FileHandle.nullDevice
  do { try process.run() } catch { return nil }
  var bytes = Data()
  while let chunk = try? output.fileHandleForReading.read(upToCount: 1 << 16), !chunk.isEmpty {
    if bytes.count < limit { bytes.append(chunk.prefix(limit - bytes.count)) }
  }
  process.waitUntilExit()
  guard process.terminationStatus == 0 else { return nil }
  return String(decoding: bytes, as: UTF8.self)
}
