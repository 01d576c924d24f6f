import Synchronization

/// A value that is computed when somebody first asks for it, and then kept.
///
/// A class because those who ask share it: examples are prepared once for all trials.
final class Lazy<Value: Sendable>: Sendable {
  private let kept = Mutex<Value?>(nil)

  /// Nothing computed yet.
  init() {}

  /// The value; `make` must give the same whenever it is called.
  func value(_ make: () -> Value) -> Value {
    kept.withLock { kept in
      if let kept { return kept }
      let value = make()
      kept = value
      return value
    }
  }
}
