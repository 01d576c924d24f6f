/// A strict reader of the tags of SVG and of the HTML that reports are made of: each element is closed
/// where it was opened, attributes are quoted, and no `<` or `&` is anything else than markup.
struct WellFormed {
  struct Problem: Error, CustomStringConvertible { var description: String }

  /// Elements that HTML does not close.
  private static let void: Set<String> = ["meta"]

  /// The names of all elements, in order.
  ///
  /// - Throws: `Problem` at the first place that is not well-formed.
  static func elements(_ text: String) throws -> [String] {
    var reader = Reader(Array(text.unicodeScalars))
    return try reader.read()
  }

  private struct Reader {
    let text: [Unicode.Scalar]
    var place = 0

    init(_ text: [Unicode.Scalar]) { self.text = text }

    mutating func read() throws -> [String] {
      var (open, names) = ([String](), [String]())
      while place < text.count {
        let scalar = text[place]
        if scalar == "&" {
          try entity()
        } else if scalar == "<" {
          place += 1
          if next == "!" {
            skip(past: ">")
          } else if next == "/" {
            place += 1
            let name = self.name()
            guard open.popLast() == name else { throw problem("</\(name)> closes nothing") }
            skip(past: ">")
          } else {
            let name = self.name()
            guard !name.isEmpty else { throw problem("a bare <") }
            names.append(name)
            let isClosed = try attributes()
            if !isClosed, !WellFormed.void.contains(name) { open.append(name) }
            if name == "style" { skip(to: "<") }
          }
        } else {
          guard scalar.value >= 32 || scalar == "\n" || scalar == "\t" else {
            throw problem("a control character")
          }
          place += 1
        }
      }
      guard open.isEmpty else { throw problem("\(open) are not closed") }
      return names
    }

    private var next: Unicode.Scalar? { place < text.count ? text[place] : nil }

    private func problem(_ what: String) -> Problem {
      let around = text[max(0, place - 60)..<min(text.count, place + 60)]
      return Problem(description: "\(what) at \(place): …\(around.map(String.init).joined())…")
    }

    private mutating func skip(past end: Unicode.Scalar) {
      skip(to: end)
      place += 1
    }

    private mutating func skip(to end: Unicode.Scalar) {
      while let scalar = next, scalar != end { place += 1 }
    }

    private mutating func name() -> String {
      var name = ""
      while let scalar = next,
        scalar.properties.isAlphabetic || scalar == "-" || scalar == ":"
          || ("0"..."9").contains(scalar)
      {
        name.unicodeScalars.append(scalar)
        place += 1
      }
      return name
    }

    private mutating func entity() throws {
      let known = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"]
      let rest = text[place..<min(text.count, place + 6)].map(String.init).joined()
      guard let found = known.first(where: rest.hasPrefix) else { throw problem("a bare &") }
      place += found.count
    }

    /// Reads attributes up to the end of a tag.
    ///
    /// - Returns: Whether the element ends with it.
    private mutating func attributes() throws -> Bool {
      var seen = Set<String>()
      while true {
        while next == " " || next == "\n" { place += 1 }
        if next == "/" {
          place += 2
          return true
        }
        if next == ">" {
          place += 1
          return false
        }
        let name = self.name()
        guard !name.isEmpty, seen.insert(name).inserted else { throw problem("attribute \(name)") }
        guard next == "=" else { throw problem("\(name) has no value") }
        place += 1
        guard next == "\"" else { throw problem("\(name) is not quoted") }
        place += 1
        while let scalar = next, scalar != "\"" {
          guard scalar != "<" else { throw problem("< in \(name)") }
          if scalar == "&" { try entity() } else { place += 1 }
        }
        place += 1
      }
    }
  }
}
