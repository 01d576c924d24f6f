import SweepTensors

/// States that take their steps together, with the memory for a step.
///
/// Groups may run side by side: each writes to its own memory, and no two have states of one
/// document.
struct StateGroup<System: TransitionSystem> {
  private let scorer: TransitionScorer
  /// The states that are not final, in order.
  let live: UnsafeMutableBufferPointer<System.State>
  /// How many there are still.
  private(set) var count: Int
  /// The contributions of words in the slots after the common ones, as far as they were asked for.
  private let tables: [UnsafeMutablePointer<Float>]
  /// The rows that are filled in each of them.
  private let filled: UnsafeMutablePointer<Int32>
  /// The words that a step is the first to ask for.
  private let asked: UnsafeMutablePointer<Int32>
  /// For each state and slot, what the word contributes.
  private let rows: UnsafeMutablePointer<UnsafePointer<Float>>
  /// The scores of a step: `[states, classes]`.
  let scores: UnsafeMutablePointer<Float>
  /// Whether classes are valid, and what they cost: `[states, classes]`.
  let valid: UnsafeMutablePointer<UInt8>
  let costs: UnsafeMutablePointer<Float>

  /// Room for states in documents with `words` words.
  init(_ states: ArraySlice<System.State>, words: Int, _ scorer: TransitionScorer, _ arena: Arena) {
    self.scorer = scorer
    let settings = scorer.settings
    count = states.count
    live = UnsafeMutableBufferPointer(start: arena.make(System.State.self, count), count: count)
    _ = live.update(fromContentsOf: states)
    let isFilled = !scorer.otherTables.isEmpty
    tables =
      isFilled
      ? scorer.otherTables
      : (scorer.common..<settings.featureCount).map { _ in
        arena.floats(words * settings.pieceWidth)
      }
    filled = arena.make(Int32.self, settings.featureCount)
    filled.initialize(repeating: 0, count: settings.featureCount)
    asked = arena.make(Int32.self, count)
    rows = arena.make(UnsafePointer<Float>.self, count * settings.featureCount)
    scores = arena.floats(count * settings.classCount)
    valid = arena.make(UInt8.self, count * settings.classCount)
    costs = arena.floats(count * settings.classCount)
  }

  /// Writes the words of the live states.
  func writeFeatures(into ids: UnsafeMutablePointer<Int32>) {
    let nF = scorer.settings.featureCount
    for row in 0..<count { live[row].features(nF, into: ids + row * nF) }
  }

  /// Computes the hidden layer of the live states from their words, and from it the scores.
  ///
  /// `which` receives the winning pieces; it is `nil` when decoding, where a hidden layer of one
  /// piece has no ReLU, as in spaCy's own decoder.
  func computeScores(
    _ ids: UnsafePointer<Int32>, mask: UnsafePointer<Float>?,
    into hidden: UnsafeMutablePointer<Float>, which: UnsafeMutablePointer<UInt8>?
  ) {
    let settings = scorer.settings
    let (nF, width) = (settings.featureCount, settings.pieceWidth)
    for slot in 0..<nF {
      let padding = scorer.padding + slot * width
      if slot < scorer.common {
        let table = scorer.tables[slot]
        for row in 0..<count {
          let id = Int(ids[row * nF + slot])
          rows[row * nF + slot] = id < 0 ? padding : UnsafePointer(table + id * width)
        }
        continue
      }
      let places = scorer.places + (slot - scorer.common) * scorer.words
      fill(slot, ids, places)
      let table = tables[slot - scorer.common]
      for row in 0..<count {
        let id = Int(ids[row * nF + slot])
        let place = id < 0 ? id : Int(places[id])
        rows[row * nF + slot] = place < 0 ? padding : UnsafePointer(table + place * width)
      }
    }
    Kernels.lowerHidden(
      states: count, nF: nF, nO: settings.lowerWidth, nP: settings.maxoutPieces, rows: rows,
      bias: scorer.bias, mask: mask, into: hidden, which: which)
    scorer.scores(count, hidden, into: scores)
  }

  /// Computes the rows of a slot that the live states are the first to name.
  private func fill(
    _ slot: Int, _ ids: UnsafePointer<Int32>, _ places: UnsafeMutablePointer<Int32>
  ) {
    let (nF, width) = (scorer.settings.featureCount, scorer.settings.pieceWidth)
    let start = filled[slot]
    var new = 0
    for row in 0..<count {
      let id = ids[row * nF + slot]
      guard id >= 0, places[Int(id)] < 0 else { continue }
      places[Int(id)] = start + Int32(new)
      asked[new] = id
      new += 1
    }
    guard new > 0 else { return }
    filled[slot] = start + Int32(new)
    scorer.lower[slot].multiply(
      rows: asked, m: new, of: scorer.projected, lda: scorer.settings.hiddenWidth, bias: nil,
      into: tables[slot - scorer.common] + Int(start) * width, ldc: width)
  }

  /// Applies each state's own best valid move and drops the states that are final.
  ///
  /// Calls `note` for each row with its state before the move and the move.
  mutating func advance(
    _ system: System, _ note: (_ row: Int, System.State, _ best: Int) -> Void = { _, _, _ in }
  ) {
    let classes = scorer.settings.classCount
    var kept = 0
    for row in 0..<count {
      var state = live[row]
      let best = TransitionScorer.best(scores + row * classes, valid + row * classes, classes)
      note(row, state, best)
      if best < 0 { state.stop() } else { system.apply(best, to: &state) }
      live[kept] = state
      if !state.isFinal { kept += 1 }
    }
    count = kept
  }
}
