public import SweepTensors

/// Rows of several documents, one document after the other.
public struct Ragged: Equatable, Sendable {
  /// All rows.
  public var rows: Floats2D
  /// The number of rows of each document.
  public var lengths: [Int]

  /// - Precondition: the lengths add up to the number of rows.
  public init(_ rows: Floats2D, lengths: [Int]) {
    precondition(
      lengths.reduce(0, +) == rows.rows, "\(rows.rows) rows for documents of \(lengths)")
    self.rows = rows
    self.lengths = lengths
  }
}

/// Runs a layer on documents with rows of zeros before each non-empty one and after the last.
///
/// The padding is zero at the input only: the layer computes values for it, and learns from it.
/// Where it is as wide as what the layer sees, documents don't influence each other.
///
/// - Source: spaCy 3.8 `MaxoutWindowEncoder.v2` with Thinc's `with_array(pad=…)`.
public struct PaddedDocuments<Inner: Layer>: Layer
where Inner.Input == Floats2D, Inner.Output == Floats2D {
  let inner: Inner
  let padding: Int

  /// Runs `inner` with `padding` rows of zeros between documents.
  public init(_ inner: Inner, padding: Int) {
    self.inner = inner
    self.padding = padding
  }

  public func forward(_ x: Ragged, in pass: inout Pass) -> Update<Ragged, Ragged> {
    let update = inner.forward(padded(x), in: &pass)
    let lengths = x.lengths
    return Update(output: unpadded(update.output, lengths)) { dY, gradients in
      unpadded(update.backprop(padded(dY), &gradients), lengths)
    }
  }

  private func padded(_ x: Ragged) -> Floats2D {
    let gap = [Float](repeating: 0, count: padding * x.rows.columns)
    var values = gap
    var start = 0
    for length in x.lengths where length > 0 {
      let end = start + length * x.rows.columns
      values += x.rows.values[start..<end]
      values += gap
      start = end
    }
    let columns = x.rows.columns
    return Floats2D(
      rows: columns == 0 ? 0 : values.count / columns, columns: columns, values: values)
  }

  private func unpadded(_ y: Floats2D, _ lengths: [Int]) -> Ragged {
    var values: [Float] = []
    var start = padding
    for length in lengths where length > 0 {
      values += y.values[start * y.columns..<(start + length) * y.columns]
      start += length + padding
    }
    return Ragged(
      Floats2D(rows: lengths.reduce(0, +), columns: y.columns, values: values), lengths: lengths)
  }
}
