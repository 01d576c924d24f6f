import SweepConfig

/// How many numbers the weights of a component are, before any is allocated.
///
/// Counted in floating point, which no product of sizes overflows.
extension PipelinePlan {
  /// The most numbers that the weights of one component may be: 1 GiB of them.
  static let weightLimit = 1 << 28

  /// Throws when a component is larger than any machine's memory, as by a digit too many.
  static func checkSize(of part: Part, at location: ConfigLocation) throws(ConfigError) {
    let count = part.leastWeightCount
    guard count > Double(weightLimit) else { return }
    let found = count < 1e18 ? "\(Int(count))" : "more than 10^18"
    throw ConfigError(
      .other(
        what: "expected sizes that make at most \(weightLimit) weights, found \(found)",
        help: "make the width, the rows or the depth smaller"), at: location)
  }
}

extension PipelinePlan.Part {
  /// The component's name.
  var name: String {
    switch self {
    case .tok2vec(let name, _), .ner(let name, _, _): name
    }
  }

  /// The number of weights without those that depend on the number of labels.
  var leastWeightCount: Double {
    switch self {
    case .tok2vec(_, let settings): return settings.weightCount
    case .ner(_, _, let architecture):
      let own: Double
      switch architecture.vectors {
      case .own(let settings): own = settings.weightCount
      case .shared: own = 0
      }
      let hidden = Double(architecture.hiddenWidth)
      let outputs = architecture.usesUpper ? hidden : 1
      let lower = 3 * outputs * Double(architecture.maxoutPieces) * hidden
      return own + lower + hidden * Double(architecture.vectors.width)
    }
  }
}

extension Tok2VecSettings {
  /// Tables, mixing layer and encoder.
  fileprivate var weightCount: Double {
    let width = Double(width)
    let tables = rows.reduce(0) { $0 + Double($1) } * width
    let mixer = width * width * Double(attributes.count * Self.embedPieces)
    let window = width * (2 * Double(windowSize) + 1)
    return tables + mixer + Double(depth) * width * window * Double(maxoutPieces)
  }
}
