/// Words that the rules of every language would take apart wrongly.
///
/// - Source: behaviour of spaCy 3.8 for any language (`xx`).
enum SharedExceptions {
  /// White space, single letters with a full stop, emoticons, degrees.
  static var exceptions: [TokenizerException] {
    let wholes = spaces + marks.split(separator: " ").map(String.init) + initials + emoticons
    var found = wholes.map { TokenizerException($0) }
    found.append(TokenizerException([("\u{a0}", "  ")]))
    for unit in ["c", "f", "k", "C", "F", "K"] {
      found.append(TokenizerException([("°", nil), (unit, nil), (".", nil)]))
    }
    return found
  }

  /// Blank, tab and line end, and how the latter two are written in programs.
  private static let spaces = [" ", "\t", "\n", #"\t"#, #"\n"#]

  private static let marks = #"— ' '' \") <space> C++"#

  private static let initials = "abcdefghijklmnopqrstuvwxyzäöü".unicodeScalars.map { "\($0)." }

  /// Faces from their parts: those that read from left to right, and back, and some of their own.
  private static var emoticons: [String] {
    forward + backward + sides + others.split { $0 == " " || $0 == "\n" }.map(String.init)
  }

  /// Eyes, perhaps a nose, and mouths.
  private static let forward: [String] = [
    (":", ["", "-"], ") )) ))) ( (( ((( ] } / | P p O o 0 * 3 > X x D"),
    (":", ["'", "'-"], ") ("), (":", [""], "1 () o)"), (">:", [""], "( o"),
    (";", ["", "-"], ") D"), ("8", ["", "-"], ") D"), ("=", [""], "( ) / | 3 D [ ]"),
  ].flatMap { eyes, noses, mouths in
    noses.flatMap { nose in mouths.split(separator: " ").map { eyes + nose + $0 } }
  }

  /// The same from right to left.
  private static let backward: [String] = [
    ("(", ["", "-"], ": ;"), (")", ["", "-"], ":"), ("[", ["", "-"], ":"), ("(", [""], "= o:"),
    ("[", [""], "="), ("]", [""], "="), ("(", ["-"], "8"),
  ].flatMap { mouth, noses, eyes in
    noses.flatMap { nose in eyes.split(separator: " ").map { mouth + nose + $0 } }
  }

  /// Two eyes beside a mouth of `_` or `.`.
  private static let sides: [String] = [
    ("_", "o o,o O,O o,O O,0 o,o 0,0 0,v v,V V,@ @,ಠ ಠ,^ ^,- -,; ;"),
    (".", "o o,o O,O o,O O,0 o,o 0,0 0,v v,V V,> <,> >,< <"),
    ("__", "^ ^,- -"), ("___", "^ ^"), ("︵", "ಠ ಠ"),
  ].flatMap { mouth, eyes in
    eyes.split(separator: ",").map { $0.split(separator: " ").joined(separator: mouth) }
  }

  private static let others = #"""
    ._. xD XD xDD XDD <3 <33 <333 </3 ><(((*> (^_^) (-_-) (._.) (>_<) (*_*) (¬_¬) (ಠ_ಠ)
    ¯\(ツ)/¯ (╯°□°）╯︵┻━┻
    """#
}
