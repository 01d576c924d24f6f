import SweepBase

/// The dropout masks of one training pass, drawn in spaCy's order.
///
/// Embeddings come first, then the mixing layer, then the encoder layers. Without dropout nothing is
/// drawn and there are none.
struct Tok2VecMasks {
  /// One mask row per attribute, shared by all words; none for tables without dropout.
  private(set) var embeddings: [UnsafeMutablePointer<Float>] = []
  /// The mask row of static vectors.
  private(set) var vectors: UnsafeMutablePointer<Float>?
  /// A mask for each word.
  private(set) var mixer: UnsafeMutablePointer<Float>?
  /// A mask for each row of the padded array, for each layer.
  private(set) var encoder: [UnsafeMutablePointer<Float>] = []

  /// No dropout.
  init() {}

  /// Draws the masks of the embeddings; `drawRows` has to follow.
  init(
    _ settings: Tok2VecSettings, dropout: Double, random: inout SpacyRandom, arena: Arena
  ) {
    guard dropout > 0 else { return }
    func drawn(_ random: inout SpacyRandom) -> UnsafeMutablePointer<Float> {
      let mask = arena.floats(settings.width)
      Self.fill(mask, settings.width, dropout, &random)
      return mask
    }
    if settings.embed.hasTableDropout {
      for _ in settings.attributes { embeddings.append(drawn(&random)) }
    }
    if settings.hasStaticVectors { vectors = drawn(&random) }
  }

  /// Makes room for the masks of a batch of `words` words in `rows` padded rows.
  mutating func reserveRows(
    _ settings: Tok2VecSettings, words: Int, rows: Int, dropout: Double, arena: Arena
  ) {
    guard dropout > 0 else { return }
    mixer = arena.floats(words * settings.width)
    for _ in 0..<settings.depth { encoder.append(arena.floats(rows * settings.width)) }
  }

  /// Draws the masks that there is room for.
  func drawRows(
    _ settings: Tok2VecSettings, words: Int, rows: Int, dropout: Double,
    random: inout SpacyRandom
  ) {
    if let mixer { Self.fill(mixer, words * settings.width, dropout, &random) }
    for mask in encoder { Self.fill(mask, rows * settings.width, dropout, &random) }
  }

  private static func fill(
    _ mask: UnsafeMutablePointer<Float>, _ count: Int, _ dropout: Double,
    _ random: inout SpacyRandom
  ) {
    random.numpy.fillMask(UnsafeMutableBufferPointer(start: mask, count: count), rate: dropout)
  }
}
