import SweepBase
import SweepNN

/// The parameters of a token-to-vector network: hashed embeddings of lexical attributes, mixed by a
/// maxout layer, then residual maxout layers over a window of words.
///
/// One fused layer instead of a chain: documents lie in one array with rows of padding between
/// them, and every intermediate result is plain memory. Equal words of a batch are embedded once.
///
/// - Shapes: tables `[rows, width]`; maxouts `[width, pieces, inputs]`, `[width, pieces]`; layer
///   norms `[width]`.
/// - Source: spaCy 3.8 `HashEmbedCNN.v2`, `Tok2Vec.v2` with `MultiHashEmbed.v2` or
///   `CharacterEmbed.v2`, and `MaxoutWindowEncoder.v2` or `MishWindowEncoder.v2`.
public struct Tok2Vec: Sendable {
  /// The sizes.
  public let settings: Tok2VecSettings
  /// The vectors of bytes.
  let characters: CharacterTable?
  let tables: [ParameterID]
  /// What brings static word vectors to the network's width.
  let projection: StaticProjection?
  let mixer: MaxoutNorm
  let encoder: [MaxoutNorm]

  /// Adds the parameters in the order of the model file; their names start with `prefix`.
  init(_ settings: Tok2VecSettings, prefix: String, in parameters: inout Parameters) {
    self.settings = settings
    let width = settings.width
    characters = settings.embed.characters.map {
      CharacterTable($0, prefix: "\(prefix).embed.characters", in: &parameters)
    }
    tables = settings.rows.enumerated().map { column, rows in
      parameters.add("\(prefix).embed.\(column).E", shape: [rows, width], initially: .zeros)
    }
    projection =
      settings.hasStaticVectors
      ? StaticProjection(
        width: width, usesLast: settings.embed.usesLastVector, prefix: "\(prefix).embed.static",
        in: &parameters) : nil
    mixer = MaxoutNorm(
      width: width, pieces: Tok2VecSettings.embedPieces, inputs: settings.embedWidth,
      prefix: "\(prefix).embed.mixer", in: &parameters)
    encoder = (0..<settings.depth).map { layer in
      MaxoutNorm(
        width: width, pieces: settings.maxoutPieces, inputs: settings.windowWidth,
        isMish: settings.encode.maxoutPieces == nil, prefix: "\(prefix).encode.\(layer)",
        in: &parameters)
    }
  }

  /// Draws the initial weights in spaCy's order: tables, mixing layer, encoder layers.
  func initialize(_ parameters: inout Parameters, random: inout SpacyRandom) {
    for (table, rows) in zip(tables, settings.rows) {
      parameters[table] = random.numpy.uniformFloats(rows * settings.width, -0.1, 0.1)
    }
    projection?.initialize(&parameters, random: &random)
    for layer in [mixer] + encoder { layer.initialize(&parameters, random: &random) }
  }
}

/// The bound of spaCy's glorot-uniform draws: from the first two sizes of the array, whatever they
/// mean.
func glorotBound(_ first: Int, _ second: Int) -> Double {
  (6 / Double(first + second)).squareRoot()
}
