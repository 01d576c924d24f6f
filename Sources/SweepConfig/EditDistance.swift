extension String {
  /// The number of single-character edits that turn this string into `other`, where two neighbours
  /// that changed places count as one.
  func editDistance(to other: String) -> Int {
    let (a, b) = (Array(unicodeScalars), Array(other.unicodeScalars))
    var before = [Int](repeating: 0, count: b.count + 1)
    var row = Array(0...b.count)
    for i in a.indices {
      var next = [i + 1]
      for j in b.indices {
        var best = Swift.min(next[j], row[j + 1]) + 1
        best = Swift.min(best, row[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = Swift.min(best, before[j - 1] + 1)
        }
        next.append(best)
      }
      (before, row) = (row, next)
    }
    return row[b.count]
  }

  /// The candidate that this string is most likely a slip of the keyboard for.
  ///
  /// Of equally near ones it is the first. `nil` when none is near, so that help never misleads.
  public func nearest(among candidates: some Sequence<String>) -> String? {
    let limit = Swift.max(1, count / 3)
    guard count > 2, count <= 200 else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates where abs(candidate.count - count) <= limit {
      let distance = editDistance(to: candidate)
      if distance <= limit, best.map({ distance < $0.distance }) ?? true {
        best = (candidate, distance)
      }
    }
    return best?.name
  }
}
