import ArgumentParser
import Foundation
import SweepConfig
import SweepEngine

/// `--section.key VALUE`, for the commands that read a config.
struct OverrideOptions: ParsableArguments {
  @Option(
    name: .customLong("override"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A config value to replace. --section.key VALUE is short for it; may be repeated.",
      valueName: "section.key=value"))
  var texts: [String] = []

  /// The overrides in the order given.
  ///
  /// - Throws: `ValidationError` for a text that is no `KEY=VALUE`.
  func overrides() throws -> [ConfigOverride] {
    try texts.map { text in
      guard let override = OverrideArguments.parsed(text) else {
        throw ValidationError(
          "--override \(text): expected KEY=VALUE, for example training.dropout=0.2")
      }
      return override
    }
  }
}

/// Which file holds the records.
struct StoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The SQLite file with all records (default: $SWEEP_STORE, else sweep.db).",
      valueName: "file"))
  var store: String?

  /// The path to use.
  var path: String {
    store ?? ProcessInfo.processInfo.environment["SWEEP_STORE"].flatMap { $0.isEmpty ? nil : $0 }
      ?? "sweep.db"
  }
}

/// `--threads`, for the commands that train or predict.
struct ThreadsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How many threads a training or prediction uses (default: the cores it may use); no result "
        + "depends on it.", valueName: "n"))
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 {
      throw ValidationError("--threads \(threads): expected at least 1")
    }
  }

  /// The number to use where one training has all cores.
  var count: Int { threads ?? Cores.available }
}

/// `--json`, for scripts.
struct JSONOption: ParsableArguments {
  @Flag(help: "Print JSON instead of text.")
  var json = false
}
