/// Questions about texts as Python answers them: over Unicode scalars, never over graphemes.
///
/// Swift compares strings by canonical equivalence; ids, features and alignments must not, so texts
/// are compared by their UTF-8 bytes throughout this module.
///
/// - Source: Python 3 `str` methods; the properties are those of the Unicode version in Swift.
package enum PythonText {
  /// Whether two texts have the same scalars.
  package static func areEqual(_ a: String, _ b: String) -> Bool {
    a.utf8.elementsEqual(b.utf8)
  }

  /// `str.lower`: full lower-casing, with the form of sigma that ends a word.
  package static func lowercased(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) {
      if !text.utf8.contains(where: { $0 >= 0x41 && $0 <= 0x5a }) { return text }
      return String(
        decoding: text.utf8.map { $0 >= 0x41 && $0 <= 0x5a ? $0 + 0x20 : $0 }, as: UTF8.self)
    }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (i, scalar) in scalars.enumerated() {
      if scalar == "\u{3a3}" {
        result.append(isFinalSigma(scalars, at: i) ? "\u{3c2}" : "\u{3c3}")
      } else {
        result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
    }
    return String(result)
  }

  /// Whether the capital sigma at `i` has a cased letter before it and none after it.
  private static func isFinalSigma(_ scalars: [Unicode.Scalar], at i: Int) -> Bool {
    let before = scalars[..<i].last { !$0.properties.isCaseIgnorable }
    guard before?.properties.isCased ?? false else { return false }
    let after = scalars[(i + 1)...].first { !$0.properties.isCaseIgnorable }
    return !(after?.properties.isCased ?? false)
  }

  /// Whether all characters are letters, and there is one: `str.isalpha`.
  package static func isAlpha(_ text: String) -> Bool { holds(text, isAlpha) }

  /// Whether all characters are digits, and there is one: `str.isdigit`.
  package static func isDigit(_ text: String) -> Bool { holds(text, isDigit) }

  /// Whether all characters are white space, and there is one: `str.isspace`.
  package static func isSpace(_ text: String) -> Bool { holds(text, isSpace) }

  /// `str.isupper`: some cased letter, and none that is not upper case.
  package static func isUpper(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    return scalars.contains(where: isUpper) && !scalars.contains { isLower($0) || isTitle($0) }
  }

  /// `str.islower`: some cased letter, and none that is not lower case.
  package static func isLower(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    return scalars.contains(where: isLower) && !scalars.contains { isUpper($0) || isTitle($0) }
  }

  /// `str.istitle`: each run of cased letters starts with a capital, and only there has one.
  package static func isTitle(_ text: String) -> Bool {
    var isAfterCased = false
    var hasCased = false
    for scalar in text.unicodeScalars {
      let isCapital = isUpper(scalar) || isTitle(scalar)
      let isCased = isCapital || isLower(scalar)
      if isCased {
        if isCapital == isAfterCased { return false }
        hasCased = true
      }
      isAfterCased = isCased
    }
    return hasCased
  }

  private static func holds(_ text: String, _ test: (Unicode.Scalar) -> Bool) -> Bool {
    !text.isEmpty && text.unicodeScalars.allSatisfy(test)
  }

  // MARK: - Scalars

  package static func isAlpha(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return isASCIILetter(scalar) }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return true
    default: return false
    }
  }

  package static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar >= "0" && scalar <= "9" }
    let type = scalar.properties.numericType
    return type == .decimal || type == .digit
  }

  /// White space: a separating category or a separating direction.
  package static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0d, 0x1c...0x20, 0x85, 0xa0, 0x1680, 0x2000...0x200a, 0x2028, 0x2029, 0x202f,
      0x205f, 0x3000:
      true
    default: false
    }
  }

  package static func isUpper(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? scalar >= "A" && scalar <= "Z" : scalar.properties.isUppercase
  }

  package static func isLower(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? scalar >= "a" && scalar <= "z" : scalar.properties.isLowercase
  }

  private static func isTitle(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.isASCII && scalar.properties.generalCategory == .titlecaseLetter
  }

  private static func isASCIILetter(_ scalar: Unicode.Scalar) -> Bool {
    (scalar >= "a" && scalar <= "z") || (scalar >= "A" && scalar <= "Z")
  }
}
