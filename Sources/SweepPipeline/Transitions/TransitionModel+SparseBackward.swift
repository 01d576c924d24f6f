import SweepNN
import SweepTensors

extension TransitionModel {
  /// The backward pass with the words and pieces that have a gradient, on several threads.
  ///
  /// The bits are those of `denseBackward`, but for the sign of zeros.
  func sparseBackward(
    _ record: StepRecord, _ scorer: TransitionScorer, _ vectors: UnsafePointer<Float>,
    _ dVectors: UnsafeMutablePointer<Float>, _ parameters: Parameters,
    _ gradients: inout Gradients, _ arena: Arena
  ) {
    let (nF, nO, nP) = (settings.featureCount, settings.lowerWidth, settings.maxoutPieces)
    let threads = scorer.numerics.threads
    let slots = (0..<nF).map {
      SlotRows(record, slot: $0, nF: nF, words: scorer.words, arena)
    }
    let rows = RowGradients(record, slots[0], nO: nO, nP: nP, arena)
    writeRows(record, rows, parameters, threads, arena)
    let dPadding = arena.zeros(settings.pieceWidth * nF)
    for slot in 0..<nF where slots[slot].rowCount < record.count {
      Kernels.sumWinners(
        rows: record.count, nO: nO, nP: nP, places: rows.places,
        missing: (UnsafePointer(record.ids), slot, nF),
        rows.gradients, which: rows.which, into: dPadding + slot * settings.pieceWidth)
    }
    let entries = slots.enumerated().map { index, slot in
      SlotGradients(
        slot, rows,
        padding: slot.rowCount < record.count ? dPadding + index * settings.pieceWidth : nil,
        words: scorer.words, arena)
    }
    let words = WordGradients(
      slots, rows, self, scorer, parameters, dVectors: dVectors, arena)
    let ids =
      [lowerWeights, lowerBias, lowerPadding] + (upper.map { [$0.weights, $0.bias] } ?? [])
    gradients.withPointers(to: ids) { targets in
      // The longest pieces of work first.
      var work: [() -> Void] = words.ranges.map { range in { words.compute(range) } }
      for (slot, entries) in entries.enumerated() {
        work += parts(of: nO, threads).map { outputs in
          {
            Kernels.maxoutWeightGradient(
              rows: entries.count, nO: nO, nP: nP, inputs: settings.hiddenWidth, outputs: outputs,
              entries.gradients, which: entries.which, ids: entries.ids, scorer.projected,
              stride: settings.hiddenWidth,
              addingTo: targets[0] + slot * settings.pieceWidth * settings.hiddenWidth)
          }
        }
      }
      work.append {
        Kernels.sumWinners(
          rows: record.count, nO: nO, nP: nP, places: rows.places, rows.gradients,
          which: rows.which, into: targets[1])
        Kernels.add(count: nF * settings.pieceWidth, dPadding, to: targets[2])
      }
      if upper != nil {
        work += upperWork(record, targets[3], targets[4], threads)
      }
      threads.forEach(work.count) { work[$0]() }
    }
    addProjection(words.dProjected, scorer, vectors, &gradients)
  }

  /// Computes the gradients of the hidden layer from those of the scores.
  private func writeRows(
    _ record: StepRecord, _ rows: RowGradients, _ parameters: Parameters, _ threads: Threads,
    _ arena: Arena
  ) {
    let (classes, nO) = (settings.classCount, settings.lowerWidth)
    let packed = upper.map {
      PackedMatrix(
        k: classes, n: nO, parameters[$0.weights], ldb: nO, transposeB: false)
    }
    let dHidden = packed == nil ? record.dScores : arena.floats(record.count * nO)
    threads.forEachRange(of: record.count, grain: 42) { range in
      if let packed, let masks = record.masks {
        let first = range.lowerBound
        packed.multiply(
          m: range.count, record.dScores + first * classes, lda: classes,
          into: dHidden + first * nO, ldc: nO)
        Kernels.multiply(
          count: range.count * nO, dHidden + first * nO, by: masks + first * nO,
          into: dHidden + first * nO)
      }
      for row in range {
        let place = rows.place(of: row) * nO
        if settings.maxoutPieces > 1 {
          (rows.gradients + place).update(from: dHidden + row * nO, count: nO)
          (rows.which + place).update(from: record.which + row * nO, count: nO)
        } else {
          Kernels.reluBackward(
            count: nO, dHidden + row * nO, which: record.which + row * nO,
            into: rows.gradients + place)
          (rows.which + place).update(repeating: 0, count: nO)
        }
      }
    }
  }

  /// The gradients of the upper layer.
  func upperWork(
    _ record: StepRecord, _ dWeights: UnsafeMutablePointer<Float>,
    _ dBias: UnsafeMutablePointer<Float>, _ threads: Threads
  ) -> [() -> Void] {
    let (classes, nO) = (settings.classCount, settings.lowerWidth)
    let products: [() -> Void] = parts(of: nO, grain: 32, threads).map { columns in
      {
        gemm(
          m: classes, n: columns.count, k: record.count, record.dScores, lda: classes,
          transposeA: true, record.hidden + columns.lowerBound, ldb: nO,
          into: dWeights + columns.lowerBound, ldc: nO, accumulate: true, backend: .exact)
      }
    }
    return products + [
      {
        Kernels.sumRows(
          rows: record.count, columns: classes, record.dScores, stride: classes, into: dBias)
      }
    ]
  }

  /// The gradients of the projection.
  func addProjection(
    _ dProjected: UnsafePointer<Float>, _ scorer: TransitionScorer, _ vectors: UnsafePointer<Float>,
    _ gradients: inout Gradients
  ) {
    let (hidden, width) = (settings.hiddenWidth, settings.inputWidth)
    let threads = scorer.numerics.threads
    gradients.withPointers(to: [projectionWeights, projectionBias]) { targets in
      var work: [() -> Void] = parts(of: width, grain: 32, threads).map { columns in
        {
          gemm(
            m: hidden, n: columns.count, k: scorer.words, dProjected, lda: hidden,
            transposeA: true, vectors + columns.lowerBound, ldb: width,
            into: targets[0] + columns.lowerBound, ldc: width, accumulate: true, backend: .exact)
        }
      }
      work.append {
        Kernels.sumRows(
          rows: scorer.words, columns: hidden, dProjected, stride: hidden, into: targets[1])
      }
      threads.forEach(work.count) { work[$0]() }
    }
  }
}

/// Ranges of `0..<count` for threads to share: one for one thread.
func parts(of count: Int, grain: Int = 8, _ threads: Threads) -> [Range<Int>] {
  let grains = (count + grain - 1) / grain
  let parts = threads == .one ? 1 : min(grains, 2 * threads.count)
  return (0..<parts).compactMap { part in
    let start = grains * part / parts * grain
    let end = min(grains * (part + 1) / parts * grain, count)
    return start < end ? start..<end : nil
  }
}
