import SweepBase

/// What all steps of a training batch leave behind for the backward pass, in one piece.
///
/// Rows are states in the order in which they were scored.
struct StepRecord {
  /// The number of rows: first that of the room there is, then that of the states scored.
  private(set) var count: Int
  /// The words of each state: `[rows, nF]`.
  let ids: UnsafeMutablePointer<Int32>
  /// The winning pieces of the hidden layer, or where the ReLU let through: `[rows, nO]`.
  let which: UnsafeMutablePointer<UInt8>
  /// The hidden layer after dropout: `[rows, nO]`.
  let hidden: UnsafeMutablePointer<Float>
  /// The dropout masks, if there is an upper layer: `[rows, nO]`.
  let masks: UnsafeMutablePointer<Float>?
  /// The end of each step's rows.
  private(set) var ends: [Int] = []
  /// The gradients of the scores: `[rows, classes]`.
  let dScores: UnsafeMutablePointer<Float>
  /// The loss of each row.
  let losses: UnsafeMutablePointer<Double>
  private let width: Int

  /// Room for the rows of a plan.
  init(_ plan: StepPlan, _ settings: TransitionModelSettings, _ arena: Arena) {
    let rows = plan.rows
    count = rows
    ends = plan.ends
    ids = arena.make(Int32.self, rows * settings.featureCount)
    which = arena.make(UInt8.self, rows * settings.lowerWidth)
    hidden = arena.floats(rows * settings.lowerWidth)
    dScores = arena.floats(rows * settings.classCount)
    losses = arena.make(Double.self, rows)
    width = settings.lowerWidth
    masks = settings.usesUpper ? arena.floats(rows * width) : nil
  }

  /// Draws the masks of some rows: row by row, as if each step drew its own.
  func drawMasks(_ rows: Range<Int>, random: inout SpacyRandom) {
    guard let masks else { return }
    random.numpy.fillMask(
      UnsafeMutableBufferPointer(start: masks + rows.lowerBound * width, count: rows.count * width),
      rate: TransitionModelSettings.hiddenDropout)
  }

  /// Keeps the rows of these steps, which end where `ends` says.
  mutating func cut(_ ends: [Int]) {
    self.ends = ends
    count = ends.last ?? 0
  }

  /// The sum of the losses: over the rows of each step, then over steps.
  var loss: Double {
    var (loss, row) = (0.0, 0)
    for end in ends {
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
