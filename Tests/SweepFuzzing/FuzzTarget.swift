/// A parser that is tried with input from outside.
///
/// Each one is a function of bytes: no files, no clock, no state from one run to the next. What may
/// go wrong is a crash, a hang, too much memory, or a broken promise, which it returns in words.
package enum FuzzTarget: String, CaseIterable, Sendable {
  case config
  case sweepFile = "sweep-file"
  case filter
  case columns
  case events
  case docBin = "docbin"
  case messagePack = "msgpack"
  case modelFolder = "model-folder"

  /// The longest input that mutations make, in bytes; longer ones find nothing that these do not.
  package var longestInput: Int {
    switch self {
    case .filter: 128
    case .config, .sweepFile, .columns, .events: 512
    case .messagePack: 512
    case .docBin: 1536
    case .modelFolder: 16_384
    }
  }

  /// Inputs that are made rather than kept, to begin with.
  package var seeds: [[UInt8]] { self == .modelFolder ? ModelFolderFuzzing.seeds : [] }

  /// Whether the dearer promises are checked on an input, too: on each fourth, by its length.
  static func isChecked(_ bytes: [UInt8]) -> Bool { bytes.count % 4 == 0 }

  /// Reads bytes as the target's kind of file, and holds what was read against what it promises.
  ///
  /// - Returns: The promise that is broken; `nil` when all is well, which includes every input that
  ///   is refused with a message.
  package func brokenPromise(_ bytes: [UInt8]) -> String? {
    switch self {
    case .config: ConfigFuzzing.brokenPromise(bytes)
    case .sweepFile: SweepFileFuzzing.brokenPromise(bytes)
    case .filter: FilterFuzzing.brokenPromise(bytes)
    case .columns: ColumnFuzzing.brokenPromise(bytes)
    case .events: EventFuzzing.brokenPromise(bytes)
    case .docBin: DocBinFuzzing.brokenPromise(bytes)
    case .messagePack: MessagePackFuzzing.brokenPromise(bytes)
    case .modelFolder: ModelFolderFuzzing.brokenPromise(bytes)
    }
  }
}
