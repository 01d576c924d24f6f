import SweepText
import Testing

@Suite struct PatternTests {
  struct Search: CustomTestStringConvertible {
    var pattern: String
    var text: String
    var match: Range<Int>?
    var testDescription: String { "\(pattern) in \(text)" }

    init(_ pattern: String, _ text: String, _ match: Range<Int>?) {
      (self.pattern, self.text, self.match) = (pattern, text, match)
    }
  }

  /// What Python 3.11 finds.
  static let searches: [Search] = [
    Search("b", "abc", 1..<2), Search("a|ab", "ab", 0..<1), Search("ab|a", "ab", 0..<2),
    Search("x*", "aax", 0..<0), Search("x+", "aaxx", 2..<4), Search("x+?", "aaxx", 2..<3),
    Search("a{2}", "aaa", 0..<2), Search("a{,2}", "aaa", 0..<2), Search("a{2,}?b", "aaab", 0..<4),
    Search("a{x}", "a{x}", 0..<4), Search("^b", "ab", nil), Search("b$", "ab\n", 1..<2),
    Search(#"b\Z"#, "ab\n", nil), Search(#"\Aa"#, "aa", 0..<1), Search("(?m)^b$", "a\nb\nc", 2..<3),
    Search("a.c", "a\nc", nil), Search("(?s)a.c", "a\nc", 0..<3),
    Search(#"(?<=\d)km"#, "5km", 1..<3), Search(#"(?<=\d)km"#, "km", nil),
    Search(#"(?<!a)b"#, "abb", 2..<3), Search("a(?=b)", "aab", 1..<2),
    Search("a(?!b)", "ab a", 3..<4),
    Search("[^a-c]", "abcd", 3..<4), Search("[]x]", "]", 0..<1), Search("[a-]+", "b-a", 1..<3),
    Search(#"[\w+.\-]{2,}://"#, "see http://x", 4..<11), Search(#"\bcat\b"#, "a cat.", 2..<5),
    Search(#"\Bb"#, "b ab", 3..<4), Search(#"[\s\S]"#, "\n", 0..<1), Search(#"\D"#, "1a", 1..<2),
    Search("(?i)straße", "STRAßE", 0..<6), Search("(?i)[a-c]+", "xABC", 1..<4),
    Search("(?i:a)b", "AB", nil), Search("(?i:a)b", "Ab", 0..<2), Search("(?i)[^a]", "A", nil),
    Search("(?P<name>ab)+", "xabab", 1..<5), Search("(?:ab|a)(?:bc|c)", "abc", 0..<3),
    Search("(a|ab)(c|bcd)(d*)", "abcd", 0..<4), Search(#"\u00e9\U0001F600"#, "é😀", 0..<2),
    Search(#"\x41\0?"#, "A", 0..<1), Search("(?#why)a", "a", 0..<1), Search("", "a", 0..<0),
    Search("(?:a|b|c|d|ef)+g", "abefg", 0..<5), Search("(?:ж|é|c|d|ef)g", "жg", 0..<2),
    Search("(?:(?:a{1,3}b){2,3}|c)$", "aabab", 0..<5), Search(#"\.\.+$|…$"#, "a...", 1..<4),
    Search("a{0}b", "ab", 1..<2), Search("(?:)", "", 0..<0), Search("[😀-😂]", "a😁", 1..<2),
  ]

  @Test(arguments: searches) func findsWhatPythonFinds(_ search: Search) throws {
    #expect(try Pattern(search.pattern).firstMatch(in: search.text) == search.match)
  }

  @Test func findsAllMatchesAsPythonDoes() throws {
    #expect(try Pattern("x*").allMatches(in: "axb") == [0..<0, 1..<2, 2..<2, 3..<3])
    #expect(try Pattern("(?<=[a-z])-(?=[a-z])").allMatches(in: "a-b-c") == [1..<2, 3..<4])
    #expect(try Pattern("-|--").allMatches(in: "a--b") == [1..<2, 2..<3])
    #expect(try Pattern("|a").allMatches(in: "aa") == [0..<0, 0..<1, 1..<1, 1..<2, 2..<2])
    #expect(try Pattern("^a").allMatches(in: "aa") == [0..<1])
  }

  @Test func matchesOnlyAtTheStart() throws {
    #expect(try Pattern("b").matchesStart(of: "ab") == false)
    #expect(try Pattern("a").matchesStart(of: "ab"))
  }

  /// Going back over all ways to divide the text would take longer than the universe has.
  @Test func endsWhereNestedRepetitionsAreManyWays() throws {
    let text = String(repeating: "a", count: 200) + "b"
    #expect(try Pattern("(?:a+)+c").firstMatch(in: text) == nil)
    #expect(try Pattern("(?:a|aa)+$").firstMatch(in: text) == nil)
    #expect(try Pattern("(?:a+)+b").firstMatch(in: text) == 0..<201)
  }

  @Test(arguments: [
    (#"(a)\1"#, #"character 3: a reference to a group, \1 is not supported"#),
    ("(?P<a>x)(?P=a)", "character 8: a reference to a group, (?P=…) is not supported"),
    ("a(?>b)", "character 1: an atomic group, (?>…) is not supported"),
    ("a++", "character 2: a possessive repetition is not supported"),
    ("(?x) a", "character 0: the flag (?x) is not supported"),
    ("(?:a*)*", "character 0: the unlimited repetition of what may be empty is not supported"),
    ("(?<=a+)b", "character 0: a look-behind requires a fixed width"),
    ("a(?i)", "character 1: flags of the whole pattern are not at its start"),
    ("*a", "character 0: nothing to repeat"), ("a**", "character 2: multiple repeat"),
    ("(a", "character 0: missing ) of this group"), ("a)", "character 1: unbalanced )"),
    ("[a", "character 0: missing ] of this set"),
    ("[b-a]", "character 1: a bad range of characters"),
    (#"\q"#, #"character 0: a bad escape \q"#),
    (#"\xg1"#, "character 0: expected 2 hexadecimal digits"),
    ("a{3,1}", "character 1: the least repeats are more than the most"),
    ("a{99999}", "character 2: more than 10000 parts in one another"),
    (#"a\"#, #"character 1: a \ ends the pattern"#),
    ("(?:(?:(?:abcdefg){1000}){1000}){9}", "character 0: more than 200000 parts in one another"),
  ]) func namesWhatIsWrong(pattern: String, message: String) {
    let error = #expect(throws: PatternError.self) { try Pattern(pattern) }
    #expect(error?.description == message)
  }

  @Test func refusesGroupsThatAreTooDeep() {
    let pattern = String(repeating: "(", count: 5000)
    let error = #expect(throws: PatternError.self) { try Pattern(pattern) }
    #expect(error?.description == "character 100: more than 100 parts in one another")
  }
}
