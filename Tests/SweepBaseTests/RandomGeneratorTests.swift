import SweepBase
import SweepConfig
import SweepTestSupport
import Testing

/// Replays the draws of Python 3 and NumPy that `vectors.json` records.
struct RandomGeneratorTests {
  let recorded: JSONObject

  init() throws {
    recorded = try #require(Fixture.json("vectors.json").objectValue?["rng"]?.objectValue)
  }

  func numbers(_ value: JSONValue?) throws -> [Double] {
    try #require(value?.arrayValue).map { try #require($0.doubleValue) }
  }

  @Test func drawsNumbersAsPython() throws {
    let expected = try #require(recorded["python_random_seed0"]?.objectValue)
    var random = PythonRandom(seed: 0)
    #expect(try (0..<5).map { _ in random.random() } == numbers(expected["random"]))
    let uniform = (0..<5).map { _ in random.uniform(50, 200) }
    #expect(try uniform == numbers(expected["uniform_50_200"]))
  }

  @Test func shufflesAsPython() throws {
    let expected = try #require(recorded["python_shuffle_seed0"]?.objectValue)
    var random = PythonRandom(seed: 0)
    var (ten, more) = (Array(0..<10), Array(0..<37))
    random.shuffle(&ten)
    random.shuffle(&more)
    #expect(try ten.map(Double.init) == numbers(expected["range10"]))
    #expect(try more.map(Double.init) == numbers(expected["then_range37"]))

    random = PythonRandom(seed: 7)
    ten = Array(0..<10)
    random.shuffle(&ten)
    #expect(try ten.map(Double.init) == numbers(recorded["python_shuffle_seed7_range10"]))
  }

  @Test func seedsPythonWithTheWordsOfALargeOrNegativeNumber() {
    // Printed by CPython 3.11: random.seed(n); random.random(); random.randrange(2**40)
    var random = PythonRandom(seed: 12_345_678_901_234)
    #expect(random.random() == 0.02504137575317178)
    #expect(random.below(1 << 40) == 1_085_416_877_699)
    random = PythonRandom(seed: -3)
    var positive = PythonRandom(seed: 3)
    #expect(random.random() == positive.random())
  }

  @Test func drawsUniformNumbersAsNumpy() throws {
    var random = NumpyRandom(seed: 0)
    let found = (0..<6).map { _ in random.double() }
    #expect(try found == numbers(recorded["numpy_seed0_uniform"]))
  }

  @Test func drawsNormalNumbersAsNumpy() throws {
    var random = NumpyRandom(seed: 0)
    let found = (0..<6).map { _ in random.normal() }
    #expect(try found == numbers(recorded["numpy_seed0_normal"]))
  }

  @Test func keepsTheSecondNormalDeviateBetweenOtherDraws() throws {
    var random = NumpyRandom(seed: 0)
    let found = [random.double(), random.normal(), random.double(), random.normal()]
    #expect(try found == numbers(recorded["numpy_seed0_random_then_normal_then_uniform"]))
  }

  @Test func agreesWithNumpyFarIntoTheStream() {
    // Printed by NumPy 2.4: seed(12345), 100 000 numbers dropped, then these.
    var random = NumpyRandom(seed: 12345)
    for _ in 0..<100_000 { _ = random.double() }
    #expect(random.double() == 0.47946173914430423)
    for _ in 0..<100_001 { _ = random.normal() }
    #expect(abs(random.normal() - 0.2768586224043042) <= 4e-16)
  }

  @Test(arguments: [(0, 1), (311, 5), (312, 0), (7, 1000), (300, 624 * 3 + 1)])
  func fillsMasksWithTheDrawsOfSingleNumbers(before: Int, count: Int) {
    for rate in [0.1, 0.2, 0.5, 1.0 / 3, 0.999] {
      var bulk = NumpyRandom(seed: 5)
      for _ in 0..<before { _ = bulk.double() }
      var single = bulk
      var mask = [Float](repeating: -1, count: count)
      mask.withUnsafeMutableBufferPointer { bulk.fillMask($0, rate: rate) }
      let expected = (0..<count).map { _ in single.double() >= rate ? Float(1 / (1 - rate)) : 0 }
      #expect(mask == expected)
      #expect(bulk == single)
    }
  }

  @Test func comparesMasksExactlyAtTheRate() {
    // The draw itself as the rate: not below it, so it is kept; the next larger rate drops it.
    var random = NumpyRandom(seed: 0)
    let draw = random.double()
    for (rate, isKept) in [(draw, true), (draw.nextUp, false)] {
      var again = NumpyRandom(seed: 0)
      var mask: [Float] = [-1, -1, -1, -1, -1]
      mask.withUnsafeMutableBufferPointer { again.fillMask($0, rate: rate) }
      #expect((mask[0] > 0) == isKept)
    }
  }

  @Test func fillsTheRecordedMask() throws {
    var random = NumpyRandom(seed: 0)
    var mask = [Float](repeating: 0, count: 12)
    mask.withUnsafeMutableBufferPointer { random.fillMask($0, rate: 0.2) }
    let expected = try numbers(recorded["dropout_mask_seed0_rate0.2_shape(3,4)"])
    #expect(mask.map(Double.init) == expected)
  }

  @Test func drawsNothingForMasksThatNeedNoDraw() {
    var random = NumpyRandom(seed: 0)
    let untouched = random
    var mask: [Float] = [5, 5]
    mask.withUnsafeMutableBufferPointer { random.fillMask($0, rate: 0) }
    #expect(mask == [1, 1])
    mask.withUnsafeMutableBufferPointer { random.fillMask($0, rate: 1) }
    #expect(mask == [0, 0])
    #expect(random == untouched)
  }

  @Test func spacyRandomSeedsBoth() {
    let random = SpacyRandom(seed: 42)
    #expect(random.python == PythonRandom(seed: 42))
    #expect(random.numpy == NumpyRandom(seed: 42))
  }
}
