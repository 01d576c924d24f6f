import SweepConfig
import SweepSearch
import Testing

@Suite struct SobolSamplerTests {
  private func points(
    _ count: Int, dimensions: Int, seed: UInt64, first: Int = 0
  ) -> [[Double]] {
    (first..<first + count).map {
      SobolPoint(number: $0, dimensions: dimensions, seed: seed).coordinates
    }
  }

  /// The first points without scrambling, against SciPy 1.17.1 `qmc.Sobol(d=128, scramble=False)`, whose
  /// points come in the order of the Gray code.
  @Test func theSequenceIsThatOfJoeAndKuo() {
    let expected: [[Double]] = [
      [0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
      [0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25, 0.25, 0.25, 0.25],
      [0.25, 0.75, 0.75, 0.75, 0.75, 0.75],
      [0.375, 0.375, 0.625, 0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125, 0.875, 0.875, 0.125],
      [0.625, 0.125, 0.875, 0.125, 0.125, 0.875],
      [0.125, 0.625, 0.375, 0.625, 0.625, 0.375],
      [0.1875, 0.3125, 0.9375, 0.4375, 0.4375, 0.0625],
      [0.6875, 0.8125, 0.4375, 0.9375, 0.9375, 0.5625],
      [0.9375, 0.0625, 0.6875, 0.1875, 0.1875, 0.3125],
      [0.4375, 0.5625, 0.1875, 0.6875, 0.6875, 0.8125],
    ]
    for (number, point) in expected.enumerated() {
      let gray = UInt32(number ^ number >> 1)
      let found = [0, 1, 2, 6, 30, 127].map {
        Double(SobolPoint.bits(of: gray, dimension: $0)) * 0x1p-32
      }
      #expect(found == point)
    }
  }

  @Test(arguments: [UInt64(0), 1, 99])
  func eachBlockOfAPowerOfTwoIsEven(seed: UInt64) {
    for block in 0..<3 {
      let points = points(64, dimensions: 128, seed: seed, first: 64 * block)
      for dimension in 0..<128 {
        // One point in each of 64 equal cells.
        #expect(Set(points.map { Int($0[dimension] * 64) }).count == 64)
      }
      // One in each of 64 equal boxes of the first two dimensions, whatever their shape.
      for split in 0...6 {
        let boxes = points.map { point in
          [point[0] * Double(1 << split), point[1] * Double(64 >> split)].map { Int($0) }
        }
        #expect(Set(boxes).count == 64)
      }
    }
  }

  @Test func integratesBetterThanRandomDraws() {
    // The mean of a product over six dimensions is 1.
    func error(_ points: [[Double]]) -> Double {
      let values = points.map { $0.reduce(1) { $0 * (1 + 0.5 * ($1 - 0.5) * 3.4) } }
      return abs(values.reduce(0, +) / Double(values.count) - 1)
    }
    let sobol = (0..<20).map { error(points(256, dimensions: 6, seed: $0)) }.reduce(0, +) / 20
    #expect(sobol < 0.02)
  }

  @Test func keepsTheSamplerContract() {
    let sampler = SobolSampler()
    let space = SamplerTests.space
    for number in 0..<100 {
      let proposal = sampler.propose(number: number, in: space, seed: 7)
      #expect(proposal?.settings.map(\.key) == space.dimensions.map(\.key))
      for dimension in space.dimensions {
        #expect(proposal?[dimension.key].map(dimension.distribution.contains) == true)
      }
      #expect(proposal == sampler.propose(number: number, in: space, seed: 7))
      #expect(proposal != sampler.propose(number: number, in: space, seed: 8))
      #expect(proposal != sampler.propose(number: number + 1, in: space, seed: 7))
    }
  }

  /// Recorded draws: they may never change.
  @Test func drawsTheSameBitsForEver() {
    let proposal = SobolSampler().propose(number: 3, in: SamplerTests.space, seed: 42)
    #expect(
      proposal?.json.serialized(.indented(0)) == """
        {
        "a.choice": "y",
        "a.weighted": 2,
        "a.integer": 4,
        "a.dropout": 0.02284146627652056,
        "a.rate": 8.982029107474446e-05,
        "a.inverse": 0.05023535666810704,
        "a.mean": 1.0234639416672235,
        "a.scale": 0.19966882921833495,
        "a.rounded": -0.1,
        "a.roundedScale": 8,
        "a.width": 96,
        "a.units": 6,
        "a.constant": "c"
        }
        """)
  }

  @Test func hasRandomCoordinatesBehindTheTable() {
    let last = points(500, dimensions: 130, seed: 3).map { $0[129] }
    #expect(abs(last.reduce(0, +) / 500 - 0.5) < 0.05)
    #expect(Set(last).count == 500)
  }

  @Test func weightsHaveTheirShare() {
    let space = SearchSpace([
      Dimension("a", .categorical(["x", "y"], probabilities: [0.25, 0.75])),
      Dimension("b", .intUniform(0...3)), Dimension("c", .ordered([1, 2])),
    ])
    let draws = (0..<64).compactMap {
      SobolSampler().propose(number: $0, in: space, seed: 5)
    }
    #expect(draws.count { $0["a"] == "x" } == 16)
    #expect((0..<4).allSatisfy { n in draws.count { $0["b"]?.intValue == n } == 16 })
    #expect(draws.count { $0["c"] == 1 } == 32)
  }
}
