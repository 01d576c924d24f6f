/// The shape of a word: what kinds of characters it has.
package enum WordShape {
  /// The longest word that has a shape of its own.
  private static let longest = 99
  /// How many equal characters in a row are kept.
  private static let run = 4

  /// `Xxxx` for `Swift`, `dddd` for `12345`, `LONG` from 100 characters.
  package static func shape(of word: String) -> String {
    if word.utf8.count > longest && word.unicodeScalars.count > longest { return "LONG" }
    var shape = String.UnicodeScalarView()
    var last: Unicode.Scalar?
    var count = 0
    for scalar in word.unicodeScalars {
      let kind = kind(of: scalar)
      count = kind == last ? count + 1 : 1
      last = kind
      if count <= run { shape.append(kind) }
    }
    return String(shape)
  }

  private static func kind(of scalar: Unicode.Scalar) -> Unicode.Scalar {
    if PythonText.isAlpha(scalar) { return PythonText.isUpper(scalar) ? "X" : "x" }
    return PythonText.isDigit(scalar) ? "d" : scalar
  }
}
