import SweepText

extension TextCatNetwork {
  /// The layer tree of spaCy's architecture around the tree of its word vectors; `dropout` is the
  /// rate that its dropout layers were last set to.
  func tree(_ vectors: LayerTree?, dropout: Double) -> LayerTree {
    var tree: LayerTree
    switch architecture.kind {
    case .bagOfWords: return linearTree ?? LayerTree("noop")
    case .reductions(let kinds, let isResizable):
      tree = reducedTree(vectors, kinds, isResizable)
    case .ensemble: tree = ensembleTree(vectors, dropout)
    case .attention:
      tree = .chain([attentionTree(vectors, dropout), lastTree], dims: [("nO", classCount)])
      tree.children[0].refs = [
        ("tok2vec", [0, 0, 0, 0]), ("attention_layer", [0, 0, 1]),
        ("key_transform", [0, 0, 1, 0]), ("nonlinear_layer", [1, 0, 0, 0]),
        ("norm_layer", [1, 0, 0, 1]),
      ]
      tree.refs = [("output_layer", [1])]
    }
    tree.attributes = [("multi_label", .bool(!architecture.isExclusive))]
    return tree
  }

  // MARK: - Bag of words

  /// The tree of the linear model, which is the whole tree of `TextCatBOW`.
  private var linearTree: LayerTree? {
    guard let linear, let settings = architecture.bagOfWords else { return nil }
    var layer = LayerTree(
      "sparse_linear", dims: [("nO", classCount), ("length", linear.length)],
      attributes: [("v1_indexing", .bool(linear.classesOverlap))],
      parameters: [("W", linear.weights), ("b", linear.bias)])
    if settings.version > 1 {
      layer = layer.wrapped("resizable", dims: [("nO", nil), ("length", linear.length)])
    }
    let grams = LayerTree(
      "extract_ngrams",
      attributes: [
        ("ngram_size", .integer(Int64(settings.ngramSize))),
        ("attr", .integer(Int64(Attribute.orth.rawValue))),
      ])
    let sums = LayerTree.chain([grams, layer], dims: [("nO", classCount)])
    var tree = sums.wrapped(
      "with_cpu", dims: [("nO", settings.hasOutputLayer ? nil : classCount)])
    if settings.hasOutputLayer {
      let name = settings.isExclusive ? "softmax_activation" : "logistic"
      tree = .chain(
        [tree, LayerTree(name).wrapped("with_cpu", dims: [])], dims: [("nO", classCount)])
    }
    tree.refs = [("output_layer", sparsePath)]
    tree.attributes = [("multi_label", .bool(!settings.isExclusive))]
    return tree
  }

  /// The place of the sparse layer in the tree of the linear model.
  private var sparsePath: [Int] {
    guard let settings = architecture.bagOfWords else { return [] }
    return (settings.hasOutputLayer ? [0] : []) + [0, 1] + (settings.version > 1 ? [0] : [])
  }

  // MARK: - Word vectors

  private func ensembleTree(_ vectors: LayerTree?, _ dropout: Double) -> LayerTree {
    var parts = [linearTree, attentionTree(vectors, dropout)].compactMap { $0 }
    // Without a layer of its own at the end, Thinc does not know how wide the linear model is.
    let isKnown = architecture.bagOfWords?.hasOutputLayer ?? true
    if !isKnown { parts[0].dims = [("nO", nil)] }
    let both = LayerTree(
      parts.map(\.name).joined(separator: "|"), parts,
      dims: [("nO", isKnown ? width + classCount : nil)])
    var tree = LayerTree.chain([both, lastTree], dims: [("nO", classCount)])
    tree.refs = [
      ("tok2vec", [0, 1, 0, 0, 0, 0]), ("output_layer", [0, 0] + sparsePath),
      ("attention_layer", [0, 1, 0, 0, 1]), ("maxout_layer", [0, 1, 1, 0, 0, 0]),
      ("norm_layer", [0, 1, 1, 0, 0, 1]),
    ]
    return tree
  }

  /// From word vectors to the residual layer over a text's vector.
  private func attentionTree(_ vectors: LayerTree?, _ dropout: Double) -> LayerTree {
    guard let attention, let hidden, let vectors else { return LayerTree("noop") }
    let dims: [(String, Int?)] = [("nO", width)]
    var weigh = LayerTree("para-attn", dims: dims, parameters: [("Q", attention.query)])
    if let keys = attention.keys {
      weigh.children = [
        LayerTree(
          "gelu", dims: [("nO", keys.outputs), ("nI", keys.inputs)],
          parameters: [("W", keys.weights), ("b", keys.bias)])
      ]
      weigh.refs = [("key_transform", [0])]
    }
    let ragged = LayerTree.chain([vectors, LayerTree("list2ragged")], dims: dims)
    let sum = LayerTree.chain(
      [.chain([ragged, weigh], dims: dims), LayerTree("reduce_sum")], dims: dims)
    let residual = hidden.tree(dropout: dropout).wrapped(
      "residual", dims: [("nO", width), ("nI", width)])
    return .chain([sum, residual], dims: dims)
  }

  private func reducedTree(
    _ vectors: LayerTree?, _ kinds: [Reduction], _ isResizable: Bool
  ) -> LayerTree {
    guard let vectors, let reductions, let output else { return LayerTree("noop") }
    let ragged = LayerTree.chain([vectors, LayerTree("list2ragged")], dims: [("nO", width)])
    let all = LayerTree.reductions(kinds)
    let reduced = LayerTree.chain([ragged, all], dims: [("nO", reductions.outputs)])
    var (last, path) = (output.tree(isSoftmax: architecture.isExclusive), [1])
    if isResizable {
      last = last.wrapped("resizable", dims: [("nO", nil), ("nI", output.inputs)])
      path.append(0)
    }
    var tree = LayerTree.chain([reduced, last], dims: [("nO", classCount)])
    var start: [Int] = []
    if !architecture.isExclusive {
      tree = .chain([tree, LayerTree("logistic")], dims: [("nO", classCount)])
      start = [0]
    }
    tree.refs = [("output_layer", start + path), ("tok2vec", start + [0, 0, 0])]
    return tree
  }

  /// The last layer with its activation.
  private var lastTree: LayerTree {
    guard let output else { return LayerTree("noop") }
    let tree = output.tree(isSoftmax: architecture.isExclusive)
    return architecture.isExclusive ? tree : .logistic(tree)
  }
}

extension AffineLayer {
  /// The tree of a linear or a softmax layer.
  func tree(isSoftmax: Bool) -> LayerTree {
    LayerTree(
      isSoftmax ? "softmax" : "linear", dims: [("nO", outputs), ("nI", inputs)],
      attributes: isSoftmax
        ? [("softmax_normalize", .bool(true)), ("softmax_temperature", .number(1))] : [],
      parameters: [("W", weights), ("b", bias)])
  }
}

extension LayerTree {
  /// Reductions side by side.
  static func reductions(_ kinds: [Reduction]) -> LayerTree {
    let layers = kinds.map { LayerTree($0.rawValue) }
    if layers.count == 1 { return layers[0] }
    return LayerTree(
      layers.map(\.name).joined(separator: "|"), layers, dims: [("nO", nil)])
  }

  /// A layer with a logistic function after it.
  static func logistic(_ layer: LayerTree) -> LayerTree {
    .chain([layer, LayerTree("logistic")], dims: layer.dims)
  }
}
