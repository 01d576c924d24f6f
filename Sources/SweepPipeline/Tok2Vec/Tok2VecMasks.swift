import SweepBase

/// The dropout masks of one training pass, drawn in spaCy's order.
///
/// Embeddings come first, then the mixing layer, then the encoder layers. Without dropout nothing is
/// drawn and there are none.
struct Tok2VecMasks {
  /// One mask row per attribute, shared by all words.
  private(set) var embeddings: [UnsafeMutablePointer<Float>] = []
  /// A mask for each word.
  private(set) var mixer: UnsafeMutablePointer<Float>?
  /// A mask for each row of the padded array, for each layer.
  private(set) var encoder: [UnsafeMutablePointer<Float>] = []

  /// No dropout.
  init() {}

  /// Draws the masks for a batch of `words` words in `rows` padded rows.
  init(
    _ settings: Tok2VecSettings, words: Int, rows: Int, dropout: Double,
    random: inout SpacyRandom, arena: Arena
  ) {
    guard dropout > 0 else { return }
    func draw(_ count: Int, _ random: inout SpacyRandom) -> UnsafeMutablePointer<Float> {
      let mask = arena.floats(count)
      random.numpy.fillMask(UnsafeMutableBufferPointer(start: mask, count: count), rate: dropout)
      return mask
    }
    for _ in settings.attributes { embeddings.append(draw(settings.width, &random)) }
    mixer = draw(words * settings.width, &random)
    for _ in 0..<settings.depth { encoder.append(draw(rows * settings.width, &random)) }
  }
}
