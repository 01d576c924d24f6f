import SweepEngine

/// The lines by which programs report, in pieces of any size, and patterns of what they print.
enum EventFuzzing {
  /// Lines that are longer are left out.
  private static let largestLine = 200

  static func brokenPromise(_ bytes: [UInt8]) -> String? {
    let whole = ReportStream.items(of: bytes, largestLine: largestLine)
    let pieces = inPieces(bytes)
    if pieces != whole, shown(pieces) != shown(whole) { return "pieces make other reports" }
    if let broken = brokenPromise(of: whole) { return broken }
    return pattern(bytes)
  }

  /// What comes in pieces whose sizes the bytes give.
  private static func inPieces(_ bytes: [UInt8]) -> [ReportStream.Item] {
    var stream = ReportStream(largestLine: largestLine)
    var items: [ReportStream.Item] = []
    var rest = bytes[...]
    while let first = rest.first {
      let piece = rest.prefix(1 + Int(first) % 13)
      items += stream.read(piece)
      rest = rest.dropFirst(piece.count)
    }
    return items + stream.finish()
  }

  /// In words, as a NaN is not equal to itself; that takes ten times as long as all else.
  private static func shown(_ items: [ReportStream.Item]) -> [String] { items.map { "\($0)" } }

  /// Steps ascend, lines too, and nothing follows an end.
  private static func brokenPromise(of items: [ReportStream.Item]) -> String? {
    var (lastLine, lastStep, hasEnded) = (0, -1, false)
    for item in items {
      switch item {
      case .problem(let text, let line):
        if text.isEmpty || line < lastLine { return "a problem without words or order" }
        lastLine = line
      case .event(let event, let line):
        if line < lastLine || hasEnded { return "a report out of order" }
        lastLine = line
        if case .ended = event { hasEnded = true }
        if case .evaluated(let evaluation) = event {
          guard let step = evaluation.step, step > lastStep else { return "steps do not ascend" }
          lastStep = step
        }
      }
    }
    return nil
  }

  /// Reads the first line as a pattern, and looks for it in the others.
  private static func pattern(_ bytes: [UInt8]) -> String? {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 4)
    guard let first = lines.first else { return nil }
    do throws(ReportPattern.Problem) {
      let pattern = try ReportPattern(parsing: String(decoding: first, as: UTF8.self))
      for line in lines {
        guard let found = pattern.evaluation(in: line) else { continue }
        if let step = found.step, step < 0 { return "a step below 0" }
      }
      return nil
    } catch {
      return error.expected.isEmpty || error.found.isEmpty ? "an error without words" : nil
    }
  }
}
