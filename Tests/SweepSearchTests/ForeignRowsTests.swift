import SweepConfig
import SweepSearch
import Testing

/// Rows from before a space was extended, or from another study: some lack a setting, some have
/// values that the space no longer has.
@Suite struct ForeignRowsTests {
  private static let space = ModelSamplerTests.space

  private static let rows: [[Setting]] = [
    [],
    [Setting("dropout", 0.2)],
    [Setting("arch", "cnn"), Setting("rate", 1e-3), Setting("window", 3)],
    [Setting("arch", "transformer"), Setting("rate", 10), Setting("dropout", -3)],
    [Setting("arch", "rnn"), Setting("cells", 1_000_000), Setting("units", 1e300)],
    [Setting("arch", "cnn"), Setting("window", -7), Setting("width", 48), Setting("units", 0)],
    [Setting("window", "three"), Setting("rate", "fast"), Setting("mean", .null)],
    [
      Setting("rate", 0), Setting("units", -1e300), Setting("cells", -1e18), Setting("mean", 1e300),
    ],
    [Setting("other.key", 5), Setting("fixed", "d"), Setting("copied", 7), Setting("width", 96)],
  ]

  /// A history that begins with such rows.
  private func history(of count: Int) -> SearchHistory {
    var history = SearchHistory(Self.space)
    for row in 0..<count {
      history.add(Assignment(Self.rows[row % Self.rows.count]))
      switch row % 7 {
      case 5: history.finish(row, .failed)
      case 6: history.finish(row, .pruned(step: row, value: 0.1 * Double(row)))
      default: history.finish(row, .scored([Double((row * 37) % 11)] + (row % 3 == 0 ? [1] : [])))
      }
    }
    return history
  }

  @Test(arguments: ModelSamplerTests.samplers.map(\.name))
  func samplersCopeWithThem(name: String) {
    let sampler = ModelSamplerTests.sampler(name)
    var history = history(of: 40)
    for number in 40..<80 {
      guard
        let next = sampler.propose(number: number, after: history.visible(window: 3), seed: 1)
      else { break }
      #expect(next == Self.space.activeSettings(of: next))
      for dimension in Self.space.dimensions {
        guard let value = next[dimension.key] else { continue }
        #expect(dimension.distribution.contains(value), "\(dimension.key) = \(value)")
      }
      #expect(Self.space.constraints.allSatisfy { $0.holds(for: next) })
      history.add(next)
      history.finish(number, ModelSamplerTests.score(next))
    }
    #expect(history.count == 80)
  }

  /// What a smaller space has shown still counts once a setting is added.
  @Test(arguments: ["tpe", "gp", "nsga2"])
  func rowsOfASmallerSpaceStillTeach(name: String) {
    func score(_ assignment: Assignment) -> Double {
      let x = assignment["x"]?.doubleValue ?? 0
      return (x - 0.8) * (x - 0.8)
    }
    func mean(after rows: Int) -> Double {
      var history = SearchHistory(
        SearchSpace([Dimension("x", .uniform(0...1)), Dimension("new", .uniform(0...1))]))
      for row in 0..<rows {
        let old = Assignment([Setting("x", .number(Double(row) / Double(max(rows, 2) - 1)))])
        history.add(old)
        history.finish(row, .scored([score(old)]))
      }
      var sum = 0.0
      for number in rows..<rows + 20 {
        guard
          let next = ModelSamplerTests.sampler(name).propose(
            number: number, after: history.visible(window: 1), seed: 2)
        else { break }
        history.add(next)
        history.finish(number, .scored([score(next)]))
        sum += score(next)
      }
      return sum / 20
    }
    #expect(mean(after: 30) < 0.6 * mean(after: 0))
  }

  @Test(arguments: Importance.Method.allCases)
  func importanceCopesWithThem(method: Importance.Method) {
    let importance = Importance(method, history(of: 60).visible(window: 1))
    #expect(importance.entries.allSatisfy { $0.share.isFinite && $0.share >= 0 })
  }
}
