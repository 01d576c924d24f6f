extension Vectors {
  /// The table with the rows of its first `count` words alone; all others take the most similar of
  /// these.
  ///
  /// Words are ranked by their rows, since files list frequent words first. Similar means the
  /// largest cosine; of equal ones, the first row.
  ///
  /// - Source: spaCy 3.8 `Vocab.prune_vectors`.
  public func pruned(to count: Int) -> Vectors {
    let ranked = entries.sorted { ($0.row, $0.key) < ($1.row, $1.key) }
    let (kept, others) = (ranked.prefix(count), ranked.dropFirst(count))
    let table = kept.flatMap { self[$0.row] }
    var result = kept.enumerated().map { (key: $0.element.key, row: $0.offset) }
    let unit = normalized(kept.map(\.row))
    var nearest: [Int: Int] = [:]
    for (key, row) in others {
      let best = nearest[row] ?? Self.nearest(normalized([row]), among: unit, width)
      nearest[row] = best
      result.append((key, best))
    }
    return Vectors(name: name, width: width, data: table, entries: kept.isEmpty ? [] : result)
  }

  /// Rows scaled to length one; of zeros, zeros.
  private func normalized(_ rows: [Int]) -> [Float] {
    rows.flatMap { row in
      let length = self[row].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      return self[row].map { length == 0 ? 0 : Float(Double($0) / length) }
    }
  }

  /// The row with the largest product with a query.
  private static func nearest(_ query: [Float], among rows: [Float], _ width: Int) -> Int {
    var (best, bestProduct) = (0, -Float.infinity)
    guard width > 0 else { return best }
    query.withUnsafeBufferPointer { query in
      rows.withUnsafeBufferPointer { rows in
        for row in 0..<(rows.count / width) {
          let product = self.product(query, rows, from: row * width)
          if product > bestProduct { (best, bestProduct) = (row, product) }
        }
      }
    }
    return best
  }

  /// The product of two vectors; summed in the same order everywhere.
  private static func product(
    _ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>, from start: Int
  ) -> Float {
    var sums = (SIMD8<Float>.zero, SIMD8<Float>.zero)
    var i = 0
    while i + 16 <= a.count {
      sums.0 += load(a, i) * load(b, start + i)
      sums.1 += load(a, i + 8) * load(b, start + i + 8)
      i += 16
    }
    let lanes = sums.0 + sums.1
    var sum: Float = 0
    for lane in lanes.indices { sum += lanes[lane] }
    while i < a.count {
      sum += a[i] * b[start + i]
      i += 1
    }
    return sum
  }

  private static func load(_ numbers: UnsafeBufferPointer<Float>, _ i: Int) -> SIMD8<Float> {
    UnsafeRawBufferPointer(numbers)
      .loadUnaligned(fromByteOffset: 4 * i, as: SIMD8<Float>.self)
  }
}
