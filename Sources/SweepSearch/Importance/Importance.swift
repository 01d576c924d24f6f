/// How much of what happened to the score each setting accounts for.
public struct Importance: Equatable, Sendable {
  public enum Method: String, Equatable, Sendable, CaseIterable {
    /// How differently the best trials and all trials are spread over a setting.
    case pedANOVA = "ped-anova"
    /// The share of a forest's variance over the whole space that one setting explains alone.
    case fANOVA = "fanova"
  }

  /// A setting with its share.
  public struct Entry: Equatable, Sendable {
    public var key: String
    /// From 0 to 1; of PED-ANOVA, all add up to 1.
    public var share: Double
  }

  public var method: Method
  /// The most important first; of equals, in the order of the space.
  public var entries: [Entry]

  /// Works out the importance of all settings that have something to choose: 0 for fewer than four
  /// rows, or scores that are all the same.
  ///
  /// - Parameters:
  ///   - method: The two measure different things, so the method is to be named beside numbers.
  ///   - history: Rows with a score to look at count.
  ///   - seed: Of the forest's draws.
  public init(_ method: Method, _ history: SearchHistory, seed: UInt64 = 0) {
    self.method = method
    let ranked = history.ranked
    let keys = history.coded.searched
    let isFlat = ranked.first?.score == ranked.last?.score
    let shares =
      ranked.count < 4 || isFlat
      ? keys.map { _ in 0 }
      : method == .pedANOVA
        ? PEDANOVA(history, ranked.map(\.row)).shares : FANOVA(history, ranked, seed: seed).shares
    let order = keys.indices.sorted { (-shares[$0], $0) < (-shares[$1], $1) }
    entries = order.map { Entry(key: history.space.dimensions[keys[$0]].key, share: shares[$0]) }
  }
}
