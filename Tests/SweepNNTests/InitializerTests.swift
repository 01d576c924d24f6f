import SweepBase
import SweepConfig
import SweepNN
import SweepTestSupport
import Testing

struct InitializerTests {
  static let recorded: [(name: String, initializer: Initializer)] = [
    ("glorot_uniform_init", .glorotUniform), ("glorot_uniform_init_3d", .glorotUniform),
    ("he_uniform_init", .heUniform), ("lecun_uniform_init", .lecunUniform),
    ("glorot_normal_init", .glorotNormal), ("he_normal_init", .heNormal),
    ("lecun_normal_init", .lecunNormal), ("uniform_init", .uniform()),
    ("normal_init(mean=1.0)", .normal(standardDeviation: 1)), ("zero_init", .zero),
  ]

  @Test(arguments: recorded.indices)
  func drawsThincsWeights(index: Int) throws {
    let (name, initializer) = Self.recorded[index]
    let vectors = try #require(Fixture.json("vectors.json")["initializers"]?.objectValue)
    #expect(vectors.keys.count == Self.recorded.count)
    let shape = try #require(vectors[name]?["shape"]?.arrayValue).compactMap(\.intValue)
    let expected = try #require(vectors[name]?["values"]?.arrayValue)
      .map { Float(try #require($0.doubleValue)) }
    var random = NumpyRandom(seed: 0)
    #expect(initializer(shape, from: &random) == expected)
  }

  @Test func readsArguments() throws {
    let registry = Registry(Registry.nn)
    let config = Config([
      "a": ["@initializers": "uniform_init.v1", "lo": 2, "hi": 3],
      "b": ["@initializers": "normal_init.v1", "mean": 0],
      "c": ["@initializers": "normal_init.v1", "mean": -1],
    ])
    let kind = RegistryKind<Initializer>.initializers
    var random = NumpyRandom(seed: 0)
    let uniform = try registry.make(kind, at: "a", in: config)([9], from: &random)
    #expect(uniform.allSatisfy { (2..<3).contains($0) })
    #expect(try registry.make(kind, at: "b", in: config)([2], from: &random) == [0, 0])
    #expect(throws: ConfigError.self) { try registry.make(kind, at: "c", in: config) }
  }
}
