import Foundation
import SweepTensors
import Testing

struct OptimizerStepTests {
  /// The traces of Thinc 8.3 in `vectors.json`.
  struct Vectors: Decodable {
    struct Optimizers: Decodable {
      var W0: [Float]
      var runs: [String: [Step]]
    }
    struct Step: Decodable {
      var learn_rate: Double
      var W: [Float]
      var avg: [Float]?
    }
    var optimizers: Optimizers
  }

  static let optimizers: Vectors.Optimizers? = {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.appending(path: "Fixtures/vectors.json")
    guard let data = try? Data(contentsOf: file) else { return nil }
    return try? JSONDecoder().decode(Vectors.self, from: data).optimizers
  }()

  static func step(_ rule: OptimizerStep.Rule) -> OptimizerStep {
    OptimizerStep(
      rule: rule, step: 1, learnRate: 0.001, beta1: 0.9, beta2: 0.999, eps: 1e-8, l2: 0,
      gradClip: 1, l2IsWeightDecay: true)
  }

  static let settings: [String: OptimizerStep] = {
    var all = ["Adam(0.001)": step(.adam), "Adam(0.001, use_averages=False)": step(.adam)]
    var decay = step(.adam)
    decay.l2 = 0.01
    all["Adam(0.01, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=False)"] = decay
    var inGradient = step(.adam)
    inGradient.l2 = 0.1
    inGradient.l2IsWeightDecay = false
    all["Adam(0.01, L2=0.1, L2_is_weight_decay=False, grad_clip=1.0, use_averages=False)"] =
      inGradient
    var unclipped = step(.adam)
    unclipped.gradClip = 0
    unclipped.beta1 = 0.8
    unclipped.beta2 = 0.9
    unclipped.eps = 1e-4
    all["Adam(0.01, grad_clip=0, beta1=0.8, beta2=0.9, eps=1e-4, use_averages=False)"] = unclipped
    all["Adam(schedule compounding(0.001,0.1,2.0), use_averages=True)"] = step(.adam)
    all["Adam(0.001, grads scaled 0.01: below clip)"] = step(.adam)
    all["RAdam(0.01, use_averages=False)"] = step(.radam)
    all["SGD(0.1, use_averages=False)"] = step(.sgd)
    var heavy = step(.sgd)
    heavy.l2 = 0.1
    heavy.gradClip = 0.5
    all["SGD(0.1, L2=0.1, L2_is_weight_decay=True, grad_clip=0.5)"] = heavy
    return all
  }()

  /// Applies a step; `moments` holds both, one after the other.
  static func apply(
    _ step: OptimizerStep, _ weights: inout [Float], _ gradient: inout [Float],
    _ moments: inout [Float], _ average: inout [Float], level: SIMDLevel
  ) {
    let count = weights.count
    moments.withUnsafeMutableBufferPointer { moments in
      let pair = moments.baseAddress.map { ($0, $0 + count) }
      step.apply(
        count: count, weights: &weights, gradient: &gradient,
        moments: step.rule == .sgd ? nil : pair, average: &average, level: level)
    }
  }

  @Test(arguments: settings.keys.sorted(), levels)
  func followsThinc(name: String, level: SIMDLevel) throws {
    let optimizers = try #require(Self.optimizers, "Fixtures/vectors.json can be read")
    let trace = try #require(optimizers.runs[name])
    var settings = try #require(Self.settings[name])
    let scale: Float = name.contains("scaled 0.01") ? 0.01 : 1
    var weights = optimizers.W0
    let n = weights.count
    var moments = [Float](repeating: 0, count: 2 * n)
    var average = [Float](repeating: 0, count: n)
    for (t, expected) in trace.enumerated() {
      var gradient = (0..<n).map { i in
        Float(Foundation.sin(0.7 * Double(i) + Double(t))) * (1 + Float(t) * 0.1) * scale
      }
      settings.step = t + 1
      settings.learnRate = expected.learn_rate
      Self.apply(settings, &weights, &gradient, &moments, &average, level: level)
      #expect(distance(weights, expected.W) < 3e-7, "step \(t)")
      if let expectedAverage = expected.avg {
        #expect(distance(average, expectedAverage) < 3e-7, "step \(t)")
      }
      #expect(gradient.allSatisfy { $0 == 0 })
    }
  }

  @Test(arguments: levels)
  func momentsNeverDecayToDenormalNumbers(level: SIMDLevel) {
    let n = 37
    var settings = Self.step(.adam)
    var weights = numbers(n, seed: 1)
    var gradient = numbers(n, seed: 2)
    var moments = [Float](repeating: 0, count: 2 * n)
    var average = [Float](repeating: 0, count: n)
    var smallest = Float.infinity
    for step in 1...1000 {
      settings.step = step
      Self.apply(settings, &weights, &gradient, &moments, &average, level: level)
      smallest = moments.reduce(smallest) { $1 == 0 ? $0 : min($0, $1.magnitude) }
    }
    #expect(smallest >= 0x1p-110)
    #expect(moments.prefix(n).allSatisfy { $0 == 0 })
  }

  @Test(arguments: [OptimizerStep.Rule.adam, .radam], levels)
  func stepsOfWeightsThatRestAreTheFormula(rule: OptimizerStep.Rule, level: SIMDLevel) {
    // Stretches that never had a gradient between others, and some that begin later.
    let n = 150
    var settings = Self.step(rule)
    settings.l2 = 0.01
    settings.gradClip = 0
    var weights = numbers(n, seed: 1)
    var (first, second) = ([Float](repeating: 0, count: n), [Float](repeating: 0, count: n))
    var (expected, moments) = (weights, [Float](repeating: 0, count: 2 * n))
    var average: [Float] = weights
    for step in 1...8 {
      settings.step = step
      var gradient = numbers(n, seed: UInt64(10 + step))
      for i in 0..<n where i / 16 % 3 == 1 || (i / 16 % 3 == 2 && step < 4) { gradient[i] = 0 }
      let rate = rule == .adam ? adamRate(settings) : nil
      for i in 0..<n {
        first[i] = 0.9 * first[i] + Float(rule == .adam ? 1 - Float(0.9) : Float(0.1)) * gradient[i]
        let rest = rule == .adam ? 1 - Float(0.999) : Float(1 - 0.999)
        second[i] = 0.999 * second[i] + rest * gradient[i] * gradient[i]
        guard let rate else { continue }
        expected[i] -= rate * first[i] / (second[i].squareRoot() + Float(1e-8))
        expected[i] -= Float(0.001 * 0.01) * expected[i]
      }
      Self.apply(settings, &weights, &gradient, &moments, &average, level: level)
      #expect(sameBits(Array(moments[..<n]), first))
      #expect(sameBits(Array(moments[n...]), second))
      if rate != nil { #expect(sameBits(weights, expected)) }
      #expect(gradient.allSatisfy { $0 == 0 })
    }
  }

  private func adamRate(_ settings: OptimizerStep) -> Float {
    let (one, two) = (
      1 - Kernels.power(0.9, settings.step), 1 - Kernels.power(0.999, settings.step)
    )
    return Float(0.001 * two.squareRoot() / one)
  }

  @Test func aNormEqualToTheLimitIsClippedWithoutChange() {
    var settings = Self.step(.sgd)
    settings.learnRate = 1
    settings.gradClip = 5
    var weights: [Float] = [0, 0]
    var gradient: [Float] = [3, 4]
    settings.apply(count: 2, weights: &weights, gradient: &gradient, moments: nil, average: nil)
    #expect(weights == [-3, -4])
    gradient = [6, 8]
    settings.apply(count: 2, weights: &weights, gradient: &gradient, moments: nil, average: nil)
    #expect(weights == [-6, -8])
  }
}
