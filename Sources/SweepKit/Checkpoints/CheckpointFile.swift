import SweepBase
import SweepConfig
import SweepStore
import SweepTensors

/// What a checkpoint must agree with to be gone on from: the trial, its data, and how it is computed.
struct CheckpointKey: Equatable, Sendable {
  /// Names with values, in order.
  var entries: [(name: String, value: String)]

  /// The key of a trial.
  ///
  /// - Parameters:
  ///   - trial: The trial.
  ///   - inputs: The files that it reads.
  ///   - backend: What multiplies matrices; only `exact` has the same bits everywhere.
  init(trial: TrialRecord, inputs: [InputRecord], backend: MatrixBackend?) {
    entries = [
      ("trial", trial.contentID), ("config", trial.configHash),
      ("inputs", inputs.map { "\($0.setting) \($0.sha256)" }.joined(separator: ", ")),
      ("numerics version", "\(numericsVersion)"),
      ("matrix product", backend == .exact ? "exact" : "openblas \(OpenBLAS.configuration)"),
    ]
  }

  /// The first entry in which another key differs.
  func difference(from other: CheckpointKey) -> String? {
    for (mine, its) in zip(entries, other.entries) where mine != its { return mine.name }
    return entries.count == other.entries.count ? nil : "kind"
  }

  static func == (a: CheckpointKey, b: CheckpointKey) -> Bool { a.difference(from: b) == nil }

  fileprivate init(reading reader: inout StateReader) throws(StateError) {
    entries = try reader.list { reader throws(StateError) in
      (try reader.text(), try reader.text())
    }
  }
}

/// The file of a checkpoint: `SWEEPCKP`, the format's version, the key, the checkpoint, and the SHA-256
/// of all before.
enum CheckpointFile {
  /// Goes up whenever checkpoints are written in another way.
  static let version = 1
  private static let magic = Array("SWEEPCKP".utf8)
  /// Larger files are no checkpoints.
  private static let largest = 1 << 34

  /// The bytes of a file, in pieces: the state is large and need not be copied.
  static func pieces(of checkpoint: TrialCheckpoint, _ key: CheckpointKey) -> [[UInt8]] {
    var writer = StateWriter(capacity: 1 << 16)
    for byte in magic { writer.write(byte: byte) }
    writer.write(version)
    writer.write(list: key.entries) { writer, entry in
      writer.write(entry.name)
      writer.write(entry.value)
    }
    checkpoint.writeHead(to: &writer)
    var fingerprint = Fingerprint()
    fingerprint.update(writer.bytes)
    fingerprint.update(checkpoint.state)
    return [writer.bytes, checkpoint.state, fingerprint.digest()]
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - key: What the checkpoint must agree with.
  /// - Returns: The checkpoint; `nil` where there is no file.
  /// - Throws: `StateError` that says why the file is of no use: damaged, or of another trial, config,
  ///   data or version.
  static func read(_ path: String, _ key: CheckpointKey) throws(StateError) -> TrialCheckpoint? {
    guard FileBytes.exists(path) else { return nil }
    let bytes: [UInt8]
    do { bytes = try FileBytes.read(path, limit: largest) } catch {
      throw StateError("it cannot be read: \(error.reason)")
    }
    guard bytes.count >= magic.count + 40, bytes.starts(with: magic) else {
      throw StateError("it is no checkpoint, or only the start of one")
    }
    let body = Array(bytes[magic.count..<bytes.count - 32])
    var reader = StateReader(body)
    let found = try reader.int()
    guard found == version else {
      throw StateError("its format is version \(found), not \(version)")
    }
    var fingerprint = Fingerprint()
    bytes.withUnsafeBytes { fingerprint.update(UnsafeRawBufferPointer(rebasing: $0.dropLast(32))) }
    guard fingerprint.digest().elementsEqual(bytes.suffix(32)) else {
      throw StateError("it is damaged: its content has not the hash that it is written with")
    }
    if let name = key.difference(from: try CheckpointKey(reading: &reader)) {
      throw StateError("it does not have the same \(name)")
    }
    let checkpoint = try TrialCheckpoint(reading: &reader)
    guard reader.isAtEnd else { throw StateError("it is longer than a checkpoint") }
    return checkpoint
  }
}
