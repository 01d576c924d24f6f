import SweepTensors

/// One way of making one vector of a sequence's.
public enum Reduction: String, Sendable {
  case first = "reduce_first"
  case last = "reduce_last"
  case max = "reduce_max"
  case mean = "reduce_mean"
}

/// Sequences of rows, reduced to one row each: several reductions side by side.
///
/// An empty sequence has zeros.
///
/// - Shapes: x `[rows, width]`, y `[sequences, reductions · width]`.
/// - Source: Thinc 8.3 `reduce_first`, `reduce_last`, `reduce_max`, `reduce_mean`.
struct Reductions: Sendable {
  let reductions: [Reduction]
  let width: Int

  /// Numbers per reduced sequence.
  var outputs: Int { reductions.count * width }

  /// A sequence: its first row and the row after its last.
  struct Rows: BitwiseCopyable {
    var start: Int32
    var end: Int32
  }

  /// Sequences that lie one after the other.
  static func consecutive(_ lengths: [Int], _ arena: Arena) -> UnsafeMutablePointer<Rows> {
    let rows = arena.make(Rows.self, lengths.count)
    var start: Int32 = 0
    for (index, length) in lengths.enumerated() {
      rows[index] = Rows(start: start, end: start + Int32(length))
      start += Int32(length)
    }
    return rows
  }

  /// Writes the reduced sequences; `which`, `[sequences, width]`, receives the rows of maxima.
  func forward(
    count: Int, _ sequences: UnsafePointer<Rows>, _ x: UnsafePointer<Float>,
    into y: UnsafeMutablePointer<Float>, which: UnsafeMutablePointer<Int32>?
  ) {
    for index in 0..<count {
      let rows = sequences[index]
      for (part, reduction) in reductions.enumerated() {
        let y = y + index * outputs + part * width
        guard rows.start < rows.end else {
          y.update(repeating: 0, count: width)
          which.map { ($0 + index * width).update(repeating: rows.start, count: width) }
          continue
        }
        switch reduction {
        case .first: y.update(from: x + Int(rows.start) * width, count: width)
        case .last: y.update(from: x + Int(rows.end - 1) * width, count: width)
        case .mean:
          y.update(from: x + Int(rows.start) * width, count: width)
          for row in rows.start + 1..<Swift.max(rows.end, rows.start + 1) {
            Kernels.add(count: width, x + Int(row) * width, to: y)
          }
          Kernels.scale(count: width, y, by: 1 / Float(rows.end - rows.start))
        case .max: maximum(rows, x, y, which.map { $0 + index * width })
        }
      }
    }
  }

  /// The largest values; the first row wins a tie.
  private func maximum(
    _ rows: Rows, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    _ which: UnsafeMutablePointer<Int32>?
  ) {
    y.update(from: x + Int(rows.start) * width, count: width)
    which?.update(repeating: rows.start, count: width)
    for row in rows.start + 1..<Swift.max(rows.end, rows.start + 1) {
      let x = x + Int(row) * width
      if let which {
        for k in 0..<width where x[k] > y[k] { (y[k], which[k]) = (x[k], row) }
      } else {
        for k in 0..<width { y[k] = x[k] > y[k] ? x[k] : y[k] }
      }
    }
  }

  /// Adds the gradient of the rows.
  func backward(
    count: Int, _ sequences: UnsafePointer<Rows>, _ dY: UnsafePointer<Float>,
    which: UnsafePointer<Int32>?, addingTo dX: UnsafeMutablePointer<Float>
  ) {
    for index in 0..<count {
      let rows = sequences[index]
      guard rows.start < rows.end else { continue }
      for (part, reduction) in reductions.enumerated() {
        let dY = dY + index * outputs + part * width
        switch reduction {
        case .first: Kernels.add(count: width, dY, to: dX + Int(rows.start) * width)
        case .last: Kernels.add(count: width, dY, to: dX + Int(rows.end - 1) * width)
        case .mean:
          let share = 1 / Float(rows.end - rows.start)
          for row in rows.start..<rows.end {
            Kernels.add(count: width, dY, times: share, to: dX + Int(row) * width)
          }
        case .max:
          guard let which = which.map({ $0 + index * width }) else { continue }
          for k in 0..<width { dX[Int(which[k]) * width + k] += dY[k] }
        }
      }
    }
  }
}
