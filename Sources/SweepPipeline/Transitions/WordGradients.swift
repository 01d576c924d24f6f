import SweepNN
import SweepTensors

/// The gradients of the projected words and of their vectors, from those of the hidden layer.
///
/// A word's gradient is a chain over its slots, in order. Nearly all words have one row in slot 0
/// and none in the others: theirs has one product for each output. What the others have more is
/// laid out with all pieces.
struct WordGradients {
  private let slots: [SlotRows]
  private let rows: RowGradients
  private let settings: TransitionModelSettings
  private let lowerWeights: UnsafePointer<Float>
  /// The lower weights, and those of all slots but the first.
  private let packedLower: [PackedMatrix]
  private let packedProjection: PackedMatrix
  /// The words with rows in other slots than the first, in order.
  private let rich: [Int]
  /// Memory for the gradients of their contributions, and for their chains.
  private let dTable: UnsafeMutablePointer<Float>
  private let chains: UnsafeMutablePointer<Float>
  /// The gradients of the projected words: `[N, hidden]`.
  let dProjected: UnsafeMutablePointer<Float>
  private let dVectors: UnsafeMutablePointer<Float>
  /// The words that are computed at once.
  let ranges: [Range<Int>]

  /// Takes all memory that is needed; nothing is computed yet.
  init(
    _ slots: [SlotRows], _ rows: RowGradients, _ model: TransitionModel,
    _ scorer: TransitionScorer, _ parameters: Parameters, dVectors: UnsafeMutablePointer<Float>,
    _ arena: Arena
  ) {
    self.slots = slots
    self.rows = rows
    self.dVectors = dVectors
    settings = model.settings
    let (hidden, pieces) = (settings.hiddenWidth, settings.pieceWidth)
    let lowerWeights = UnsafePointer(arena.copy(of: parameters[model.lowerWeights]))
    self.lowerWeights = lowerWeights
    packedProjection = PackedMatrix(
      k: hidden, n: settings.inputWidth, parameters[model.projectionWeights],
      ldb: settings.inputWidth, transposeB: false)
    rich = (0..<scorer.words).filter { word in
      slots[0].count(word) > 1 || slots.dropFirst().contains { $0.count(word) > 0 }
    }
    packedLower =
      rich.isEmpty
      ? []
      : (0..<2).map { slot in
        PackedMatrix(
          k: (slot == 0 ? 1 : slots.count - 1) * pieces, n: hidden,
          lowerWeights + slot * pieces * hidden, ldb: hidden, transposeB: false)
      }
    dTable = arena.floats(rich.count * slots.count * pieces)
    chains = arena.floats(max(rich.count, rows.nO) * hidden)
    dProjected = arena.floats(scorer.words * hidden)
    ranges = parts(of: scorer.words, grain: 42, scorer.numerics.threads)
  }

  /// Computes the gradients of a range of words.
  func compute(_ range: Range<Int>) {
    let hidden = settings.hiddenWidth
    computeFirst(range)
    let first = rich.partitioningIndex { $0 >= range.lowerBound }
    let end = rich.partitioningIndex { $0 >= range.upperBound }
    if first < end { computeRich(first..<end) }
    packedProjection.multiply(
      m: range.count, dProjected + range.lowerBound * hidden, lda: hidden,
      into: dVectors + range.lowerBound * settings.inputWidth, ldc: settings.inputWidth)
  }

  /// Slot 0 of all words of a range that have one row there; zeros for those that have none.
  private func computeFirst(_ range: Range<Int>) {
    let (hidden, nO) = (settings.hiddenWidth, rows.nO)
    let starts = slots[0].starts
    var word = range.lowerBound
    while word < range.upperBound {
      var end = word
      while end < range.upperBound && slots[0].count(end) == 1 { end += 1 }
      if end > word {
        let place = Int(starts[word])
        Kernels.maxoutInputGradient(
          rows: end - word, nO: nO, nP: rows.nP, inputs: hidden, rows.gradients + place * nO,
          which: rows.which + place * nO, weights: lowerWeights, into: dProjected + word * hidden)
      }
      if end < range.upperBound {
        (dProjected + end * hidden).update(repeating: 0, count: hidden)
      }
      word = end + 1
    }
  }

  /// The words with more than that; `range` counts them.
  private func computeRich(_ range: Range<Int>) {
    let (hidden, pieces, nF) = (settings.hiddenWidth, settings.pieceWidth, slots.count)
    for index in range {
      let word = rich[index]
      let own = dTable + index * nF * pieces
      for slot in 1..<nF { rows.sum(slots[slot], word, into: own + slot * pieces) }
      let chain = chains + index * hidden
      if slots[0].count(word) > 1 {
        rows.sum(slots[0], word, into: own)
        packedLower[0].multiply(m: 1, own, lda: pieces, into: chain, ldc: hidden)
      } else {
        chain.update(from: dProjected + word * hidden, count: hidden)
      }
    }
    packedLower[1].multiply(
      m: range.count, dTable + (range.lowerBound * nF + 1) * pieces, lda: nF * pieces,
      into: chains + range.lowerBound * hidden, ldc: hidden, accumulate: true)
    for index in range {
      (dProjected + rich[index] * hidden).update(from: chains + index * hidden, count: hidden)
    }
  }
}

extension [Int] {
  /// The first index whose element fulfils a condition, which all elements after it fulfil, too.
  fileprivate func partitioningIndex(_ isPast: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isPast(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
