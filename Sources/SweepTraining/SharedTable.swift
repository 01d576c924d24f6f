import Synchronization

/// Values that several trainings share: each is made once, by whoever asks for it first.
///
/// Whoever asks for a value that is being made waits for it; other values can be made meanwhile. A
/// class because all workers look into the same table; it owns its locks.
final class SharedTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private final class Entry: Sendable {
    let value = Mutex<Value?>(nil)
  }

  private let entries = Mutex<[Key: Entry]>([:])

  init() {}

  /// The value of a key; what `make` throws is thrown to its caller, and the next one tries again.
  func value(_ key: Key, make: () throws -> Value) throws -> Value {
    let entry = entries.withLock { entries in
      if let entry = entries[key] { return entry }
      let entry = Entry()
      entries[key] = entry
      return entry
    }
    return try entry.value.withLock { known in
      if let value = known { return value }
      let value = try make()
      known = value
      return value
    }
  }

  /// Forgets a value; who has asked for it already still gets it.
  func remove(_ key: Key) {
    entries.withLock { $0[key] = nil }
  }
}
