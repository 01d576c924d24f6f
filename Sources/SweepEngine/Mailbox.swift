import Dispatch
import Synchronization

/// A queue of messages from several workers to one reader.
///
/// A class because it owns a lock and a semaphore. It never blocks a sender.
final class Mailbox<Message: Sendable>: Sendable {
  private let messages = Mutex(Queue())
  private let arrived = DispatchSemaphore(value: 0)

  /// What has come, the oldest first; taking one out does not move the others.
  private struct Queue: Sendable {
    private var messages: [Message?] = []
    private var first = 0

    mutating func append(_ message: Message) { messages.append(message) }

    mutating func popFirst() -> Message? {
      guard first < messages.count else { return nil }
      let message = messages[first].take()
      first += 1
      // Half of them at once, so that each message is moved once on average.
      if first == messages.count || first >= 1024 && 2 * first > messages.count {
        messages.removeFirst(first)
        first = 0
      }
      return message
    }
  }

  func send(_ message: Message) {
    messages.withLock { $0.append(message) }
    arrived.signal()
  }

  /// Takes the oldest message, or waits for one.
  func wait() -> Message {
    while true {
      arrived.wait()
      if let message = messages.withLock({ $0.popFirst() }) {
        return message
      }
    }
  }

  /// Takes the oldest message, or `nil` when none came within the time.
  func receive(within time: DispatchTimeInterval) -> Message? {
    guard arrived.wait(timeout: .now() + time) == .success else { return nil }
    return messages.withLock { $0.popFirst() }
  }
}
