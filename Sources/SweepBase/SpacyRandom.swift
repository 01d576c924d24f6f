/// The two generators of a spaCy training: Python's for shuffles and cuts, NumPy's for weights and
/// dropout.
///
/// A trial has one, handed on `inout`, so that the draws come in spaCy's order.
public struct SpacyRandom: Equatable, Sendable {
  /// The seeds that NumPy accepts.
  public static let seeds: ClosedRange<Int> = 0...Int(UInt32.max)

  /// Python's `random`.
  public var python: PythonRandom
  /// NumPy's legacy global generator.
  public var numpy: NumpyRandom

  /// Seeds both generators with the same number.
  ///
  /// - Precondition: `seed` is in `seeds`.
  public init(seed: Int) {
    precondition(Self.seeds.contains(seed), "a seed lies in \(Self.seeds), not \(seed)")
    python = PythonRandom(seed: seed)
    numpy = NumpyRandom(seed: UInt32(seed))
  }
}

extension SpacyRandom {
  /// Writes where both generators stand.
  package func write(to writer: inout StateWriter) {
    python.write(to: &writer)
    numpy.write(to: &writer)
  }

  /// Generators as they were written.
  ///
  /// - Throws: `StateError` when there are none.
  package init(reading reader: inout StateReader) throws(StateError) {
    python = try PythonRandom(reading: &reader)
    numpy = try NumpyRandom(reading: &reader)
  }
}
