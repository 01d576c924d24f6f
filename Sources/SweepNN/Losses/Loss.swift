public import SweepConfig

/// Compares what a network guessed with the truth.
///
/// The gradient is by the input of a final softmax, whose backward pass is therefore the identity.
public protocol Loss<Guesses, Truths>: Sendable {
  associatedtype Guesses
  associatedtype Truths

  /// The gradient, and the loss: the sum of its squares where nothing else is said.
  ///
  /// - Throws: `LossError` when guesses and truths don't fit.
  func callAsFunction(
    _ guesses: Guesses, _ truths: Truths
  ) throws(LossError) -> (gradient: Guesses, loss: Double)
}

/// Why a loss could not be computed.
public enum LossError: Error, Equatable, Sendable {
  /// Guesses and truths have different shapes, given as text.
  case shapes(guesses: String, truths: String)
  /// A value outside 0…1.
  case outOfRange(what: String, value: Float)
  /// A name that the loss was not given.
  case unknownName(String)
  /// Names as truths, but none were given to the loss.
  case noNames
  /// The label smoothing that this number of classes does not allow.
  case smoothing(Double, classes: Int)
}

extension LossError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .shapes(let guesses, let truths):
      "guesses of \(guesses) cannot be compared with truths of \(truths)"
    case .outOfRange(let what, let value):
      "expected \(what) between 0 and 1, found \(value)"
    case .unknownName(let name):
      "expected one of the loss's names, found \"\(name)\""
    case .noNames:
      "names as truths need a loss that knows the names of the classes"
    case .smoothing(let smoothing, let classes):
      "label smoothing of \(smoothing) does not go with \(classes) classes"
    }
  }
}

extension RegistryKind where Product == any Loss {
  /// The functions under `@losses`.
  public static var losses: RegistryKind { RegistryKind("losses") }
}
