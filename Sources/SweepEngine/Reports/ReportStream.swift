/// Reads reports as they arrive: lines of JSON, in pieces of any size.
///
/// A pure value: what comes out depends on the bytes alone, not on how they are cut. Nothing that a
/// program writes is an error here: what cannot be used becomes a problem with its line. A last line
/// without its line break is torn and no report.
public struct ReportStream: Sendable {
  /// What was found in a line.
  public enum Item: Equatable, Sendable {
    /// A report.
    case event(ReportEvent, line: Int)
    /// Something that is left out.
    case problem(String, line: Int)
  }

  /// Longer lines are left out, so that no program can fill the memory.
  public let largestLine: Int
  private var rest: [UInt8] = []
  /// How much of a line that is too long has gone by.
  private var skipped = 0
  private var lines = 0
  private var lastStep: Int?
  private var endLine: Int?

  /// How many bytes a line of any program may have.
  public static let usualLargestLine = 1 << 20

  /// A stream of which nothing was read.
  public init(largestLine: Int = Self.usualLargestLine) {
    self.largestLine = max(1, largestLine)
  }

  /// What whole reports have: `read` and `finish` at once.
  public static func items(
    of bytes: [UInt8], largestLine: Int = Self.usualLargestLine
  ) -> [Item] {
    var stream = ReportStream(largestLine: largestLine)
    return stream.read(bytes) + stream.finish()
  }

  /// Takes the next bytes.
  ///
  /// - Returns: What the lines have that are complete by now.
  public mutating func read(_ bytes: some Collection<UInt8>) -> [Item] {
    var items: [Item] = []
    var start = bytes.startIndex
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      take(bytes[start..<end])
      endLineOfText(&items)
      start = bytes.index(after: end)
    }
    take(bytes[start...])
    return items
  }

  /// Ends the stream.
  ///
  /// - Returns: What there is to say of a torn last line.
  public mutating func finish() -> [Item] {
    let count = rest.count + skipped
    (rest, skipped) = ([], 0)
    guard count > 0 else { return [] }
    lines += 1
    let bytes = count == 1 ? "1 byte" : "\(count) bytes"
    return [.problem("the last line is torn: \(bytes) without a line break", line: lines)]
  }

  /// How many lines were complete.
  public var lineCount: Int { lines }

  private mutating func take(_ part: some Collection<UInt8>) {
    if skipped > 0 {
      skipped += part.count
    } else if rest.count + part.count > largestLine {
      skipped = rest.count + part.count
      rest = []
    } else {
      rest.append(contentsOf: part)
    }
  }

  private mutating func endLineOfText(_ items: inout [Item]) {
    lines += 1
    if skipped > 0 {
      items.append(
        .problem(
          "the line has \(skipped) bytes, more than the \(largestLine) that a report may have",
          line: lines))
      skipped = 0
      return
    }
    var line = rest
    rest.removeAll(keepingCapacity: rest.capacity < 1 << 16)
    while let last = line.last, [0x20, 0x0D, 0x09].contains(last) { line.removeLast() }
    if line.isEmpty { return }
    if let endLine {
      items.append(
        .problem("it comes after the end mark in line \(endLine)", line: lines))
      return
    }
    do throws(ReportLineError) {
      let report = try ReportLine(parsing: line)
      let number = lines
      items += report.remarks.map { .problem($0, line: number) }
      try items.append(.event(checked(report.event), line: number))
    } catch {
      items.append(.problem(error.description, line: lines))
    }
  }

  /// Puts the step in where it is not given.
  ///
  /// - Throws: `ReportLineError` for a step that does not ascend.
  private mutating func checked(_ event: ReportEvent) throws(ReportLineError) -> ReportEvent {
    switch event {
    case .evaluated(var evaluation):
      evaluation.step = try next(evaluation.step)
      return .evaluated(evaluation)
    case .ended(var end):
      endLine = lines
      guard var evaluation = end.evaluation else { return event }
      // An end stays an end; its numbers get a step that ascends.
      if let step = evaluation.step, step <= lastStep ?? -1 { evaluation.step = nil }
      evaluation.step = try next(evaluation.step)
      end.evaluation = evaluation
      return .ended(end)
    case .started, .progressed, .artifact, .logged, .beat, .checkpoint: return event
    }
  }

  private mutating func next(_ given: Int?) throws(ReportLineError) -> Int {
    let last = lastStep ?? -1
    guard let given else {
      guard last < .max else { throw ReportLineError("there is no step after \(last)") }
      lastStep = last + 1
      return last + 1
    }
    guard given > last else {
      throw ReportLineError(
        "step: expected a step after \(last), found \(given)"
          + (given == last ? " again" : ""))
    }
    lastStep = given
    return given
  }
}
