import CKernels
import SweepBase
import Testing

/// Compares the kernels of random numbers with plain code, at every SIMD level of this machine.
struct RandomKernelTests {
  static let levels = [SWEEP_PORTABLE, SWEEP_AVX2, SWEEP_AVX512].filter { sweep_supports($0) }

  /// MT19937 as published, one word at a time.
  private struct PlainTwister {
    var state: [UInt32]

    init(seed: UInt32) {
      state = [seed]
      for i in 1..<624 {
        let last = state[i - 1]
        state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(i))
      }
    }

    mutating func block() -> [UInt32] {
      for k in 0..<624 {
        let y = (state[k] & 0x8000_0000) | (state[(k + 1) % 624] & 0x7fff_ffff)
        state[k] = state[(k + 397) % 624] ^ (y >> 1) ^ (y & 1 == 1 ? 0x9908_b0df : 0)
      }
      return state.map { word in
        var y = word
        y ^= y >> 11
        y ^= (y << 7) & 0x9d2c_5680
        y ^= (y << 15) & 0xefc6_0000
        return y ^ (y >> 18)
      }
    }
  }

  @Test(arguments: levels)
  func advancesTheTwister(level: Int32) {
    var plain = PlainTwister(seed: 7)
    var (state, block) = (plain.state, [UInt32](repeating: 0, count: 624))
    for _ in 0..<5 {
      let expected = plain.block()
      sweep_kernels_at(level).pointee.twist(&state, &block)
      #expect(block == expected)
      #expect(state == plain.state)
    }
  }

  @Test(arguments: levels, [0, 1, 7, 16, 50, 312])
  func drawsMasksAndUniformNumbers(level: Int32, count: Int) {
    var (plain, random) = (PlainTwister(seed: 3), NumpyRandom(seed: 3))
    let words = plain.block()
    let draws = (0..<count).map { _ in random.double() }
    var found = [Float](repeating: -1, count: count + 1)
    for rate in [0.1, 0.25, draws.first ?? 0.5] {
      let limit = UInt64((rate * 0x1p53).rounded(.up))
      sweep_kernels_at(level).pointee.draw_mask(count, words, limit, 1.25, &found)
      #expect(found.dropLast() == (draws.map { $0 >= rate ? 1.25 : 0 })[...])
    }
    sweep_kernels_at(level).pointee.draw_uniform(count, words, -0.1, 0.3, &found)
    #expect(found.dropLast() == (draws.map { Float(-0.1 + 0.3 * $0) })[...])
    #expect(found.last == -1)
  }

  @Test(arguments: levels, [1, 2, 50, 1000])
  func drawsNormalNumbers(level: Int32, wanted: Int) {
    var (plain, random) = (PlainTwister(seed: 11), NumpyRandom(seed: 11))
    let words = plain.block()
    var normals = [Double](repeating: 0, count: 312)
    var found = 0
    let tries = sweep_kernels_at(level).pointee.draw_normal(156, words, wanted, &normals, &found)
    #expect(found == wanted || (tries == 156 && found < wanted))
    for k in 0..<2 * found { #expect(normals[k] == random.normal()) }
  }

  @Test(arguments: [(0, 1000), (1, 1001), (155, 5), (156, 3), (311, 7)])
  func drawsManyNumbersAsSingleOnes(before: Int, count: Int) {
    var bulk = NumpyRandom(seed: 5)
    for _ in 0..<before { _ = bulk.double() }
    var single = bulk
    #expect(
      bulk.normalFloats(count, standardDeviation: 0.3)
        == (0..<count).map { _ in Float(0.3 * single.normal()) })
    #expect(bulk == single)
    #expect(
      bulk.uniformFloats(count, -1, 2)
        == (0..<count).map { _ in Float(single.uniform(-1, 2)) })
    #expect(bulk == single)
    // Once more, with a deviate left over where `count` is odd.
    #expect(bulk.normalFloats(count) == (0..<count).map { _ in Float(single.normal()) })
    #expect(bulk == single)
  }
}
