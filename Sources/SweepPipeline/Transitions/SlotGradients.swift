import SweepTensors

/// The rows of a batch's record that name each word in one slot.
struct SlotRows {
  /// The first place of each word, and the end: `[N + 1]`.
  let starts: UnsafeMutablePointer<Int32>
  /// The rows word by word, and of a word in their order.
  let rows: UnsafeMutablePointer<Int32>
  /// The words that are named, in order.
  let words: UnsafeMutablePointer<Int32>
  /// How many those are.
  private(set) var wordCount = 0
  /// Whether some word is named more than once.
  private(set) var hasRepeats = false

  /// How many rows name a word.
  func count(_ word: Int) -> Int { Int(starts[word + 1] - starts[word]) }
  /// How many rows name any word.
  let rowCount: Int

  /// Sorts the rows of a record.
  init(_ record: StepRecord, slot: Int, nF: Int, words count: Int, _ arena: Arena) {
    starts = arena.make(Int32.self, count + 1)
    starts.initialize(repeating: 0, count: count + 1)
    rows = arena.make(Int32.self, record.count)
    words = arena.make(Int32.self, count)
    let ids = record.ids + slot
    for row in 0..<record.count where ids[row * nF] >= 0 { starts[Int(ids[row * nF]) + 1] += 1 }
    for word in 0..<count {
      if starts[word + 1] > 0 {
        words[wordCount] = Int32(word)
        wordCount += 1
      }
      if starts[word + 1] > 1 { hasRepeats = true }
      starts[word + 1] += starts[word]
    }
    rowCount = Int(starts[count])
    // The starts serve as the next places and come out as the ends: moved back by one afterwards.
    for row in 0..<record.count where ids[row * nF] >= 0 {
      let word = Int(ids[row * nF])
      rows[Int(starts[word])] = Int32(row)
      starts[word] += 1
    }
    for word in (1...max(count, 1)).reversed() { starts[word] = starts[word - 1] }
    starts[0] = 0
  }
}

/// The gradients of what words contribute in one slot, as entries of one number and one piece per
/// output, in the order of words.
///
/// Only the winning piece of an output has a gradient. A word that several rows name has the sum of
/// theirs, in several pieces: it becomes one entry for each piece. A product over entries is then the
/// chain of the product over all words and pieces without its zeros.
struct SlotGradients {
  /// The word of each entry.
  let ids: UnsafeMutablePointer<Int32>
  /// `[entries, nO]`.
  let gradients: UnsafeMutablePointer<Float>
  /// `[entries, nO]`.
  let which: UnsafeMutablePointer<UInt8>
  /// How many entries there are.
  private(set) var count = 0
  private let nO: Int
  private let nP: Int

  /// The entries of a slot, then those of its padding, which stands for the last word.
  init(
    _ slot: SlotRows, _ rows: RowGradients, padding: UnsafePointer<Float>?, words: Int,
    _ arena: Arena
  ) {
    (nO, nP) = (rows.nO, rows.nP)
    let room = slot.rowCount * (slot.hasRepeats ? nP : 1) + nP
    ids = arena.make(Int32.self, room)
    gradients = arena.floats(room * nO)
    which = arena.make(UInt8.self, room * nO)
    let sum = arena.floats(nO * nP)
    for index in 0..<slot.wordCount {
      let word = Int(slot.words[index])
      let first = Int(slot.starts[word])
      if slot.count(word) == 1 {
        let place = rows.place(of: Int(slot.rows[first]))
        ids[count] = Int32(word)
        (gradients + count * nO).update(from: rows.gradients + place * nO, count: nO)
        (which + count * nO).update(from: rows.which + place * nO, count: nO)
        count += 1
      } else {
        rows.sum(slot, word, into: sum)
        add(sum, word: word)
      }
    }
    if let padding { add(padding, word: words - 1) }
  }

  /// Adds the gradient of all pieces, `[nO, nP]`.
  private mutating func add(_ pieces: UnsafePointer<Float>, word: Int) {
    for piece in 0..<nP {
      ids[count] = Int32(word)
      for output in 0..<nO { gradients[count * nO + output] = pieces[output * nP + piece] }
      (which + count * nO).update(repeating: UInt8(piece), count: nO)
      count += 1
    }
  }
}

/// The gradients of the hidden layer's winning pieces, row by row of the record.
///
/// Rows lie in the order of the words of slot 0, where nearly every word has one.
struct RowGradients {
  let nO: Int
  let nP: Int
  /// `[rows, nO]`.
  let gradients: UnsafeMutablePointer<Float>
  /// `[rows, nO]`.
  let which: UnsafeMutablePointer<UInt8>
  /// Where each row of the record lies.
  let places: UnsafeMutablePointer<Int32>

  /// Room for the rows of a record, which `first` sorts by the words of slot 0.
  init(_ record: StepRecord, _ first: SlotRows, nO: Int, nP: Int, _ arena: Arena) {
    self.nO = nO
    self.nP = nP
    gradients = arena.floats(record.count * nO)
    which = arena.make(UInt8.self, record.count * nO)
    places = arena.make(Int32.self, record.count)
    for place in 0..<first.rowCount { places[Int(first.rows[place])] = Int32(place) }
  }

  /// Where a row lies.
  func place(of row: Int) -> Int { Int(places[row]) }

  /// The sum of the rows that name a word, with all pieces: `[nO, nP]`.
  func sum(_ slot: SlotRows, _ word: Int, into sum: UnsafeMutablePointer<Float>) {
    sum.initialize(repeating: 0, count: nO * nP)
    for index in Int(slot.starts[word])..<Int(slot.starts[word + 1]) {
      let place = place(of: Int(slot.rows[index]))
      for output in 0..<nO {
        let at = place * nO + output
        sum[output * nP + Int(which[at])] += gradients[at]
      }
    }
  }
}
