/// How many threads one piece of work may use, and how it is shared out.
///
/// Work is split over outputs or rows, never over what is summed, so the number of threads has no
/// effect on a bit.
public struct Threads: Equatable, Sendable {
  /// One thread: the caller's.
  public static let one = Threads(1)

  /// The number of threads, at least 1.
  public let count: Int

  /// A number of threads; fewer than 1 count as 1.
  public init(_ count: Int) {
    self.count = max(1, count)
  }

  /// Cuts `0..<count` into ranges that start at multiples of `grain` and calls `body` for each,
  /// side by side.
  ///
  /// Returns when all are done. With one thread, or no more than one grain of work, `body` is called
  /// once, on the caller's thread. There are a few more ranges than threads, so that a thread that
  /// was held up elsewhere holds nobody up.
  ///
  /// - Precondition: `body` writes only to what belongs to its range.
  public func forEachRange(
    of count: Int, grain: Int = 1, _ body: (_ range: Range<Int>) -> Void
  ) {
    guard count > 0 else { return }
    let grains = (count + grain - 1) / grain
    let parts = self.count == 1 ? 1 : grains <= 4 * self.count ? grains : 2 * self.count
    forEach(parts) { part in
      let start = grains * part / parts * grain
      let end = min(grains * (part + 1) / parts * grain, count)
      if start < end { body(start..<end) }
    }
  }

  /// Calls `body` for each of `0..<count`, side by side, in no particular order.
  ///
  /// - Precondition: as for `forEachRange`.
  public func forEach(_ count: Int, _ body: (_ index: Int) -> Void) {
    let workers = min(self.count, count)
    guard workers > 1 else {
      for index in 0..<count { body(index) }
      return
    }
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) { body in
        let work = SharedWork(count, body)
        Helper.engage(workers - 1) { helpers in
          for helper in helpers { helper.post(work) }
          work.run()
          work.close()
        }
      }
    }
  }
}
