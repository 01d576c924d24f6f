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
    if settings.layout == .wrapped {
      residuals.attributes = [("receptive_field", .integer(Int64(settings.padding)))]
    }
    let encode = residuals.wrapped(
      "with_array", dims: [("nO", width), ("nI", nil)], pad: settings.padding)
    var tree = LayerTree.chain([embed, encode], dims: [("nO", width)])
    tree.refs = [("embed", [0]), ("encode", settings.layout == .nested ? [1] : [1, 0])]
    return tree
  }

  private func embedTree(_ dropout: Double) -> LayerTree {
    let width = settings.width
    let embeddings = settings.attributes.indices.map { embeddingTree($0, dropout) }
    let hashWidth = width * embeddings.count
    let all =
      embeddings.count == 1
      ? embeddings[0]
      : LayerTree(
        embeddings.map(\.name).joined(separator: "|"), embeddings,
        dims: [("nO", hashWidth)])
    let mixed = mixer.tree(dropout: dropout)
    let columns = settings.attributes.map { MessagePack.Value.string($0) }
    let words = [
      LayerTree("extract_features", attributes: [("columns", .array(columns))]),
      LayerTree("list2ragged"), all.wrapped("with_array", dims: [("nO", hashWidth)], pad: 0),
    ]
    let mixer = mixed.wrapped("with_array", dims: mixed.dims, pad: 0)
    guard let projection else {
      return .chain(words + [mixer, LayerTree("ragged2list")], dims: [("nO", width)])
    }
    let vectors = LayerTree(
      "static_vectors", dims: [("nO", width), ("nM", projection.columns)],
      attributes: [("key_attr", .string("ORTH")), ("dropout_rate", .number(dropout))],
      parameters: [("W", projection.weights)])
    let hashed = LayerTree.chain(words, dims: [("nO", hashWidth)])
    let both = LayerTree(
      "\(hashed.name)|\(vectors.name)", [hashed, vectors], dims: [("nO", settings.embedWidth)])
    return .chain([both, mixer, LayerTree("ragged2list")], dims: [("nO", width)])
  }

  private func embeddingTree(_ column: Int, _ dropout: Double) -> LayerTree {
    let number = MessagePack.Value.integer(Int64(column))
    let seed = Int64(Tok2VecSettings.firstSeed) + Int64(column)
    let table = LayerTree(
      "hashembed",
      dims: [("nO", settings.width), ("nV", settings.rows[column]), ("nI", nil)],
      attributes: [
        ("column", number), ("seed", .integer(seed)), ("dropout_rate", .number(dropout)),
      ],
      parameters: [("E", tables[column])])
    var tree = LayerTree.chain(
      [LayerTree("ints-getitem"), table], dims: [("nO", settings.width)])
    tree.attributes = [("column", number)]
    return tree
  }

  private func residualTree(_ layer: MaxoutNorm, _ dropout: Double) -> LayerTree {
    let width = settings.width
    let maxout = layer.tree(dropout: dropout)
    let window = LayerTree(
      "expand_window", attributes: [("window_size", .integer(Int64(settings.windowSize)))])
    let convolution = LayerTree(
      "expand_window>>\(maxout.name)", [window, maxout], dims: [("nO", width)])
    return convolution.wrapped("residual", dims: [("nO", width), ("nI", nil)])
  }
}

extension MaxoutNorm {
  /// The layer tree of a maxout with layer norm and dropout, which was last set to `dropout`.
  func tree(dropout: Double) -> LayerTree {
    let sizes: [(String, Int?)] = [("nO", width), ("nI", inputs)]
    let maxout = LayerTree(
      "maxout", dims: sizes + [("nP", pieces)], parameters: [("W", weights), ("b", bias)])
    let norm = LayerTree(
      "layernorm", dims: [("nI", width), ("nO", width)],
      parameters: [("G", scale), ("b", shift)])
    let drop = LayerTree(
      "dropout", attributes: [("dropout_rate", .number(dropout)), ("is_enabled", .bool(true))])
    return .chain([.chain([maxout, norm], dims: sizes), drop], dims: sizes)
  }
}
