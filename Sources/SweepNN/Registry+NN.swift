public import SweepConfig

extension Registry {
  /// Every function this module registers: a new schedule, optimizer, loss or initializer adds its
  /// line here.
  public static let nn: [any RegistryEntryProtocol] =
    [
      Compounding.entry,
      Constant.entry,
      ConstantThen.entry,
      CyclicTriangular.entry,
      Decaying.entry,
      SlantedTriangular.entry,
      WarmupLinear.entry,

      Optimizer.adamEntry,
      Optimizer.radamEntry,
      Optimizer.sgdEntry,

      Initializer.glorotNormalEntry,
      Initializer.glorotUniformEntry,
      Initializer.heNormalEntry,
      Initializer.heUniformEntry,
      Initializer.lecunNormalEntry,
      Initializer.lecunUniformEntry,
      Initializer.normalEntry,
      Initializer.uniformEntry,
      Initializer.zeroEntry,

      CosineDistance.entry,
      L2Distance.entry,
    ] + CategoricalCrossentropy.entries + SequenceCategoricalCrossentropy.entries
}
