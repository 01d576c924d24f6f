import SweepBase

/// What all steps of a training batch leave behind for the backward pass, in one piece.
///
/// Rows are states in the order in which they were scored.
struct StepRecord {
  /// The number of rows.
  let count: Int
  /// The words of each state: `[rows, nF]`.
  let ids: UnsafeMutablePointer<Int32>
  /// The winning pieces of the hidden layer, or where the ReLU let through: `[rows, nO]`.
  let which: UnsafeMutablePointer<UInt8>
  /// The hidden layer after dropout: `[rows, nO]`.
  let hidden: UnsafeMutablePointer<Float>
  /// The dropout masks, if there is an upper layer: `[rows, nO]`.
  let masks: UnsafeMutablePointer<Float>?
  /// The gradients of the scores: `[rows, classes]`.
  let dScores: UnsafeMutablePointer<Float>
  /// The loss of each row.
  let losses: UnsafeMutablePointer<Double>

  /// Room for `rows` states.
  ///
  /// The masks are drawn at once: row by row, as if each step drew its own.
  init(
    rows: Int, _ settings: TransitionModelSettings, random: inout SpacyRandom, _ arena: Arena
  ) {
    count = rows
    ids = arena.make(Int32.self, rows * settings.featureCount)
    which = arena.make(UInt8.self, rows * settings.lowerWidth)
    hidden = arena.floats(rows * settings.lowerWidth)
    dScores = arena.floats(rows * settings.classCount)
    losses = arena.make(Double.self, rows)
    guard settings.usesUpper else {
      masks = nil
      return
    }
    let drawn = arena.floats(rows * settings.lowerWidth)
    random.numpy.fillMask(
      UnsafeMutableBufferPointer(start: drawn, count: rows * settings.lowerWidth),
      rate: TransitionModelSettings.hiddenDropout)
    masks = drawn
  }

  /// The sum of the losses: over the rows of each step, then over steps.
  func loss(_ plan: StepPlan) -> Double {
    var (loss, row) = (0.0, 0)
    for end in plan.ends {
      var sum = 0.0
      while row < end {
        sum += losses[row]
        row += 1
      }
      loss += sum
    }
    return loss
  }
}
