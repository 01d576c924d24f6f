import SweepConfig
import SweepTestSupport
import SweepText
import Testing

@Suite struct LexemeTests {
  static let flags: [(name: String, attribute: Attribute)] = [
    ("is_alpha", .isAlpha), ("is_ascii", .isASCII), ("is_digit", .isDigit), ("is_lower", .isLower),
    ("is_upper", .isUpper), ("is_title", .isTitle), ("is_punct", .isPunct), ("is_space", .isSpace),
    ("is_bracket", .isBracket), ("is_quote", .isQuote), ("is_left_punct", .isLeftPunct),
    ("is_right_punct", .isRightPunct), ("is_currency", .isCurrency), ("like_num", .likeNum),
    ("like_url", .likeURL), ("like_email", .likeEmail), ("is_stop", .isStop),
  ]

  @Test func givesTheFormsThatSpacyGives() throws {
    let cases = try #require(Fixture.json("cases_lexattrs.json").arrayValue)
    #expect(cases.count == 66)
    for expected in cases {
      let word = try #require(expected["orth"]?.stringValue)
      let lexeme = Lexeme(word)
      #expect(lexeme.orth == UInt64(expected["orth_hash"]?.stringValue ?? ""), "\(word)")
      let ids: [(String, UInt64)] = [
        ("lower", lexeme.lower), ("norm", lexeme.norm), ("prefix", lexeme.prefix),
        ("suffix", lexeme.suffix), ("shape", lexeme.shape),
      ]
      for (name, id) in ids {
        #expect(id == UInt64(expected["hashes"]?[name]?.stringValue ?? ""), "\(name) of \(word)")
        #expect(id == expected[name]?.stringValue.map(StringStore.id(of:)), "\(name) of \(word)")
      }
      #expect(lexeme.length == UInt64(word.unicodeScalars.count))
    }
  }

  @Test(arguments: flags.indices) func givesTheFlagsThatSpacyGives(_ index: Int) throws {
    let flag = Self.flags[index]
    for expected in try #require(Fixture.json("cases_lexattrs.json").arrayValue) {
      let word = try #require(expected["orth"]?.stringValue)
      let value = LexicalFlags.value(flag.attribute, of: word)
      #expect(value == expected["flags"]?[flag.name]?.boolValue, "\(flag.name) of \(word)")
    }
  }

  @Test func hasEveryBaseNorm() throws {
    let norms = try #require(Fixture.json("base_norms.json")["norms"]?.objectValue)
    for word in norms.keys {
      #expect(Lexeme.normText(of: word) == norms[word]?.stringValue)
    }
    #expect(norms.count == 45)
    #expect(Lexeme.normText(of: "Shell") == "shell")
  }

  /// "A" has the shape "X", which is a symbol; Swift takes U+1FEF and the grave accent for equal.
  @Test func usesSymbolsForFormsToo() {
    #expect(Lexeme("A").shape == 101)
    #expect(Lexeme("Xylophone").prefix == 101)
    #expect(Lexeme("ORG").orth == 383)
    #expect(Lexeme("\u{1fef}").norm != Lexeme("`").norm)
  }

  @Test func hasNothingOfTheEmptyWord() {
    let lexeme = Lexeme("")
    let forms = [
      lexeme.orth, lexeme.lower, lexeme.norm, lexeme.shape, lexeme.prefix, lexeme.suffix,
    ]
    #expect(forms.allSatisfy { $0 == 0 })
  }

  @Test(arguments: [
    ("+3", true), ("~1,000.5", true), ("3/4", true), ("1/2/3", false), ("/", false), ("", false),
    ("Tenth", true), ("21ST", true), ("st", false), ("--5", false), ("twentyone", false),
  ])
  func knowsWordsThatStandForNumbers(_ word: String, _ expected: Bool) {
    #expect(LexicalFlags.value(.likeNum, of: word) == expected)
  }

  @Test func saysNothingOfOtherAttributes() {
    #expect(LexicalFlags.value(.tag, of: "a") == nil)
  }
}
