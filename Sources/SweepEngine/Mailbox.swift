import Dispatch
import Synchronization

/// A queue of messages from several workers to one reader.
///
/// A class because it owns a lock and a semaphore. It never blocks a sender.
final class Mailbox<Message: Sendable>: Sendable {
  private let messages = Mutex<[Message]>([])
  private let arrived = DispatchSemaphore(value: 0)

  func send(_ message: Message) {
    messages.withLock { $0.append(message) }
    arrived.signal()
  }

  /// Takes the oldest message, or waits for one.
  func wait() -> Message {
    while true {
      arrived.wait()
      if let message = messages.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
        return message
      }
    }
  }

  /// Takes the oldest message, or `nil` when none came within the time.
  func receive(within time: DispatchTimeInterval) -> Message? {
    guard arrived.wait(timeout: .now() + time) == .success else { return nil }
    return messages.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}
