extension Config {
  /// The weights of all scores: the components' own in pipeline order, then the config's, scaled to
  /// sum up to one and rounded to two decimals.
  ///
  /// Nulls and zeros stay what they are. A score that two components weight has the later's weight.
  ///
  /// - Parameters:
  ///   - components: Each component's default weights, in pipeline order.
  ///   - overrides: The weights that the config gives.
  /// - Returns: The combined weights, in the order in which the scores were first seen.
  /// - Source: spaCy 3.8.18, `combine_score_weights`.
  public static func combinedScoreWeights(
    components: [JSONObject], overrides: JSONObject
  ) -> JSONObject {
    var weights = JSONObject()
    for entry in components.flatMap(\.entries) + overrides.entries {
      weights[entry.key] = entry.value
    }
    let sum = weights.values.reduce(0.0) { $0 + ($1.doubleValue ?? 0) }
    guard sum > 0 else { return weights }
    for (key, value) in weights.entries {
      guard let weight = value.doubleValue, weight != 0 else { continue }
      weights[key] = .number((weight / sum).roundedToHundredths)
    }
    return weights
  }

  /// The weights as a config has them once it has been read and written: combining them again
  /// changes nothing more.
  ///
  /// Rounding may leave a sum that is not quite one, which the next scaling corrects; spaCy scales
  /// whenever a config is loaded, so the weights in use are these.
  static func settledScoreWeights(
    components: [JSONObject], overrides: JSONObject
  ) -> JSONObject {
    var weights = combinedScoreWeights(components: components, overrides: overrides)
    for _ in 0..<8 {
      let next = combinedScoreWeights(components: [], overrides: weights)
      if next == weights { break }
      weights = next
    }
    return weights
  }
}

extension Double {
  /// This number rounded to two decimals as Python's `round` does: by its exact binary value, and
  /// to the even digit only when that lies exactly in the middle.
  var roundedToHundredths: Double {
    guard magnitude < 1e12 else { return self }
    let below = (self * 100).rounded(.down)
    // 200·x as an exact sum of two doubles, compared with the middle 2·below + 1.
    let product = self * 200
    let rest = (-product).addingProduct(self, 200)
    let side = (product - (2 * below + 1)) + rest
    if side < -2 { return (below - 1) / 100 }
    if side > 2 { return (below + 1) / 100 }
    let isOdd = below.truncatingRemainder(dividingBy: 2) != 0
    return (side > 0 || (side == 0 && isOdd) ? below + 1 : below) / 100
  }
}
