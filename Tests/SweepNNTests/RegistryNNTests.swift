import SweepConfig
import SweepNN
import Testing

struct RegistryNNTests {
  @Test func offersEveryFunctionOfThinc() {
    let registry = Registry(Registry.nn)
    #expect(
      registry.names(of: RegistryKind<any Schedule>.schedules) == [
        "compounding.v1", "constant.v1", "constant_then.v1", "cyclic_triangular.v1",
        "decaying.v1", "slanted_triangular.v1", "warmup_linear.v1",
      ])
    #expect(
      registry.names(of: RegistryKind<Optimizer>.optimizers) == [
        "Adam.v1", "RAdam.v1", "SGD.v1",
      ])
    #expect(
      registry.names(of: RegistryKind<Initializer>.initializers) == [
        "glorot_normal_init.v1", "glorot_uniform_init.v1", "he_normal_init.v1",
        "he_uniform_init.v1", "lecun_normal_init.v1", "lecun_uniform_init.v1", "normal_init.v1",
        "uniform_init.v1", "zero_init.v1",
      ])
    #expect(
      registry.names(of: RegistryKind<any Loss>.losses) == [
        "CategoricalCrossentropy.v1", "CategoricalCrossentropy.v2", "CategoricalCrossentropy.v3",
        "CosineDistance.v1", "L2Distance.v1", "SequenceCategoricalCrossentropy.v1",
        "SequenceCategoricalCrossentropy.v2", "SequenceCategoricalCrossentropy.v3",
      ])
  }

  @Test(arguments: Registry.nn.indices)
  func declaresTheArgumentsOfTheKnownSignature(index: Int) throws {
    let entry = Registry.nn[index]
    let known = try #require(Registry().signature(registry: entry.registry, name: entry.name))
    #expect(entry.parameters == known.parameters, "\(entry.name)")
  }
}
