extension String {
  /// The number of single-character edits that turn this string into `other`.
  func editDistance(to other: String) -> Int {
    let (a, b) = (Array(self), Array(other))
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        (diagonal, row[j + 1]) = (
          row[j + 1], x == y ? diagonal : Swift.min(diagonal, row[j], row[j + 1]) + 1
        )
      }
    }
    return row[b.count]
  }

  /// The candidate that this string is most likely a slip of the keyboard for.
  ///
  /// Of equally near ones it is the first. `nil` when none is near, so that help never misleads.
  public func nearest(among candidates: some Sequence<String>) -> String? {
    let limit = Swift.max(1, count / 3)
    guard count <= 200 else { return nil }
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
