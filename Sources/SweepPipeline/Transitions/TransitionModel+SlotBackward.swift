import SweepNN
import SweepTensors

extension TransitionModel {
  /// The backward pass where states name most words several times in each slot: by slots, with the
  /// words that are named there, on several threads.
  func slotBackward(
    _ record: StepRecord, _ scorer: TransitionScorer, _ vectors: UnsafePointer<Float>,
    _ dVectors: UnsafeMutablePointer<Float>, _ parameters: Parameters,
    _ gradients: inout Gradients, _ arena: Arena
  ) {
    let (nF, hidden, pieces) = (
      settings.featureCount, settings.hiddenWidth, settings.pieceWidth
    )
    let threads = scorer.numerics.threads
    let dPieces = pieceRows(record, parameters, threads, arena)
    let slots = (0..<nF).map {
      SlotProducts(record, slot: $0, dPieces, scorer, settings, arena)
    }
    let weights = UnsafePointer(arena.copy(of: parameters[lowerWeights]))
    let ids =
      [lowerWeights, lowerBias, lowerPadding] + (upper.map { [$0.weights, $0.bias] } ?? [])
    gradients.withPointers(to: ids) { targets in
      var work: [() -> Void] = slots.enumerated().map { slot, products in
        let first = slot * pieces
        return {
          products.compute(
            weights + first * hidden, dWeights: targets[0] + first * hidden,
            dPadding: targets[2] + first)
        }
      }
      work.append {
        Kernels.sumRows(
          rows: record.count, columns: pieces, dPieces, stride: pieces, into: targets[1])
      }
      if upper != nil { work += upperWork(record, targets[3], targets[4], threads) }
      threads.forEach(work.count) { work[$0]() }
    }
    let dProjected = arena.zeros(scorer.words * hidden)
    let packed = PackedMatrix(
      k: hidden, n: settings.inputWidth, parameters[projectionWeights],
      ldb: settings.inputWidth, transposeB: false)
    threads.forEachRange(of: scorer.words, grain: 42) { words in
      for slot in slots { slot.add(words, to: dProjected) }
      packed.multiply(
        m: words.count, dProjected + words.lowerBound * hidden, lda: hidden,
        into: dVectors + words.lowerBound * settings.inputWidth, ldc: settings.inputWidth)
    }
    addProjection(dProjected, scorer, vectors, &gradients)
  }

  /// The gradients of the hidden layer's pieces: `[rows, nO · nP]`.
  private func pieceRows(
    _ record: StepRecord, _ parameters: Parameters, _ threads: Threads, _ arena: Arena
  ) -> UnsafeMutablePointer<Float> {
    let (classes, nO, nP) = (settings.classCount, settings.lowerWidth, settings.maxoutPieces)
    let packed = upper.map {
      PackedMatrix(k: classes, n: nO, parameters[$0.weights], ldb: nO, transposeB: false)
    }
    let dHidden = packed == nil ? record.dScores : arena.floats(record.count * nO)
    let dPieces = arena.floats(record.count * nO * nP)
    threads.forEachRange(of: record.count, grain: 42) { rows in
      let own = dHidden + rows.lowerBound * nO
      if let packed, let masks = record.masks {
        packed.multiply(
          m: rows.count, record.dScores + rows.lowerBound * classes, lda: classes, into: own,
          ldc: nO)
        Kernels.multiply(
          count: rows.count * nO, own, by: masks + rows.lowerBound * nO, into: own)
      }
      let which = record.which + rows.lowerBound * nO
      let target = dPieces + rows.lowerBound * nO * nP
      if nP > 1 {
        Kernels.maxoutBackward(
          rows: rows.count, nO: nO, nP: nP, own, stride: nO, which: which, into: target,
          stride: nO * nP)
      } else {
        Kernels.reluBackward(count: rows.count * nO, own, which: which, into: target)
      }
    }
    return dPieces
  }
}

/// The products of one slot's backward pass, over the words that states name there.
private struct SlotProducts {
  /// Words in a block, whose gradients stay in the second-level cache.
  private static let block = 128
  private let rows: SlotRows
  private let record: StepRecord
  private let slot: Int
  private let dPieces: UnsafePointer<Float>
  private let scorer: TransitionScorer
  private let settings: TransitionModelSettings
  /// The gradients of a block's words, and what they are: `[block, nO · nP]`, `[block, hidden]`.
  private let dTable: UnsafeMutablePointer<Float>
  private let projected: UnsafeMutablePointer<Float>
  /// The sum of the rows where the slot's word is missing.
  private let missing: UnsafeMutablePointer<Float>
  /// The gradients of the words that are named, in order: `[words, hidden]`.
  private let dProjected: UnsafeMutablePointer<Float>

  /// Sorts the rows of a record by the words they name in a slot.
  init(
    _ record: StepRecord, slot: Int, _ dPieces: UnsafePointer<Float>, _ scorer: TransitionScorer,
    _ settings: TransitionModelSettings, _ arena: Arena
  ) {
    rows = SlotRows(
      record, slot: slot, nF: settings.featureCount, words: scorer.words, arena)
    self.record = record
    self.slot = slot
    self.dPieces = dPieces
    self.scorer = scorer
    self.settings = settings
    dTable = arena.floats(Self.block * settings.pieceWidth)
    projected = arena.floats(Self.block * settings.hiddenWidth)
    missing = arena.zeros(settings.pieceWidth)
    dProjected = arena.floats(rows.wordCount * settings.hiddenWidth)
  }

  /// Adds the gradients of the slot's weights and padding, and computes those of its words.
  ///
  /// A missing word counts as the batch's last word in the gradient of the weights.
  func compute(
    _ weights: UnsafePointer<Float>, dWeights: UnsafeMutablePointer<Float>,
    dPadding: UnsafeMutablePointer<Float>
  ) {
    let (hidden, pieces) = (settings.hiddenWidth, settings.pieceWidth)
    let packed = PackedMatrix(k: pieces, n: hidden, weights, ldb: hidden, transposeB: false)
    for first in stride(from: 0, to: rows.wordCount, by: Self.block) {
      let count = min(Self.block, rows.wordCount - first)
      for index in 0..<count { sum(first + index, into: index) }
      gemm(
        m: pieces, n: hidden, k: count, dTable, lda: pieces, transposeA: true, projected,
        ldb: hidden, into: dWeights, ldc: hidden, accumulate: true, backend: .exact)
      packed.multiply(
        m: count, dTable, lda: pieces, into: dProjected + first * hidden, ldc: hidden)
    }
    guard rows.rowCount < record.count else { return }
    let nF = settings.featureCount
    for row in 0..<record.count where record.ids[row * nF + slot] < 0 {
      Kernels.add(count: pieces, dPieces + row * pieces, to: missing)
    }
    Kernels.add(count: pieces, missing, to: dPadding)
    gemm(
      m: pieces, n: hidden, k: 1, missing, lda: pieces, transposeA: true,
      scorer.projected + (scorer.words - 1) * hidden, ldb: hidden, into: dWeights, ldc: hidden,
      accumulate: true, backend: .exact)
  }

  /// Adds up the rows that name a word; `index` counts the words that are named.
  private func sum(_ index: Int, into place: Int) {
    let (hidden, pieces) = (settings.hiddenWidth, settings.pieceWidth)
    let word = Int(rows.words[index])
    let target = dTable + place * pieces
    let (start, end) = (Int(rows.starts[word]), Int(rows.starts[word + 1]))
    target.update(from: dPieces + Int(rows.rows[start]) * pieces, count: pieces)
    for k in start + 1..<end {
      Kernels.add(count: pieces, dPieces + Int(rows.rows[k]) * pieces, to: target)
    }
    (projected + place * hidden).update(from: scorer.projected + word * hidden, count: hidden)
  }

  /// Adds the gradients of the words in a range.
  func add(_ words: Range<Int>, to target: UnsafeMutablePointer<Float>) {
    let hidden = settings.hiddenWidth
    var (low, high) = (0, rows.wordCount)
    while low < high {
      let middle = (low + high) / 2
      if Int(rows.words[middle]) < words.lowerBound { low = middle + 1 } else { high = middle }
    }
    while low < rows.wordCount, words.contains(Int(rows.words[low])) {
      Kernels.add(
        count: hidden, dProjected + low * hidden,
        to: target + Int(rows.words[low]) * hidden)
      low += 1
    }
  }
}
