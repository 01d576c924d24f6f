import Foundation
import SweepTensors
import Testing

struct TransitionKernelTests {
  // MARK: - The lower layer

  let states = 6
  let nF = 3
  let width = 21
  let tokens = 4

  /// Token ids, of which some are −1.
  var ids: [Int32] { indices(states * nF, below: tokens + 1, seed: 1).map { Int32($0 - 1) } }

  @Test(arguments: levels)
  func sumsAreGatheredAndScattered(level: SIMDLevel) {
    let ids = ids
    let y = numbers(tokens * nF * width, seed: 2)
    let pad = numbers(nF * width, seed: 3)
    let bias = numbers(width, seed: 4)
    var v = [Float](repeating: 9, count: states * width)
    Kernels.gatherSum(
      states: states, nF: nF, width: width, ids: ids, y, pad: pad, bias: bias, into: &v,
      level: level)
    let dV = numbers(states * width, seed: 5)
    var dY = y
    var dPad = pad
    Kernels.scatterSum(
      states: states, nF: nF, width: width, ids: ids, dV, dY: &dY, dPad: &dPad, level: level)
    var missing = pad
    Kernels.scatterMissing(
      states: states, nF: nF, width: width, ids: ids, dV, to: &missing, level: level)
    var expected = v
    var expectedY = y
    var expectedPad = pad
    for s in 0..<states {
      for i in 0..<width {
        var sum = bias[i]
        for f in 0..<nF {
          let id = Int(ids[s * nF + f])
          if id < 0 {
            sum += pad[f * width + i]
            expectedPad[f * width + i] += dV[s * width + i]
          } else {
            sum += y[(id * nF + f) * width + i]
            expectedY[(id * nF + f) * width + i] += dV[s * width + i]
          }
        }
        expected[s * width + i] = sum
      }
    }
    #expect(ids.contains(-1) && ids.contains(3))
    #expect(sameBits(v, expected))
    #expect(sameBits(dY, expectedY))
    #expect(sameBits(dPad, expectedPad))
    #expect(sameBits(missing, expectedPad))
  }

  @Test(arguments: levels, [(16, 1), (32, 2), (20, 2), (48, 3), (5, 3), (6, 4)])
  func lowerLayersAreGatheredAndReduced(level: SIMDLevel, sizes: (nO: Int, nP: Int)) {
    let (nO, nP) = sizes
    let width = nO * nP
    let table = numbers(tokens * nF * width, seed: 11)
    let pad = numbers(nF * width, seed: 12)
    let bias = numbers(width, seed: 13)
    let mask = numbers(states * nO, seed: 14)
    var v = [Float](repeating: 9, count: states * width)
    Kernels.gatherSum(
      states: states, nF: nF, width: width, ids: ids, table, pad: pad, bias: bias, into: &v)
    var expected = [Float](repeating: 9, count: states * nO)
    var expectedWhich = [UInt8](repeating: 9, count: states * nO)
    if nP == 1 {
      Kernels.relu(count: states * nO, v, into: &expected, which: &expectedWhich)
    } else {
      Kernels.maxout(
        rows: states, nO: nO, nP: nP, v, stride: width, into: &expected, stride: nO,
        which: &expectedWhich)
    }
    let plain = nP == 1 ? v : expected
    Kernels.multiply(count: states * nO, expected, by: mask, into: &expected)
    var hidden = [Float](repeating: 9, count: states * nO)
    var which = [UInt8](repeating: 9, count: states * nO)
    table.withUnsafeBufferPointer { table in
      pad.withUnsafeBufferPointer { pad in
        guard let table = table.baseAddress, let pad = pad.baseAddress else { return }
        let rows = ids.enumerated().map { index, id in
          let f = index % nF
          return id < 0 ? pad + f * width : table + (Int(id) * nF + f) * width
        }
        Kernels.lowerHidden(
          states: states, nF: nF, nO: nO, nP: nP, rows: rows, bias: bias, mask: mask,
          into: &hidden, which: &which, level: level)
        #expect(sameBits(hidden, expected))
        #expect(which == expectedWhich)
        Kernels.lowerHidden(
          states: states, nF: nF, nO: nO, nP: nP, rows: rows, bias: bias, mask: nil,
          into: &hidden, which: nil, level: level)
        #expect(sameBits(hidden, plain))
      }
    }
  }

  @Test(arguments: levels, [(16, 1), (32, 2), (20, 2), (48, 3), (5, 3), (6, 4)])
  func winnersAreSummedInTheOrderOfRows(level: SIMDLevel, sizes: (nO: Int, nP: Int)) {
    let (nO, nP) = sizes
    let dY = numbers(states * nO, seed: 15)
    let which = (0..<states * nO).map { UInt8(($0 * 7 + $0 / 3) % nP) }
    let places = (0..<states).map { Int32(states - 1 - $0) }
    for feature in [nil, 0, nF - 1] as [Int?] {
      var sums = numbers(nO * nP, seed: 16)
      var expected = sums
      for row in 0..<states {
        if let feature, ids[row * nF + feature] >= 0 { continue }
        let place = Int(places[row])
        for o in 0..<nO { expected[o * nP + Int(which[place * nO + o])] += dY[place * nO + o] }
      }
      ids.withUnsafeBufferPointer { ids in
        guard let ids = ids.baseAddress else { return }
        Kernels.sumWinners(
          rows: states, nO: nO, nP: nP, places: places,
          missing: feature.map { (ids, $0, nF) }, dY, which: which, into: &sums, level: level)
      }
      #expect(sameBits(sums, expected))
    }
  }

  @Test(arguments: levels)
  func rowsAreGatheredWithTheLastOneForMissingFeatures(level: SIMDLevel) {
    let ids = ids
    let t = numbers(tokens * width, seed: 6)
    for feature in 0..<nF {
      var out = [Float](repeating: 9, count: states * width)
      Kernels.gatherRows(
        states: states, nF: nF, feature: feature, width: width, ids: ids, from: t, tokens: tokens,
        into: &out, level: level)
      let x = numbers(states * (width + 1), seed: 7)
      var dT = t
      Kernels.scatterAddRows(
        states: states, nF: nF, feature: feature, width: width, ids: ids, x, stride: width + 1,
        to: &dT, level: level)
      var expected = t
      for s in 0..<states {
        let id = Int(ids[s * nF + feature])
        let row = id < 0 ? tokens - 1 : id
        #expect(out[s * width..<(s + 1) * width] == t[row * width..<(row + 1) * width])
        guard id >= 0 else { continue }
        for i in 0..<width { expected[id * width + i] += x[s * (width + 1) + i] }
      }
      #expect(sameBits(dT, expected))
    }
  }

  // MARK: - The loss

  /// The gradient of one state by its definition.
  static func plainGradient(_ scores: [Float], _ valid: [UInt8], _ costs: [Float]) -> [Float] {
    let classes = scores.indices
    let lowest = classes.filter { valid[$0] != 0 }.map { costs[$0] }.reduce(1, min)
    let gold = classes.filter { valid[$0] != 0 && costs[$0] <= lowest }
    guard let best = gold.max(by: { scores[$0] < scores[$1] }) else {
      return scores.map { _ in 0 }
    }
    func part(_ i: Int, _ top: Float) -> Double { Foundation.exp(Double(scores[i]) - Double(top)) }
    let top = scores.max() ?? 0
    let sum = classes.reduce(1e-10) { $0 + part($1, top) }
    let set = classes.filter { costs[$0] <= costs[best] }
    let goldSum = set.reduce(1e-10) { $0 + part($1, scores[best]) }
    return classes.map { i in
      Float(part(i, top) / sum - (set.contains(i) ? part(i, scores[best]) / goldSum : 0))
    }
  }

  @Test(arguments: levels, [1, 3, 8, 29, 74])
  func lossIsSoftmaxAgainstTheGoldClasses(level: SIMDLevel, classes: Int) {
    let states = 40
    let stride = classes + 1
    let scores = numbers(states * stride, seed: 8).map { $0 * 8 }
    let valid = indices(states * classes, below: 4, seed: 9).map { UInt8($0 == 0 ? 0 : 1) }
    let costs = indices(states * classes, below: 4, seed: 10).enumerated().map { i, cost in
      valid[i] == 0 && i % 2 == 0 ? 9000 : Float(cost) - 1
    }
    var gradient = [Float](repeating: 9, count: states * stride)
    let loss = Kernels.transitionLoss(
      states: states, classes: classes, scores: scores, stride: stride, valid: valid,
      costs: costs, gradient: &gradient, stride: stride, level: level)
    var expectedLoss = 0.0
    for s in 0..<states {
      let own = s * classes..<(s + 1) * classes
      let expected = Self.plainGradient(
        Array(scores[s * stride..<s * stride + classes]), Array(valid[own]), Array(costs[own]))
      let result = Array(gradient[s * stride..<s * stride + classes])
      #expect(distance(result, expected) < 2e-7)
      expectedLoss += expected.reduce(0) { $0 + Double($1) * Double($1) }
      #expect(gradient[s * stride + classes] == 9)
    }
    #expect((loss - expectedLoss).magnitude <= 1e-6 * expectedLoss)
  }

  @Test func aStateWithoutAGoldClassHasNoGradient() {
    var gradient: [Float] = [9, 9, 9]
    let invalid = Kernels.transitionLoss(
      states: 1, classes: 3, scores: [1, 2, 3], stride: 3, valid: [0, 0, 0], costs: [0, 0, 0],
      gradient: &gradient, stride: 3)
    #expect(invalid == 0 && gradient == [0, 0, 0])
    gradient = [9, 9, 9]
    let costly = Kernels.transitionLoss(
      states: 1, classes: 3, scores: [1, 2, 3], stride: 3, valid: [1, 1, 0], costs: [2, 3, 0],
      gradient: &gradient, stride: 3)
    #expect(costly == 0 && gradient == [0, 0, 0])
  }

  @Test func aScoreThatIsNotANumberShowsInTheLoss() {
    var gradient: [Float] = [0, 0, 0]
    let loss = Kernels.transitionLoss(
      states: 1, classes: 3, scores: [1, .nan, 3], stride: 3, valid: [1, 1, 1], costs: [0, 1, 1],
      gradient: &gradient, stride: 3)
    #expect(loss.isNaN)
  }

  @Test(arguments: levels)
  func dustIsSwept(level: SIMDLevel) {
    var gradient: [Float] = [9, 9]
    _ = Kernels.transitionLoss(
      states: 1, classes: 2, scores: [0, -90], stride: 2, valid: [1, 1], costs: [0, 1],
      gradient: &gradient, stride: 2, level: level)
    #expect(gradient[1] == 0)
  }
}
