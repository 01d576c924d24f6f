import SweepBase

/// What all steps of a training batch leave behind for the backward pass, in one piece.
///
/// Rows are states in the order in which they were scored. The number of rows is known before the
/// first step, since every NER move consumes one word.
struct StepRecord {
  /// Rows so far.
  var count = 0
  /// The words of each state: `[rows, nF]`.
  let ids: UnsafeMutablePointer<Int32>
  /// The winning pieces of the hidden layer, or where the ReLU let through: `[rows, nO]`.
  let which: UnsafeMutablePointer<UInt8>
  /// The hidden layer after dropout: `[rows, nO]`.
  let hidden: UnsafeMutablePointer<Float>
  /// The dropout masks, if there is an upper layer: `[rows, nO]`.
  let masks: UnsafeMutablePointer<Float>
  /// The gradients of the scores: `[rows, classes]`.
  let dScores: UnsafeMutablePointer<Float>

  /// Room for `rows` states.
  init(rows: Int, _ settings: TransitionModelSettings, _ arena: Arena) {
    ids = arena.make(Int32.self, rows * settings.featureCount)
    which = arena.make(UInt8.self, rows * settings.lowerWidth)
    hidden = arena.floats(rows * settings.lowerWidth)
    masks = arena.floats(settings.usesUpper ? rows * settings.lowerWidth : 0)
    dScores = arena.floats(rows * settings.classCount)
  }
}
