/// Words that stand for a number: `10.9`, `1/2`, `ten`, `tenth`, `10th`.
///
/// - Source: spaCy 3.8, English.
enum LikeNumber {
  static func holds(_ word: String) -> Bool {
    var scalars = Array(word.unicodeScalars)
    if let first = scalars.first, "+-±~".unicodeScalars.contains(first) { scalars.removeFirst() }
    scalars.removeAll { $0 == "," || $0 == "." }
    if areDigits(scalars[...]) { return true }
    let parts = scalars.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2 && areDigits(parts[0]) && areDigits(parts[1]) { return true }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    let lower = PythonText.lowercased(String(text))
    if words.contains(StringStore.id(of: lower)) { return true }
    guard ["st", "nd", "rd", "th"].contains(where: lower.utf8.ends(with:)) else { return false }
    return areDigits(Array(lower.unicodeScalars).dropLast(2))
  }

  private static func areDigits(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    !scalars.isEmpty && scalars.allSatisfy(PythonText.isDigit)
  }

  private static let words = LexicalFlags.ids(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    hundred thousand million billion trillion quadrillion quintillion sextillion septillion
    octillion nonillion decillion gajillion bazillion
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth
    fiftieth sixtieth seventieth eightieth ninetieth hundredth thousandth millionth billionth
    trillionth quadrillionth quintillionth sextillionth septillionth octillionth nonillionth
    decillionth gajillionth bazillionth
    """)
}

extension Sequence where Element == UInt8 {
  /// Whether the last bytes are those of `suffix`.
  fileprivate func ends(with suffix: String) -> Bool {
    Array(self).suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }
}
