public import SweepConfig

/// Which part of a corpus a cross-validation reads: one fold of `folds`, or all others.
///
/// The folds follow from the documents and the seed, so the part that a trial has read follows from
/// its config.
public struct FoldSettings: Hashable, Sendable {
  /// The number of the fold that is held out, from 0.
  public var fold: Int
  /// How many folds there are, at least 2.
  public var folds: Int
  /// Seeds the choice among equally good folds.
  public var seed: Int
  /// Whether the held-out fold is read, or all others.
  public var isHeldOut: Bool

  /// Describes a part.
  ///
  /// - Precondition: `folds` is at least 2, and `fold` one of them.
  public init(fold: Int, folds: Int, seed: Int, isHeldOut: Bool) {
    precondition(folds >= 2 && (0..<folds).contains(fold), "fold \(fold) of \(folds)")
    (self.fold, self.folds, self.seed, self.isHeldOut) = (fold, folds, seed, isHeldOut)
  }

  init(reading arguments: inout ArgumentReader) throws(ConfigError) {
    let folds = try arguments.integer("folds")
    guard folds >= 2 else {
      throw ConfigError(
        .wrongType(expected: "at least 2 folds", found: "\(folds)"),
        at: arguments.location(of: "folds"))
    }
    let fold = try arguments.integer("fold")
    guard (0..<folds).contains(fold) else {
      throw ConfigError(
        .wrongType(expected: "a fold from 0 to \(folds - 1)", found: "\(fold)"),
        at: arguments.location(of: "fold"))
    }
    self.init(
      fold: fold, folds: folds, seed: try arguments.integer("seed", default: 0),
      isHeldOut: try arguments.bool("held_out"))
  }
}

extension CorpusSettings {
  /// The name of the reader of folds, which spaCy does not have.
  public static let foldReader = "sweep.Fold.v1"

  /// The registered function `sweep.Fold.v1`: `spacy.Corpus.v1` for one part of a cross-validation.
  ///
  /// Which documents a fold has depends on the documents that `path` and `limit` give, on `folds` and
  /// on `seed`. So readers with equal ones fit together, whatever they make of the documents.
  public static var foldEntry: RegistryEntry<CorpusSettings> {
    RegistryEntry(
      .readers, foldReader,
      parameters + [
        Parameter("fold", .integer), Parameter("folds", .integer),
        Parameter("seed", .integer, default: 0), Parameter("held_out", .bool),
      ]
    ) { arguments throws(ConfigError) in
      var settings = try CorpusSettings(reading: &arguments)
      settings.fold = try FoldSettings(reading: &arguments)
      return settings
    }
  }
}
