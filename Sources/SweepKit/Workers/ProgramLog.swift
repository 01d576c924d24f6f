/// What a program prints, as lines for the log: all of a little, the beginning and the end of much.
struct ProgramLog: Sendable {
  /// How many bytes of lines are kept from the beginning.
  static let largestHead = 256 * 1024
  /// How many lines are kept from the end.
  static let tailLines = 200
  private static let largestLine = 2_000

  /// Where a program prints.
  enum Channel: Int, Sendable {
    case output, errors
  }

  /// The beginnings of lines that have no end yet, of each channel.
  private var rests: [[UInt8]] = [[], []]
  private var lineCounts = [0, 0]
  private var ready: [String] = []
  private var headBytes = 0
  /// The last lines, as they came: most of them are never looked at.
  private var tail: [[UInt8]] = []
  private var tailStart = 0
  private var leftOut = 0
  private var lastErrors: [[UInt8]] = []

  /// The last lines of standard error.
  var errorLines: [String] { lastErrors.map { Self.text($0[...]) } }

  /// Takes output.
  ///
  /// - Parameters:
  ///   - bytes: The next ones.
  ///   - channel: Where they were printed.
  ///   - look: Told of each complete line, with its number.
  mutating func add(
    _ bytes: [UInt8], from channel: Channel, _ look: (ArraySlice<UInt8>, Int) -> Void = { _, _ in }
  ) {
    var start = bytes.startIndex
    // Progress bars end their lines with carriage returns.
    while let end = bytes[start...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
      if rests[channel.rawValue].isEmpty {
        endLine(bytes[start..<end], channel, look)
      } else {
        append(bytes[start..<end], channel)
        endRest(channel, look)
      }
      start = end + 1
    }
    append(bytes[start...], channel)
  }

  private mutating func endRest(
    _ channel: Channel, _ look: (ArraySlice<UInt8>, Int) -> Void = { _, _ in }
  ) {
    let line = rests[channel.rawValue]
    rests[channel.rawValue] = []
    endLine(line[...], channel, look)
  }

  /// A line of our own.
  mutating func note(_ line: String) { keep(Array(line.utf8)[...]) }

  /// Ends the output: what is left is a line, and the end of what was left out comes into the log.
  mutating func finish() {
    for channel in [Channel.output, .errors] { endRest(channel) }
    if leftOut > 0 { ready.append("… \(leftOut) lines left out") }
    ready += (tail[tailStart...] + tail[..<tailStart]).map { Self.text($0[...]) }
    (tail, tailStart, leftOut) = ([], 0, 0)
  }

  /// The lines that have come since the last call.
  mutating func take() -> [String] {
    defer { ready = [] }
    return ready
  }

  private mutating func append(_ part: ArraySlice<UInt8>, _ channel: Channel) {
    // Of a line without end only the beginning is of interest.
    rests[channel.rawValue] += part.prefix(max(0, 16_384 - rests[channel.rawValue].count))
  }

  private mutating func endLine(
    _ line: ArraySlice<UInt8>, _ channel: Channel, _ look: (ArraySlice<UInt8>, Int) -> Void
  ) {
    guard !line.isEmpty else { return }
    lineCounts[channel.rawValue] += 1
    look(line, lineCounts[channel.rawValue])
    if channel == .errors {
      if lastErrors.count == 8 { lastErrors.removeFirst() }
      lastErrors.append(Array(line.prefix(Self.largestLine * 4)))
    }
    keep(line)
  }

  private mutating func keep(_ line: ArraySlice<UInt8>) {
    if headBytes < Self.largestHead {
      headBytes += min(line.count, Self.largestLine) + 1
      ready.append(Self.text(line))
    } else if tail.count < Self.tailLines {
      tail.append(Array(line.prefix(Self.largestLine * 4)))
    } else {
      tail[tailStart] = Array(line.prefix(Self.largestLine * 4))
      tailStart = (tailStart + 1) % Self.tailLines
      leftOut += 1
    }
  }

  /// A line without what would move a terminal's cursor.
  static func text(_ line: ArraySlice<UInt8>) -> String {
    if line.count <= largestLine, line.allSatisfy({ $0 >= 32 && $0 < 127 }) {
      return String(decoding: line, as: UTF8.self)
    }
    var text = ""
    var count = 0
    var isEscape = false
    for scalar in String(decoding: line.prefix(largestLine * 4), as: UTF8.self).unicodeScalars {
      if isEscape {
        // `ESC [ … letter`
        isEscape = !(scalar.properties.isAlphabetic)
      } else if scalar.value == 0x1B {
        isEscape = true
      } else if scalar.value >= 32 && scalar.value != 127 || scalar.value == 9 {
        text.unicodeScalars.append(scalar)
        count += 1
      }
      if count >= largestLine { return text + "…" }
    }
    return text
  }
}
