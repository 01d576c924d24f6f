/// Cuts a text where white space begins and ends.
///
/// A single blank behind a chunk belongs to it, as a flag; further white space is a chunk of its own.
struct ChunkWalk {
  /// A chunk, without the blank behind it.
  struct Chunk {
    var range: Range<Int>
    var endsWithSpace: Bool
  }

  private let text: UnsafeRawBufferPointer
  /// Where the next chunk begins.
  private var start = 0

  init(_ text: UnsafeRawBufferPointer) {
    self.text = text
  }

  /// The next chunk; `nil` at the end.
  @inline(__always)
  mutating func next() -> Chunk? {
    guard start < text.count else { return nil }
    let first = start
    var (isSpace, width) = look(at: first)
    let kind = isSpace
    var place = first
    while isSpace == kind {
      place += width
      guard place < text.count else {
        start = text.count
        return Chunk(range: first..<place, endsWithSpace: false)
      }
      (isSpace, width) = look(at: place)
    }
    let takesBlank = !kind && text[place] == 0x20
    start = place + (takesBlank ? 1 : 0)
    return Chunk(range: first..<place, endsWithSpace: takesBlank)
  }

  /// Whether a character is white space, and how many bytes it has.
  @inline(__always)
  private func look(at place: Int) -> (isSpace: Bool, width: Int) {
    let byte = text[place]
    if byte < 0x80 {
      return (byte == 0x20 || (byte >= 0x09 && byte <= 0x0d) || (byte >= 0x1c && byte < 0x20), 1)
    }
    if byte < 0xe0 {
      let value = UInt32(byte & 0x1f) << 6 | UInt32(text[place + 1] & 0x3f)
      return (value == 0x85 || value == 0xa0, 2)
    }
    if byte >= 0xf0 { return (false, 4) }
    if byte > 0xe3 { return (false, 3) }
    let value =
      UInt32(byte & 0x0f) << 12 | UInt32(text[place + 1] & 0x3f) << 6
      | UInt32(text[place + 2] & 0x3f)
    return (Unicode.Scalar(value).map { PythonText.isSpace($0) } ?? false, 3)
  }
}
