import SweepConfig

/// How many numbers the weights of a component are, before any is allocated.
///
/// Counted in floating point, which no product of sizes overflows.
extension PipelinePlan {
  /// The most numbers that the weights of one component may be: 1 GiB of them.
  static let weightLimit = 1 << 28

  /// Throws when a component is larger than any machine's memory, as by a digit too many.
  static func checkSize(of part: any ComponentPlan, at location: ConfigLocation) throws(ConfigError)
  {
    let count = part.leastWeightCount
    guard count > Double(weightLimit) else { return }
    let found = count < 1e18 ? "\(Int(count))" : "more than 10^18"
    throw ConfigError(
      .other(
        what: "expected sizes that make at most \(weightLimit) weights, found \(found)",
        help: "make the width, the rows or the depth smaller"), at: location)
  }
}

extension Tok2VecSettings {
  /// Tables, mixing layer and encoder.
  var weightCount: Double {
    let width = Double(width)
    let tables = rows.reduce(0) { $0 + Double($1) } * width
    let bytes = Double(CharacterTable.bytes) * Double(embed.characters?.count ?? 0)
    let characters = bytes * Double(embed.characters?.width ?? 0)
    let inputs = width * Double(embeddingCount) + characters / Double(CharacterTable.bytes)
    let mixer = width * inputs * Double(Self.embedPieces)
    let window = width * (2 * Double(windowSize) + 1)
    return tables + characters + mixer + Double(depth) * width * window * Double(maxoutPieces)
  }
}
