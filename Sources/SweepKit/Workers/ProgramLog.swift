/// What a program prints, as lines for the log: all of a little, the beginning and the end of much.
struct ProgramLog: Sendable {
  /// How many bytes of lines are kept from the beginning.
  static let largestHead = 256 * 1024
  /// How many lines are kept from the end.
  static let tailLines = 200
  private static let largestLine = 2_000

  private var rest: [UInt8] = []
  private var ready: [String] = []
  private var headBytes = 0
  private var tail: [String] = []
  private var tailStart = 0
  private var leftOut = 0
  /// The number of the last line.
  private(set) var lineCount = 0

  /// Takes output.
  ///
  /// - Parameters:
  ///   - bytes: The next ones.
  ///   - look: Told of each complete line, with its number.
  mutating func add(_ bytes: [UInt8], _ look: (ArraySlice<UInt8>, Int) -> Void = { _, _ in }) {
    var start = bytes.startIndex
    // Progress bars end their lines with carriage returns.
    while let end = bytes[start...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
      if rest.isEmpty {
        endLine(bytes[start..<end], look)
      } else {
        append(bytes[start..<end])
        let line = rest
        rest = []
        endLine(line[...], look)
      }
      start = end + 1
    }
    append(bytes[start...])
  }

  /// A line of our own.
  mutating func note(_ line: String) { keep(line) }

  /// Ends the output: what is left is a line, and the end of what was left out comes into the log.
  mutating func finish() {
    if !rest.isEmpty {
      let line = rest
      rest = []
      endLine(line[...]) { _, _ in }
    }
    if leftOut > 0 { ready.append("… \(leftOut) lines left out") }
    ready += tail[tailStart...] + tail[..<tailStart]
    (tail, tailStart, leftOut) = ([], 0, 0)
  }

  /// The lines that have come since the last call.
  mutating func take() -> [String] {
    defer { ready = [] }
    return ready
  }

  private mutating func append(_ part: ArraySlice<UInt8>) {
    // Of a line without end only the beginning is of interest.
    rest += part.prefix(max(0, 16_384 - rest.count))
  }

  private mutating func endLine(
    _ line: ArraySlice<UInt8>, _ look: (ArraySlice<UInt8>, Int) -> Void
  ) {
    guard !line.isEmpty else { return }
    lineCount += 1
    look(line, lineCount)
    keep(Self.text(line))
  }

  private mutating func keep(_ line: String) {
    if headBytes < Self.largestHead {
      headBytes += line.utf8.count + 1
      ready.append(line)
    } else if tail.count < Self.tailLines {
      tail.append(line)
    } else {
      tail[tailStart] = line
      tailStart = (tailStart + 1) % Self.tailLines
      leftOut += 1
    }
  }

  /// A line without what would move a terminal's cursor.
  static func text(_ line: ArraySlice<UInt8>) -> String {
    var text = ""
    var isEscape = false
    for scalar in String(decoding: line.prefix(largestLine * 4), as: UTF8.self).unicodeScalars {
      if isEscape {
        // `ESC [ … letter`
        isEscape = !(scalar.properties.isAlphabetic)
      } else if scalar.value == 0x1B {
        isEscape = true
      } else if scalar.value >= 32 && scalar.value != 127 || scalar.value == 9 {
        text.unicodeScalars.append(scalar)
      }
      if text.unicodeScalars.count >= largestLine { return text + "…" }
    }
    return text
  }
}
