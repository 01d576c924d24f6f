/// What the transition system must know of one word of a batch.
///
/// Labels are indices into `NERSystem.labels`; 0 is no label.
package struct NERToken: Equatable, Sendable, BitwiseCopyable {
  /// The entity annotation the word came with: 0 none, 1 inside, 2 outside, 3 begin or blocked.
  package var presetIOB: UInt8 = 0
  /// The label of that annotation.
  package var presetLabel: Int32 = 0
  /// Whether the word starts a sentence (1), does not (-1), or nobody said (0).
  package var sentenceStart: Int8 = 0
  /// Whether the word consists of white space.
  package var isSpace = false
  /// The gold move.
  package var goldKind: MoveKind = .missing
  /// The label of the gold move.
  package var goldLabel: Int32 = 0

  /// A word without annotation.
  package init() {}
}

/// A span that is known to be no entity with this label.
package struct IncorrectSpan: Equatable, Sendable {
  var start: Int32
  var end: Int32
  var label: Int32

  package init(start: Int32, end: Int32, label: Int32) {
    self.start = start
    self.end = end
    self.label = label
  }
}

/// Where one analysis stands: plain numbers, since every NER move consumes exactly one word.
///
/// - Units: positions are words of the document, `offset` is the document's first word in the
///   batch.
package struct NERState: Equatable, Sendable, TransitionState {
  /// The document's first word in the batch.
  package var offset: Int32
  /// The document's number of words.
  package var length: Int32
  /// The next word.
  package var position: Int32 = 0
  /// The first word of the open entity, or -1.
  package var openStart: Int32 = -1
  /// The label of the open entity.
  package var openLabel: Int32 = 0
  /// Which of the batch's lists of incorrect spans belongs to the document, or -1.
  package var incorrectSpans: Int32 = -1

  package init(offset: Int, length: Int) {
    self.offset = Int32(offset)
    self.length = Int32(length)
  }

  /// Whether an entity is open.
  package var isOpen: Bool { openStart >= 0 }
  /// Whether all words are consumed.
  package var isFinal: Bool { position >= length }
  /// The words that are left.
  package var remaining: Int32 { length - position }
  package var mostMoves: Int { Int(remaining) }

  package mutating func stop() {
    position = length
    openStart = -1
  }

  /// Consumes the next word.
  package mutating func apply(_ kind: MoveKind, label: Int32) {
    switch kind {
    case .begin:
      openStart = position
      openLabel = label
    case .last, .unit: openStart = -1
    case .missing, .inside, .outside: break
    }
    position += 1
  }

  /// Writes the features of the state: words of the batch, or -1 where there is none.
  ///
  /// With 3 features: the next word; the start of the open entity; the word before the next if both
  /// exist. With 6: the next word, and the first five words of the open entity.
  package func features(_ count: Int, into ids: UnsafeMutablePointer<Int32>) {
    ids[0] = isFinal ? -1 : offset + position
    if count == 3 {
      ids[1] = isOpen ? offset + openStart : -1
      ids[2] = isOpen && !isFinal ? offset + position - 1 : -1
      return
    }
    for k in 1..<count {
      let word = openStart + Int32(k) - 1
      ids[k] = isOpen && word < position ? offset + word : -1
    }
  }
}
