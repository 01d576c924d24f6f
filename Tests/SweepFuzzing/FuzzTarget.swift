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
  case tokenizer
  case vectors
  case wordVectors = "word-vectors"
  case conversion

  /// The longest input that mutations make, in bytes; longer ones find nothing that these do not.
  package var longestInput: Int {
    switch self {
    case .filter: 128
    case .config, .sweepFile, .columns, .events, .conversion: 512
    case .messagePack, .vectors, .wordVectors: 512
    case .docBin, .tokenizer: 1536
    case .modelFolder: 16_384
    }
  }

  /// Inputs that are made rather than kept, to begin with.
  package var seeds: [[UInt8]] {
    switch self {
    case .modelFolder: ModelFolderFuzzing.seeds
    case .tokenizer: TokenizerFuzzing.seeds
    case .vectors: VectorsFuzzing.seeds
    case .config, .sweepFile, .filter, .columns, .events, .docBin, .messagePack: []
    case .wordVectors, .conversion: []
    }
  }

  /// Reads bytes as the target's kind of file, and holds what was read against what it promises.
  ///
  /// - Parameters:
  ///   - bytes: The input.
  ///   - isThorough: Whether every promise is checked; else the dear ones on some inputs only.
  /// - Returns: The promise that is broken; `nil` when all is well, which includes every input that
  ///   is refused with a message.
  package func brokenPromise(_ bytes: [UInt8], isThorough: Bool = false) -> String? {
    let checks = FuzzChecks(bytes, isThorough: isThorough)
    return switch self {
    case .config: ConfigFuzzing.brokenPromise(bytes, checks)
    case .sweepFile: SweepFileFuzzing.brokenPromise(bytes, checks)
    case .filter: FilterFuzzing.brokenPromise(bytes, checks)
    case .columns: ColumnFuzzing.brokenPromise(bytes, checks)
    case .events: EventFuzzing.brokenPromise(bytes)
    case .docBin: DocBinFuzzing.brokenPromise(bytes)
    case .messagePack: MessagePackFuzzing.brokenPromise(bytes)
    case .modelFolder: ModelFolderFuzzing.brokenPromise(bytes)
    case .tokenizer: TokenizerFuzzing.brokenPromise(bytes)
    case .vectors: VectorsFuzzing.brokenPromise(bytes)
    case .wordVectors: WordVectorsFuzzing.brokenPromise(bytes, checks)
    case .conversion: ConversionFuzzing.brokenPromise(bytes, checks)
    }
  }
}

/// Which of the dearer promises are checked on an input.
///
/// It is drawn by the bytes' hash: by their length, say, the fuzzer would soon have inputs of that
/// length only, since they reach the most code.
struct FuzzChecks {
  private let isThorough: Bool
  private let hash: UInt64

  init(_ bytes: [UInt8], isThorough: Bool) {
    self.isThorough = isThorough
    // FNV-1a.
    hash = bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }

  /// Whether this is one of so many inputs.
  func isDue(oneIn count: UInt64) -> Bool { isThorough || (hash >> 20) % count == 0 }

  /// Whether to look at the round trips and at the words of errors.
  var areDue: Bool { isDue(oneIn: 4) }
}
