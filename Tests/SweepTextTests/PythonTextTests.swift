import SweepText
import Testing

@Suite struct PythonTextTests {
  @Test(arguments: [
    ("ΑΣ", "ας"), ("ΑΣΑ", "ασα"), ("Σ", "σ"), ("ΑΣ'", "ας'"), ("ΑΣ'Α", "ασ'α"), ("İ", "i\u{307}"),
    ("ÉTUDE", "étude"), ("straße", "straße"), ("ABC", "abc"), ("abc", "abc"), ("", ""),
  ])
  func lowersAsPythonDoes(_ text: String, _ expected: String) {
    #expect(PythonText.areEqual(PythonText.lowercased(text), expected))
  }

  @Test(arguments: [
    ("Ab Cd", true), ("Ab cd", false), ("A", true), ("AB", false), ("ǅx", true), ("1a", false),
    ("1A", true), ("", false), ("12", false), ("It'S", true), ("It's", false),
  ])
  func knowsTitles(_ text: String, _ expected: Bool) {
    #expect(PythonText.isTitle(text) == expected)
  }

  @Test(arguments: [
    (" ", true), ("\t\n", true), ("\u{a0}", true), ("\u{1c}", true), ("\u{85}", true),
    ("\u{200b}", false), ("\u{3000}", true), ("", false), (" a", false), ("\u{feff}", false),
  ])
  func knowsWhiteSpace(_ text: String, _ expected: Bool) {
    #expect(PythonText.isSpace(text) == expected)
  }

  @Test func knowsDigitsAndLetters() {
    #expect(PythonText.isDigit("٣²"))
    #expect(!PythonText.isDigit("½"))
    #expect(PythonText.isAlpha("日本"))
    #expect(!PythonText.isAlpha("a1"))
    #expect(PythonText.isUpper("A1"))
    #expect(!PythonText.isUpper("1"))
    #expect(!PythonText.isLower("ǅ"))
  }
}
