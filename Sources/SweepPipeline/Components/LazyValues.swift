import Synchronization

/// Values that are computed when somebody first asks for them, by key, and then kept.
///
/// A class because those who ask share it: examples are prepared once for all trials.
final class LazyValues<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let kept = Mutex<[Key: Value]>([:])

  /// Nothing computed yet.
  init() {}

  /// The value of a key; `make` must give the same whenever it is called.
  func value(_ key: Key, _ make: () -> Value) -> Value {
    kept.withLock { kept in
      if let value = kept[key] { return value }
      let value = make()
      kept[key] = value
      return value
    }
  }
}
