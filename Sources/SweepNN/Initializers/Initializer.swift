public import SweepBase
public import SweepConfig

/// Makes the first values of a parameter of a given shape, from NumPy's generator.
///
/// Draws are made in double precision in the order of the elements and then rounded, as Thinc does,
/// so that one seed gives spaCy's own weights.
public struct Initializer: Sendable {
  private let draw: @Sendable (_ shape: [Int], _ random: inout NumpyRandom) -> [Float]

  /// Wraps a function from shape to values.
  public init(_ draw: @escaping @Sendable ([Int], inout NumpyRandom) -> [Float]) {
    self.draw = draw
  }

  /// The values of a parameter, row-major.
  public func callAsFunction(_ shape: [Int], from random: inout NumpyRandom) -> [Float] {
    draw(shape, &random)
  }

  /// Uniform draws between −s and s, where s follows from the shape.
  static func symmetric(_ bound: @escaping @Sendable ([Int]) -> Double) -> Initializer {
    Initializer { shape, random in
      let s = bound(shape)
      return random.uniformFloats(shape.reduce(1, *), -s, s)
    }
  }

  /// Normal draws with mean 0 and a standard deviation that follows from the shape.
  static func normal(_ standardDeviation: @escaping @Sendable ([Int]) -> Double) -> Initializer {
    Initializer { shape, random in
      random.normalFloats(
        shape.reduce(1, *), standardDeviation: standardDeviation(shape))
    }
  }

  /// The second size of a shape, which stands for the number of inputs.
  static func inputs(of shape: [Int]) -> Double {
    precondition(shape.count > 1, "an initializer by inputs needs two sizes, got \(shape)")
    return Double(shape[1])
  }

  /// The first two sizes of a shape together.
  static func inputsAndOutputs(of shape: [Int]) -> Double { Double(shape[0]) + inputs(of: shape) }

  /// An entry without arguments.
  static func entry(_ name: String, _ initializer: Initializer) -> RegistryEntry<Initializer> {
    RegistryEntry(.initializers, name, []) {
      (_: inout ArgumentReader) throws(ConfigError) in initializer
    }
  }
}

extension RegistryKind where Product == Initializer {
  /// The functions under `@initializers`.
  public static var initializers: RegistryKind { RegistryKind("initializers") }
}
