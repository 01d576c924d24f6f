/// A curve in a line of text: one block character per value, or per mean of neighbouring values.
public enum Sparkline {
  private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// Draws values from left to right.
  ///
  /// - Parameters:
  ///   - values: In order; what is no finite number becomes a blank.
  ///   - width: How many characters at most, at least 1.
  ///   - range: What the lowest and the highest block stand for; that of the values by default.
  /// - Returns: No more characters than values.
  public static func text(
    _ values: [Double], width: Int, range: ClosedRange<Double>? = nil
  ) -> String {
    let columns = grouped(values, into: max(1, width))
    let finite = columns.filter(\.isFinite)
    guard let low = range?.lowerBound ?? finite.min(),
      let high = range?.upperBound ?? finite.max()
    else { return String(repeating: " ", count: columns.count) }
    return String(
      columns.map { value -> Character in
        guard value.isFinite else { return " " }
        // A flat curve lies in the middle.
        guard high > low else { return blocks[3] }
        let place = (value - low) / (high - low) * Double(blocks.count - 1)
        return blocks[min(max(Int(place.rounded()), 0), blocks.count - 1)]
      })
  }

  /// The means of as many groups of neighbours as there are columns; groups differ by one value at
  /// most.
  private static func grouped(_ values: [Double], into columns: Int) -> [Double] {
    guard values.count > columns else { return values }
    return (0..<columns).map { column in
      let part = values[
        (column * values.count / columns)..<((column + 1) * values.count / columns)
      ].filter(\.isFinite)
      return part.isEmpty ? .nan : part.reduce(0, +) / Double(part.count)
    }
  }
}
