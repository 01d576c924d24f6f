import SweepConfig
import SweepSearch
import Testing

@Suite struct SamplerTests {
  static let space = SearchSpace([
    Dimension("a.choice", .categorical(["x", "y", "z"])),
    Dimension("a.weighted", .categorical([1, 2], probabilities: [0.1, 0.9])),
    Dimension("a.integer", .intUniform(-2...5)),
    Dimension("a.dropout", .uniform(0...0.5)),
    Dimension("a.rate", .logUniform(1e-5...1e-1)),
    Dimension("a.inverse", .inverseLogUniform(0.01...1)),
    Dimension("a.mean", .normal(mean: 3, deviation: 2)),
    Dimension("a.scale", .logNormal(mean: 0, deviation: 1)),
    Dimension(
      "a.rounded",
      .quantizedNormal(mean: 0, deviation: 1, step: Quantum(step: 0.1, isInteger: false))),
    Dimension(
      "a.roundedScale",
      .quantizedLogNormal(mean: 2, deviation: 1, step: Quantum(step: 1, isInteger: true))),
    Dimension("a.width", .quantizedUniform(lattice(64, 130, 32, isInteger: true))),
    Dimension("a.units", .quantizedLogUniform(lattice(1, 64, 1, isInteger: true))),
    Dimension("a.constant", .constant("c")),
  ])

  static func lattice(
    _ first: Double, _ last: Double, _ step: Double, isInteger: Bool = false
  ) -> Lattice {
    guard let lattice = Lattice(first: first, last: last, step: step, isInteger: isInteger) else {
      preconditionFailure("no lattice")
    }
    return lattice
  }

  @Test func randomKeepsTheSamplerContract() {
    let sampler = RandomSampler()
    for number in 0..<300 {
      let proposal = sampler.propose(number: number, in: Self.space, seed: 7)
      #expect(proposal?.settings.map(\.key) == Self.space.dimensions.map(\.key))
      for dimension in Self.space.dimensions {
        let value = proposal?[dimension.key]
        #expect(
          value.map(dimension.distribution.contains) == true,
          "\(dimension.key) = \(String(describing: value))")
      }
      #expect(proposal == sampler.propose(number: number, in: Self.space, seed: 7))
      #expect(proposal != sampler.propose(number: number, in: Self.space, seed: 8))
      #expect(proposal != sampler.propose(number: number + 1, in: Self.space, seed: 7))
    }
  }

  /// Recorded draws: they may never change.
  @Test func randomDrawsTheSameBitsForEver() {
    let proposal = RandomSampler().propose(number: 3, in: Self.space, seed: 42)
    #expect(
      proposal?.json.serialized(.indented(0)) == """
        {
        "a.choice": "z",
        "a.weighted": 2,
        "a.integer": -1,
        "a.dropout": 0.3254687466661021,
        "a.rate": 0.04990943601023104,
        "a.inverse": 0.28362562815987846,
        "a.mean": 2.6617196090222524,
        "a.scale": 0.9343333022509741,
        "a.rounded": 2.0,
        "a.roundedScale": 4,
        "a.width": 128,
        "a.units": 2,
        "a.constant": "c"
        }
        """)
  }

  @Test func randomHasTheRightMoments() {
    let sampler = RandomSampler()
    let draws = (0..<4000).compactMap {
      sampler.propose(number: $0, in: Self.space, seed: 1)
    }
    func mean(_ key: String, _ f: (Double) -> Double = { $0 }) -> Double {
      draws.compactMap { $0[key]?.doubleValue }.map(f).reduce(0, +) / Double(draws.count)
    }
    #expect(abs(mean("a.weighted") - 1.9) < 0.02)
    #expect(abs(mean("a.integer") - 1.5) < 0.15)
    #expect(abs(mean("a.dropout") - 0.25) < 0.01)
    #expect(abs(mean("a.mean") - 3) < 0.15)
    #expect(abs(mean("a.mean") { ($0 - 3) * ($0 - 3) } - 4) < 0.4)
    #expect(abs(mean("a.width") - 96) < 1.5)
    // Half of the rates lie below the geometric mean of the ends.
    #expect(abs(mean("a.rate") { $0 < 1e-3 ? 1 : 0 } - 0.5) < 0.03)
    #expect(abs(mean("a.inverse") { $0 < 0.1 ? 1 : 0 } - 0.5) < 0.03)
    #expect(abs(mean("a.scale") { $0 < 1 ? 1 : 0 } - 0.5) < 0.03)
    // The cells of 1…7 take half of the logarithm of [1, 65).
    #expect(abs(mean("a.units") { $0 <= 7 ? 1 : 0 } - 0.498) < 0.03)
  }

  @Test func quantizedValuesAreEquallyLikely() {
    let space = SearchSpace([Dimension("w", .quantizedUniform(Self.lattice(64, 128, 32)))])
    var counts: [Double: Int] = [:]
    for number in 0..<3000 {
      let value = RandomSampler().propose(number: number, in: space, seed: 0)?["w"]
      if let x = value?.doubleValue { counts[x, default: 0] += 1 }
    }
    #expect(counts.keys.sorted() == [64, 96, 128])
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 90 })
  }

  @Test func gridChangesTheLastKeyFastest() {
    let space = SearchSpace([
      Dimension("a", .categorical(["x", "y"])), Dimension("b", .constant(0)),
      Dimension("c", .quantizedUniform(Self.lattice(0.1, 0.3, 0.1))),
    ])
    #expect(space.count == 6)
    let cells = (0..<7).map {
      GridSampler().propose(number: $0, in: space, seed: 0)?.json.serialized(.compact)
    }
    #expect(
      cells == [
        #"{"a":"x","b":0,"c":0.1}"#, #"{"a":"x","b":0,"c":0.2}"#, #"{"a":"x","b":0,"c":0.3}"#,
        #"{"a":"y","b":0,"c":0.1}"#, #"{"a":"y","b":0,"c":0.2}"#, #"{"a":"y","b":0,"c":0.3}"#, nil,
      ])
  }

  @Test func countsOnlyWhatCanBeCounted() {
    #expect(Distribution.uniform(0...1).count == nil)
    #expect(Distribution.intUniform(0...9).count == 10)
    #expect(Distribution.intUniform(.min ... .max).count == nil)
    #expect(SearchSpace([Dimension("a", .normal(mean: 0, deviation: 1))]).count == nil)
    let large = Dimension("a", .intUniform(0...(1 << 40)))
    #expect(SearchSpace([large, large]).count == nil)
  }

  @Test func drawsFromTheWidestRange() {
    let space = SearchSpace([
      Dimension("a", .intUniform(.min ... .max)),
      Dimension("b", .uniform(-Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)),
    ])
    for number in 0..<50 {
      let proposal = RandomSampler().propose(number: number, in: space, seed: 0)
      #expect(proposal?["b"]?.doubleValue?.isFinite == true)
    }
  }
}
