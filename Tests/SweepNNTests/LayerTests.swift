import SweepBase
import SweepConfig
import SweepNN
import SweepTensors
import SweepTestSupport
import Testing

/// The contract of every layer, over sizes that include empty batches and odd widths.
struct LayerTests {
  static let sizes = [(rows: 1, nI: 1, nO: 1), (3, 4, 2), (0, 4, 2), (17, 19, 5)]

  @Test(arguments: sizes)
  func linearKeepsTheContract(rows: Int, nI: Int, nO: Int) {
    var (parameters, random) = (Parameters(), NumpyRandom(seed: 1))
    let layer = Linear(nO: nO, nI: nI, in: &parameters, random: &random)
    checkLayerContract(layer, parameters, .scattered(rows: rows, columns: nI))
  }

  @Test(arguments: sizes)
  func maxoutKeepsTheContract(rows: Int, nI: Int, nO: Int) {
    for pieces in [1, 2, 3] {
      var (parameters, random) = (Parameters(), NumpyRandom(seed: 1))
      let layer = Maxout(nO: nO, nI: nI, nP: pieces, in: &parameters, random: &random)
      // The pieces must lie apart: a difference across a kink says nothing.
      parameters[layer.b] = (0..<nO * pieces).map { Float($0 % pieces) * 4 }
      checkLayerContract(layer, parameters, .scattered(rows: rows, columns: nI))
    }
  }

  @Test(arguments: [(rows: 1, width: 4), (3, 19), (0, 4), (5, 32)])
  func layerNormKeepsTheContract(rows: Int, width: Int) {
    var parameters = Parameters()
    let layer = LayerNorm(width: width, in: &parameters)
    parameters[layer.g] = (0..<width).map { 1 + Float($0) / 8 }
    parameters[layer.b] = (0..<width).map { Float($0) / 4 - 1 }
    checkLayerContract(layer, parameters, .scattered(rows: rows, columns: width))
  }

  @Test(arguments: [0.0, 0.3])
  func dropoutKeepsTheContract(rate: Double) {
    checkLayerContract(
      Dropout(), Parameters(), .scattered(rows: 5, columns: 7), dropout: rate)
  }

  @Test(arguments: [0.0, 0.3])
  func hashEmbedKeepsTheContract(rate: Double) {
    var (parameters, random) = (Parameters(), NumpyRandom(seed: 1))
    let layer = HashEmbed(nO: 5, nV: 7, seed: 8, in: &parameters, random: &random)
    checkLayerContract(layer, parameters, [0, 1, 42, .max, 42], dropout: rate)
  }

  @Test(arguments: [1, 2])
  func expandWindowKeepsTheContract(windowSize: Int) {
    let layer = ExpandWindow(windowSize: windowSize)
    checkLayerContract(layer, Parameters(), .scattered(rows: 6, columns: 3))
    checkLayerContract(layer, Parameters(), .scattered(rows: 1, columns: 3))
    checkLayerContract(layer, Parameters(), .scattered(rows: 0, columns: 3))
  }

  @Test func reluKeepsTheContract() {
    checkLayerContract(ReLU(), Parameters(), .scattered(rows: 4, columns: 5))
  }

  @Test func residualChainsOfPaddedDocumentsKeepTheContract() {
    var (parameters, random) = (Parameters(), NumpyRandom(seed: 1))
    let maxout = Maxout(nO: 4, nI: 12, nP: 2, in: &parameters, random: &random)
    parameters[maxout.b] = [0, 4, 4, 0, 0, 4, 4, 0].map { $0 * 2 }
    let norm = LayerNorm(width: 4, in: &parameters)
    let layer = Residual(
      ExpandWindow(windowSize: 1).then(maxout).then(norm).then(Dropout()))
    let rows = Floats2D.scattered(rows: 5, columns: 4)
    checkLayerContract(
      PaddedDocuments(layer, padding: 1), parameters, Ragged(rows, lengths: [2, 0, 3]),
      dropout: 0.3, tolerance: 2e-2)
  }

  @Test func paddedDocumentsDoNotSeeEachOther() {
    var (parameters, random) = (Parameters(), NumpyRandom(seed: 1))
    let maxout = Maxout(nO: 4, nI: 12, nP: 3, in: &parameters, random: &random)
    let norm = LayerNorm(width: 4, in: &parameters)
    let block = Residual(ExpandWindow(windowSize: 1).then(maxout).then(norm))
    let layer = PaddedDocuments(block.then(block), padding: 2)
    let rows = Floats2D.scattered(rows: 7, columns: 4)
    let together = layer.predict(
      Ragged(rows, lengths: [3, 4]), parameters: parameters, backend: .exact)
    let first = Floats2D(rows: 3, columns: 4, values: Array(rows.values[..<12]))
    let alone = layer.predict(
      Ragged(first, lengths: [3]), parameters: parameters, backend: .exact)
    #expect(alone.rows.values == Array(together.rows.values[..<12]))
    #expect(together.lengths == [3, 4])
  }

  @Test func softmaxRowsAddUpToOneAndTakeTheGradientOfLogits() {
    var parameters = Parameters()
    let layer = Softmax(nO: 3, nI: 2, in: &parameters)
    parameters[layer.linear.w] = [1, 0, 0, 1, -1, 2]
    var pass = Pass(parameters: parameters, random: SpacyRandom(seed: 0), dropout: 0)
    let x = Floats2D(rows: 2, columns: 2, values: [1, 2, 3, -1])
    let update = layer.forward(x, in: &pass)
    for row in 0..<2 {
      let sum = (0..<3).reduce(0) { $0 + update.output[row, $1] }
      #expect(abs(sum - 1) < 1e-6)
    }
    // exp(1), exp(2), exp(3) over their sum
    #expect(abs(update.output[0, 2] - 0.665_240_96) < 1e-6)
    var gradients = Gradients(like: parameters)
    let dX = update.backprop(
      Floats2D(rows: 2, columns: 3, values: [1, 0, 0, 0, 0, 1]), &gradients)
    #expect(dX.values == [1, 0, -1, 2])
    #expect(gradients[layer.linear.b] == [1, 0, 1])
    let logits = Softmax(nO: 3, nI: 2, normalizesOutputs: false, in: &parameters)
    let plain = logits.predict(x, parameters: parameters, backend: .exact)
    #expect(plain.values == [Float](repeating: 0, count: 6))
  }
}

/// Layers against the recorded numbers of Thinc.
struct LayerParityTests {
  let recorded: JSONValue

  init() throws {
    recorded = try #require(Fixture.json("vectors.json")["misc"])
  }

  private func matrix(_ value: JSONValue?) throws -> Floats2D {
    let rows = try #require(value?.arrayValue).map { row in
      try #require(row.arrayValue).map { Float(try #require($0.doubleValue)) }
    }
    return Floats2D(rows: rows.count, columns: rows[0].count, values: rows.flatMap { $0 })
  }

  private func expectNear(_ found: [Float], _ expected: [Float], _ tolerance: Float = 2e-6) {
    #expect(found.count == expected.count)
    for (a, b) in zip(found, expected) {
      #expect(abs(a - b) <= tolerance * max(1, abs(b)), "\(a), recorded \(b)")
    }
  }

  @Test func layerNormIsThincs() throws {
    let expected = try #require(recorded["layernorm"])
    let vector = { (key: String) in
      try #require(expected[key]?.arrayValue).map { Float(try #require($0.doubleValue)) }
    }
    var parameters = Parameters()
    let layer = LayerNorm(width: 3, in: &parameters)
    parameters[layer.g] = try vector("G")
    parameters[layer.b] = try vector("b")
    var pass = Pass(parameters: parameters, random: SpacyRandom(seed: 0), dropout: 0)
    let update = layer.forward(try matrix(expected["X"]), in: &pass)
    expectNear(update.output.values, try matrix(expected["Y"]).values)
    var gradients = Gradients(like: parameters)
    let dX = update.backprop(try matrix(expected["dY"]), &gradients)
    expectNear(dX.values, try matrix(expected["dX"]).values, 1e-5)
    expectNear(gradients[layer.g], try vector("dG"))
    expectNear(gradients[layer.b], try vector("db"))
  }

  @Test func windowsAreThincs() throws {
    let expected = try #require(recorded["seq2col_nW1_lengths[3,1]"])
    let x = try matrix(expected["X"])
    let parameters = Parameters()
    let one = ExpandWindow(windowSize: 1)
      .predict(x, parameters: parameters, backend: .exact)
    #expect(one == (try matrix(expected["Y_nolengths"])))
    let two = ExpandWindow(windowSize: 2)
      .predict(x, parameters: parameters, backend: .exact)
    #expect(two == (try matrix(recorded["seq2col_nW2"])))
  }

  @Test func tiesGoToTheLowestPiece() throws {
    #expect(recorded["maxout_ties"] == [[[0, 1]], [[0, 0]], [[0]]])
    for (pieces, winners) in [
      ([[1, 1, 1], [0, 2, 2]] as [[Float]], [0, 1]), ([[1, 1], [0, 0]], [0, 0]),
      ([[1, 1, 1, 1]], [0]),
    ] {
      var (parameters, random) = (Parameters(), NumpyRandom(seed: 0))
      let (nO, nP) = (pieces.count, pieces[0].count)
      let layer = Maxout(
        nO: nO, nI: 1, nP: nP, initializer: .zero, in: &parameters, random: &random)
      parameters[layer.b] = pieces.flatMap { $0 }
      var pass = Pass(parameters: parameters, random: SpacyRandom(seed: 0), dropout: 0)
      let update = layer.forward(Floats2D(rows: 1, columns: 1, values: [1]), in: &pass)
      var gradients = Gradients(like: parameters)
      _ = update.backprop(
        Floats2D(rows: 1, columns: nO, values: [Float](repeating: 1, count: nO)), &gradients)
      let found = (0..<nO).map { output in
        (0..<nP).firstIndex { gradients[layer.b][output * nP + $0] == 1 }
      }
      #expect(found == winners)
    }
  }

  @Test func hashEmbedUsesTheRecordedRows() throws {
    let hashes = try #require(Fixture.json("vectors.json")["hashes"])
    var (parameters, random) = (Parameters(), NumpyRandom(seed: 0))
    let layer = HashEmbed(nO: 1, nV: 100, seed: 8, in: &parameters, random: &random)
    let row = try #require(hashes["mmh3_x86_128_uint64 seed=8"]?["5003"]?.arrayValue)
    #expect(layer.tableRows(of: [5003]).map { Int($0) } == row.map { ($0.intValue ?? -1) % 100 })
    parameters[layer.table] = (0..<100).map { Float($0) }
    let y = layer.predict([5003], parameters: parameters, backend: .exact)
    #expect(y.values == [Float(row.reduce(0) { $0 + ($1.intValue ?? 0) % 100 })])
  }
}
