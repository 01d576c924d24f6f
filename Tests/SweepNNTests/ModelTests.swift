import SweepBase
import SweepNN
import SweepTensors
import SweepTestSupport
import Testing

/// The training loop of Thinc's documentation, in our words.
struct ModelTests {
  private struct Digits {
    let inputs: Floats2D
    let labels: [Int]
  }

  /// Points around three corners of a triangle.
  private func points(_ count: Int, seed: UInt64) -> Digits {
    var stream = RandomStream(seed: seed, path: ["points"])
    var (values, labels) = ([Float](), [Int]())
    for i in 0..<count {
      let label = i % 3
      labels.append(label)
      values.append([0, 2, 1][label] + Float(stream.double()) - 0.5)
      values.append([0, 0, 2][label] + Float(stream.double()) - 0.5)
    }
    return Digits(inputs: Floats2D(rows: count, columns: 2, values: values), labels: labels)
  }

  @Test(arguments: ["adam", "radam", "sgd"])
  func learnsByTheDocumentedLoop(name: String) throws {
    let training = points(60, seed: 0)
    var (parameters, random) = (Parameters(), SpacyRandom(seed: 0))
    let hidden = Maxout(nO: 8, nI: 2, in: &parameters, random: &random.numpy)
    let norm = LayerNorm(width: 8, in: &parameters)
    let output = Softmax(nO: 3, nI: 8, in: &parameters)
    var model = Model(
      hidden.then(norm).then(Dropout()).then(output), parameters, random: random)
    model.dropout = 0.1
    var optimizer: Optimizer
    switch name {
    case "adam": optimizer = .adam(0.02)
    case "radam": optimizer = .radam(0.1)
    default: optimizer = .sgd(1.0, schedules: [.learnRate: Decaying(baseRate: 1, decay: 0.01)])
    }
    let loss = CategoricalCrossentropy()
    var indices = Array(0..<60)
    for _ in 0..<15 {
      model.random.python.shuffle(&indices)
      for start in stride(from: 0, to: 60, by: 20) {
        let batch = indices[start..<start + 20]
        let x = Floats2D(
          rows: 20, columns: 2,
          values: batch.flatMap { [training.inputs[$0, 0], training.inputs[$0, 1]] })
        let update = model.beginUpdate(x)
        let dY = try loss(update.output, .numbers(batch.map { training.labels[$0] })).gradient
        _ = update.backprop(dY, &model.gradients)
        model.finishUpdate(&optimizer)
        optimizer.stepSchedules()
      }
    }
    let unseen = points(90, seed: 1)
    #expect(accuracy(model, unseen) > 0.95)
    model.parameters = optimizer.averaged(model.parameters)
    #expect(accuracy(model, unseen) > 0.9)
  }

  private func accuracy<Network>(_ model: Model<Network>, _ points: Digits) -> Double
  where Network.Input == Floats2D, Network.Output == Floats2D {
    let guesses = model.predict(points.inputs)
    let right = points.labels.indices.filter { row in
      (0..<3).allSatisfy { guesses[row, $0] <= guesses[row, points.labels[row]] }
    }
    return Double(right.count) / Double(points.labels.count)
  }

  @Test func gradientsAccumulateUntilTheUpdateIsFinished() {
    var (parameters, random) = (Parameters(), SpacyRandom(seed: 0))
    let layer = Linear(nO: 1, nI: 1, initializer: .zero, in: &parameters, random: &random.numpy)
    var model = Model(layer, parameters, random: random)
    let one = Floats2D(rows: 1, columns: 1, values: [1])
    for _ in 0..<3 {
      let update = model.beginUpdate(one)
      _ = update.backprop(one, &model.gradients)
    }
    #expect(model.gradients[layer.w] == [3])
    var optimizer = Optimizer.sgd(0.5, gradClip: 0.0)
    model.finishUpdate(&optimizer)
    #expect(model.parameters[layer.w] == [-1.5])
    #expect(model.gradients[layer.w] == [0])
  }

  @Test func isReproducibleFromItsSeed() {
    func weights() -> [Float] {
      var (parameters, random) = (Parameters(), SpacyRandom(seed: 7))
      let layer = Linear(nO: 4, nI: 4, in: &parameters, random: &random.numpy)
      var model = Model(layer.then(Dropout()), parameters, random: random)
      model.dropout = 0.5
      var optimizer = Optimizer.adam()
      for _ in 0..<5 {
        let update = model.beginUpdate(.scattered(rows: 3, columns: 4))
        _ = update.backprop(update.output, &model.gradients)
        model.finishUpdate(&optimizer)
      }
      return model.parameters[layer.w]
    }
    #expect(weights() == weights())
  }
}
