import SweepText

extension Tok2Vec {
  /// The layer tree of spaCy's architecture; `dropout` is the rate that its dropout layers were last
  /// set to.
  func tree(dropout: Double) -> LayerTree {
    let width = settings.width
    let embed = embedTree(dropout)
    let layers = encoder.map { residualTree($0, dropout) }
    var residuals =
      layers.count == 1 ? layers[0] : LayerTree.chain(layers, dims: [("nO", width), ("nI", nil)])
    if settings.layout == .wrapped && settings.encode.maxoutPieces != nil {
      residuals.attributes = [("receptive_field", .integer(Int64(settings.padding)))]
    }
    let dims: [(String, Int?)] = [("nO", width), ("nI", nil)]
    var encode = residuals.wrapped("with_array", dims: dims, pad: settings.ownPadding)
    if settings.layout == .wrappedTwice {
      encode = encode.wrapped("with_array", dims: dims, pad: 0)
    }
    var tree = LayerTree.chain([embed, encode], dims: [("nO", width)])
    tree.refs = [("embed", [0]), ("encode", settings.layout == .nested ? [1] : [1, 0])]
    return tree
  }

  private func embedTree(_ dropout: Double) -> LayerTree {
    let width = settings.width
    let embeddings = settings.attributes.indices.map { embeddingTree($0, dropout) }
    let tableWidth = width * embeddings.count
    let all =
      embeddings.count == 1
      ? embeddings[0]
      : LayerTree(
        embeddings.map(\.name).joined(separator: "|"), embeddings,
        dims: [("nO", tableWidth)])
    let words = [
      LayerTree("extract_features", attributes: [("columns", .array(columns))]),
      LayerTree("list2ragged"), all.wrapped("with_array", dims: [("nO", tableWidth)], pad: 0),
    ]
    let mixed = mixer.tree(dropout: dropout)
    let mixer = mixed.wrapped("with_array", dims: mixed.dims, pad: 0)
    guard characters != nil || projection != nil else {
      return .chain(words + [mixer, LayerTree("ragged2list")], dims: [("nO", width)])
    }
    let parts = [
      characterTree, LayerTree.chain(words, dims: [("nO", tableWidth)]), staticTree(dropout),
    ].compactMap(\.self)
    let joined = LayerTree(
      parts.map(\.name).joined(separator: "|"), parts, dims: [("nO", settings.embedWidth)])
    return .chain([joined, mixer, LayerTree("ragged2list")], dims: [("nO", width)])
  }

  /// The attributes of the tables: names as the config has them, or the number of the one beside
  /// characters.
  private var columns: [MessagePack.Value] {
    guard characters != nil else { return settings.attributes.map { .string($0) } }
    return settings.attributes.compactMap { Attribute(name: $0) }
      .map { .integer(Int64($0.rawValue)) }
  }

  /// The vectors of bytes.
  private var characterTree: LayerTree? {
    guard let characters else { return nil }
    let outputs = characters.places * characters.width
    let table = LayerTree(
      "charembed",
      dims: [
        ("nM", characters.width), ("nC", characters.places), ("nO", outputs),
        ("nV", CharacterTable.bytes),
      ], parameters: [("E", characters.table)])
    return .chain([table, LayerTree("list2ragged")], dims: [("nO", outputs)])
  }

  private func staticTree(_ dropout: Double) -> LayerTree? {
    guard let projection else { return nil }
    return LayerTree(
      "static_vectors", dims: [("nO", settings.width), ("nM", projection.columns)],
      attributes: [("key_attr", .string("ORTH")), ("dropout_rate", .number(dropout))],
      parameters: [("W", projection.weights)])
  }

  private func embeddingTree(_ column: Int, _ dropout: Double) -> LayerTree {
    let number = MessagePack.Value.integer(Int64(column))
    let seed = Int64(settings.embed.firstSeed) + Int64(column)
    let rate = [("dropout_rate", MessagePack.Value.number(dropout))]
    let table = LayerTree(
      "hashembed",
      dims: [("nO", settings.width), ("nV", settings.rows[column]), ("nI", nil)],
      attributes: [("column", number), ("seed", .integer(seed))]
        + (settings.embed.hasTableDropout ? rate : []),
      parameters: [("E", tables[column])])
    var tree = LayerTree.chain(
      [LayerTree("ints-getitem"), table], dims: [("nO", settings.width)])
    tree.attributes = [("column", number)]
    return tree
  }

  private func residualTree(_ layer: MaxoutNorm, _ dropout: Double) -> LayerTree {
    let width = settings.width
    let units = layer.tree(dropout: dropout)
    let window = LayerTree(
      "expand_window", attributes: [("window_size", .integer(Int64(settings.windowSize)))])
    let convolution = LayerTree(
      "expand_window>>\(units.name)", [window, units], dims: [("nO", width)])
    return convolution.wrapped("residual", dims: [("nO", width), ("nI", nil)])
  }
}

extension MaxoutNorm {
  /// The layer tree of a maxout or Mish with layer norm and dropout, which was last set to `dropout`.
  func tree(dropout: Double) -> LayerTree {
    let sizes: [(String, Int?)] = [("nO", width), ("nI", inputs)]
    let units = LayerTree(
      isMish ? "mish" : "maxout", dims: sizes + (isMish ? [] : [("nP", pieces)]),
      parameters: [("W", weights), ("b", bias)])
    let norm = LayerTree(
      "layernorm", dims: [("nI", width), ("nO", width)],
      parameters: [("G", scale), ("b", shift)])
    let drop = LayerTree(
      "dropout", attributes: [("dropout_rate", .number(dropout)), ("is_enabled", .bool(true))])
    return .chain([.chain([units, norm], dims: sizes), drop], dims: sizes)
  }
}
