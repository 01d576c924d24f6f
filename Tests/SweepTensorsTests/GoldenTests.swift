import SweepTensors
import Testing

/// The bits of every kernel, which may change only together with `numericsVersion`.
///
/// A different hash means: a trial recorded before would not repeat. Either the change is a mistake,
/// or `SWEEP_NUMERICS_VERSION` goes up and the hashes here with it.
struct GoldenTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let golden: UInt64
    let run: @Sendable (SIMDLevel, inout BitHash) -> Void
    var testDescription: String { name }

    init(
      _ name: String, _ golden: UInt64,
      _ run: @escaping @Sendable (SIMDLevel, inout BitHash) -> Void
    ) {
      self.name = name
      self.golden = golden
      self.run = run
    }
  }

  @Test(arguments: cases)
  func keepsItsBitsAtEveryLevel(_ golden: Case) {
    #expect(numericsVersion == 1)
    for level in levels {
      var hash = BitHash()
      golden.run(level, &hash)
      #expect(
        hash.value == golden.golden,
        "\(level): 0x\(String(hash.value, radix: 16))")
    }
  }

  static let cases: [Case] = products + elementwise + layers + functions + steps

  // MARK: - Products

  static let products: [Case] = [
    product("A·Bᵀ", 0x8b3b4ae74755ad8a, false, true, bias: false, accumulate: false),
    product("bias + A·Bᵀ", 0xe9ffe5e595f5bd70, false, true, bias: true, accumulate: false),
    product("A·B", 0xa90e28f97d04b212, false, false, bias: false, accumulate: false),
    product("C + Aᵀ·B", 0xcf4c55c1a739734f, true, false, bias: false, accumulate: true),
    product("Aᵀ·Bᵀ", 0x6ec3504b67e01c47, true, true, bias: false, accumulate: false),
  ]

  static func product(
    _ name: String, _ golden: UInt64, _ transposeA: Bool, _ transposeB: Bool, bias: Bool,
    accumulate: Bool
  ) -> Case {
    Case(name, golden) { level, hash in
      for (m, n, k) in [(131, 97, 301), (1, 288, 96), (40, 64, 193)] {
        let problem = MatrixProductTests.Problem(
          MatrixProductTests.Shape(m: m, n: n, k: k), transposeA: transposeA,
          transposeB: transposeB)
        hash.add(
          problem.run(bias: bias, accumulate: accumulate, backend: .exact, level: level))
        hash.add(problem.runPacked(bias: bias, accumulate: accumulate, level: level))
      }
    }
  }

  // MARK: - Elementwise

  static let elementwise: [Case] = [
    Case("add, scale, multiply", 0xb5dc98a06f762e72) { level, hash in
      let n = 1003
      let x = numbers(n, seed: 1)
      var y = numbers(n, seed: 2)
      Kernels.add(count: n, x, to: &y, level: level)
      Kernels.add(count: n, x, times: 0.3, to: &y, level: level)
      Kernels.scale(count: n, &y, by: 0.7, level: level)
      Kernels.multiply(count: n, x, by: y.reversed(), addingTo: &y, level: level)
      Kernels.multiply(count: n, y, by: x, into: &y, level: level)
      Kernels.multiplyRows(
        rows: 17, columns: 59, y, stride: 59, by: x, into: &y, stride: 59, level: level)
      Kernels.addBias(rows: 17, columns: 59, x, to: &y, stride: 59, level: level)
      hash.add(y)
    },
    Case("sumRows, sumOfSquares", 0x49148008f6fea272) { level, hash in
      let x = numbers(37 * 59, seed: 3)
      var sums = numbers(59, seed: 4)
      Kernels.sumRows(rows: 37, columns: 59, x, stride: 59, into: &sums, level: level)
      hash.add(sums)
      hash.add([Kernels.sumOfSquares(count: 37 * 59, x, level: level)])
    },
  ]

  // MARK: - Layers

  static let layers: [Case] = [
    Case("maxout", 0x96dcd41ce6d79ab3) { level, hash in
      for nP in 1...4 {
        let (rows, nO) = (9, 37)
        let z = numbers(rows * nO * nP, seed: 5)
        var y = [Float](repeating: 0, count: rows * nO)
        var which = [UInt8](repeating: 0, count: rows * nO)
        var dZ = z
        Kernels.maxout(
          rows: rows, nO: nO, nP: nP, z, stride: nO * nP, into: &y, stride: nO, which: &which,
          level: level)
        Kernels.maxoutBackward(
          rows: rows, nO: nO, nP: nP, y, stride: nO, which: which, into: &dZ, stride: nO * nP,
          level: level)
        hash.add(y)
        hash.add(which)
        hash.add(dZ)
      }
    },
    Case("layerNorm", 0xda69282d67978740) { level, hash in
      for width in [7, 64, 96, 100] {
        let rows = 11
        let x = numbers(rows * width, seed: 6)
        let g = numbers(width, seed: 7)
        let b = numbers(width, seed: 8)
        let norm = LayerKernelTests.layerNorm(
          rows: rows, width: width, x, g: g, b: b, level: level)
        var dX = x
        var dG = g
        var dB = b
        Kernels.layerNormGradients(
          rows: rows, width: width, norm.y, stride: width, x: x, stride: width, mean: norm.mean,
          rstd: norm.rstd, dG: &dG, dB: &dB, level: level)
        Kernels.layerNormBackward(
          rows: rows, width: width, norm.y, stride: width, x: x, stride: width, mean: norm.mean,
          rstd: norm.rstd, g: g, into: &dX, stride: width, level: level)
        for values in [norm.y, norm.mean, norm.rstd, dX, dG, dB] { hash.add(values) }
      }
    },
    Case("hashEmbed", 0x999a537839801bc2) { level, hash in
      let (tokens, width, nV) = (50, 35, 20)
      let table = numbers(nV * width, seed: 9)
      let mask = numbers(width, seed: 10)
      let ids = indices(tokens * 4, below: nV, seed: 11).map(UInt32.init)
      var out = [Float](repeating: 0, count: tokens * width)
      var dTable = table
      mask.withUnsafeBufferPointer { mask in
        Kernels.hashEmbed(
          tokens: tokens, width: width, ids: ids, table: table, mask: mask.baseAddress,
          into: &out, stride: width, level: level)
        Kernels.hashEmbedBackward(
          tokens: tokens, width: width, ids: ids, out, stride: width, mask: mask.baseAddress,
          into: &dTable, level: level)
      }
      hash.add(out)
      hash.add(dTable)
    },
    Case("expandWindow", 0xd4c186114e481450) { level, hash in
      for n in 1...2 {
        let (rows, width) = (13, 20)
        let x = numbers(rows * width, seed: 12)
        var y = [Float](repeating: 0, count: rows * width * (2 * n + 1))
        var dX = x
        Kernels.expandWindow(rows: rows, width: width, n: n, x, into: &y, level: level)
        Kernels.expandWindowBackward(
          rows: rows, width: width, n: n, y, addingTo: &dX, level: level)
        hash.add(y)
        hash.add(dX)
      }
    },
    Case("gatherSum", 0x4e239dbcd38c8e66) { level, hash in
      let (states, nF, width, tokens) = (30, 3, 37, 9)
      let ids = indices(states * nF, below: tokens + 1, seed: 13).map { Int32($0 - 1) }
      var y = numbers(tokens * nF * width, seed: 14)
      var pad = numbers(nF * width, seed: 15)
      var v = numbers(states * width, seed: 16)
      Kernels.gatherSum(
        states: states, nF: nF, width: width, ids: ids, y, pad: pad, bias: v.reversed(), into: &v,
        level: level)
      Kernels.scatterSum(
        states: states, nF: nF, width: width, ids: ids, v, dY: &y, dPad: &pad, level: level)
      Kernels.scatterMissing(
        states: states, nF: nF, width: width, ids: ids, v, to: &pad, level: level)
      for values in [v, y, pad] { hash.add(values) }
    },
  ]

  // MARK: - Functions

  static let functions: [Case] = [
    Case("exp, log, tanh", 0x68a6e886f21c452a) { level, hash in
      let x = FunctionTests.points(upTo: 40).enumerated().filter { $0.offset % 5 == 0 }
        .map(\.element)
      var y = x
      Kernels.exp(count: x.count, x, into: &y, level: level)
      hash.add(y)
      Kernels.log(count: x.count, y, into: &y, level: level)
      hash.add(y)
      Kernels.tanh(count: x.count, x, into: &y, level: level)
      hash.add(y)
    },
    Case("softmaxRows, logistic", 0x4a2505a0d30ccbd0) { level, hash in
      let x = numbers(19 * 53, seed: 17).map { $0 * 10 }
      var y = x
      Kernels.softmaxRows(rows: 19, columns: 53, x, stride: 53, into: &y, stride: 53, level: level)
      hash.add(y)
      Kernels.logistic(count: x.count, x, into: &y, level: level)
      hash.add(y)
    },
    Case("mish, mishBackward", 0xc0e1564db735f9b0) { level, hash in
      let x = numbers(1003, seed: 21).map { $0 * 25 }
      var y = x
      Kernels.mish(count: x.count, x, into: &y, level: level)
      hash.add(y)
      Kernels.mishBackward(count: x.count, x, numbers(1003, seed: 22), into: &y, level: level)
      hash.add(y)
    },
    Case("transitionLoss", 0x576aa22847958f15) { level, hash in
      let (states, classes) = (50, 29)
      let scores = numbers(states * classes, seed: 18).map { $0 * 20 }
      let valid = indices(states * classes, below: 4, seed: 19).map { UInt8($0 == 0 ? 0 : 1) }
      let costs = indices(states * classes, below: 3, seed: 20).map { Float($0) }
      var gradient = scores
      let loss = Kernels.transitionLoss(
        states: states, classes: classes, scores: scores, stride: classes, valid: valid,
        costs: costs, gradient: &gradient, stride: classes, level: level)
      hash.add(gradient)
      hash.add([loss])
    },
  ]

  // MARK: - Optimizers

  static let steps: [Case] = [
    step("Adam", 0xe831281d0e2e964d, .adam, decay: true),
    step("Adam, L2 in the gradient", 0x4370e3dd9979c71b, .adam, decay: false),
    step("RAdam", 0x03ebaae788310817, .radam, decay: true),
    step("SGD", 0x19ec66c1d2f5fa5b, .sgd, decay: true),
  ]

  static func step(
    _ name: String, _ golden: UInt64, _ rule: OptimizerStep.Rule, decay: Bool
  ) -> Case {
    Case(name, golden) { level, hash in
      let n = 501
      var settings = OptimizerStepTests.step(rule)
      settings.l2 = 0.01
      settings.l2IsWeightDecay = decay
      var weights = numbers(n, seed: 21)
      var moments = [Float](repeating: 0, count: 2 * n)
      var average = weights
      for step in 1...12 {
        settings.step = step
        settings.learnRate = 0.001 * Double(step)
        var gradient = numbers(n, seed: 22 + UInt64(step))
        OptimizerStepTests.apply(
          settings, &weights, &gradient, &moments, &average, level: level)
      }
      for values in [weights, moments, average] { hash.add(values) }
    }
  }
}
