import SweepText

extension TransitionModel {
  /// The layer tree of spaCy's `TransitionBasedParser.v2` around the tree of its word vectors.
  func tree(_ vectors: LayerTree, lowerDropout: Double) -> LayerTree {
    let (hidden, settings) = (settings.hiddenWidth, settings)
    let projection = LayerTree(
      "linear", dims: [("nO", hidden), ("nI", settings.inputWidth)],
      parameters: [("W", projectionWeights), ("b", projectionBias)])
    let tokens = LayerTree(
      "\(vectors.name)>>list2array>>linear", [vectors, LayerTree("list2array"), projection],
      dims: [("nO", hidden)])
    let lower = LayerTree(
      "precomputable_affine",
      dims: [
        ("nO", settings.lowerWidth), ("nI", hidden), ("nF", settings.featureCount),
        ("nP", settings.maxoutPieces),
      ],
      attributes: [("dropout_rate", .number(lowerDropout))],
      parameters: [("W", lowerWeights), ("b", lowerBias), ("pad", lowerPadding)])
    let top =
      upper.map { upper in
        LayerTree(
          "linear", dims: [("nO", settings.classCount), ("nI", hidden)],
          parameters: [("W", upper.weights), ("b", upper.bias)])
      } ?? LayerTree("noop")
    return LayerTree(
      "parser_model", [tokens, lower, top], dims: [("nI", nil)],
      refs: [("tok2vec", [0]), ("lower", [1]), ("upper", [2])],
      attributes: [("has_upper", .bool(settings.usesUpper))])
  }
}
