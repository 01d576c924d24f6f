import SweepConfig
import SweepTestSupport
import SweepText
import Testing

@Suite struct TokenizerTests {
  /// Our own English rules, and those that spaCy wrote into a model folder.
  enum Source: CaseIterable {
    case own
    case file

    var tokenizer: Tokenizer {
      get throws {
        switch self {
        case .own: try Tokenizer(language: "en")
        case .file: try Tokenizer(bytes: Fixture.bytes("model_ner/tokenizer"))
        }
      }
    }
  }

  private func check(_ expected: JSONValue, _ tokenizer: Tokenizer) throws {
    let text = try #require(expected["text"]?.stringValue)
    let doc = tokenizer.tokenize(text)
    let words = expected["tokens"]?.arrayValue?.compactMap(\.stringValue) ?? []
    let norms = expected["norms"]?.arrayValue?.compactMap(\.stringValue) ?? []
    let spaces = expected["spaces"]?.arrayValue?.compactMap(\.boolValue) ?? []
    #expect(doc.words.map { Array($0.utf8) } == words.map { Array($0.utf8) }, "\(text)")
    #expect(doc.spaces == spaces, "\(text)")
    #expect(norms.map { Array($0.utf8) } == doc.normTexts.map { Array($0.utf8) }, "\(text)")
    #expect(!doc.hasUnknownSpaces)
  }

  @Test(arguments: Source.allCases) func dividesSentencesAsSpacyDoes(_ source: Source) throws {
    let tokenizer = try source.tokenizer
    let cases = try #require(Fixture.json("cases_tokenizer.json")["cases"]?.arrayValue)
    #expect(cases.count == 187)
    for expected in cases { try check(expected, tokenizer) }
  }

  @Test(arguments: Source.allCases) func dividesMixturesOfMarksAsSpacyDoes(_ source: Source) throws
  {
    let tokenizer = try source.tokenizer
    let cases = try #require(Fixture.json("cases_tokenizer_fuzz.json").arrayValue)
    #expect(cases.count == 600)
    for expected in cases { try check(expected, tokenizer) }
  }

  @Test(arguments: Source.allCases) func explainsTokensAsSpacyDoes(_ source: Source) throws {
    let tokenizer = try source.tokenizer
    for expected in try #require(Fixture.json("cases_tokenizer.json")["cases"]?.arrayValue) {
      let text = try #require(expected["text"]?.stringValue)
      let rules = expected["explain"]?.arrayValue?.compactMap(\.stringValue)
      #expect(tokenizer.explain(text).map(\.rule) == rules, "\(text)")
    }
  }

  @Test func hasSpacysExceptions() throws {
    let own = try #require(TokenizerRules(language: "en"))
    let file = try TokenizerRules(bytes: Fixture.bytes("model_ner/tokenizer"))
    #expect(own.exceptions.count == 1347)
    #expect(own.exceptions == file.exceptions)
  }

  @Test func knowsNoContractionsOfOtherLanguages() throws {
    let tokenizer = try Tokenizer(language: "xx")
    #expect(tokenizer.rules.exceptions.count == 176)
    #expect(tokenizer.tokenize("don't! (2-day :-))").words == ["don't", "!", "(", "2-day", ":-))"])
    #expect(try Tokenizer(language: "en").tokenize("2-day").words == ["2", "-", "day"])
  }

  @Test func keepsTheBytesOfAFile() throws {
    let bytes = try Fixture.bytes("model_ner/tokenizer")
    #expect(try TokenizerRules(bytes: bytes).bytes == bytes)
    let own = try Tokenizer(language: "en")
    #expect(try TokenizerRules(bytes: own.bytes) == own.rules)
  }

  @Test func dividesAtWhiteSpaceAloneWithoutRules() throws {
    let tokenizer = try Tokenizer(bytes: [0x80])
    let doc = tokenizer.tokenize(" Don't  stop.\n\n(Now)\u{2003}")
    #expect(doc.words == [" ", "Don't", " ", "stop.", "\n\n", "(Now)", "\u{2003}"])
    #expect(doc.spaces == [false, true, false, false, false, false, false])
    #expect(doc.norms == nil)
    #expect(tokenizer.tokenize("").isEmpty)
    #expect(tokenizer.tokenize("a ").spaces == [true])
    #expect(tokenizer.tokenize("a  ").words == ["a", " "])
  }

  /// The cache is emptied when it is full, and shared by threads.
  @Test func dependsOnNothingButTheText() async throws {
    let tokenizer = try Tokenizer(language: "en")
    let texts = (0..<4000).map { i in
      "Nr\(i): \"It's \(i)km, isn't-it\(i * 7919 % 10007)?\" (a\(i).b@c.de) \(i).Mr. :-))\(i)"
    }
    let alone = try texts.prefix(5).map { try Tokenizer(language: "en").rules.count(of: $0) }
    let first = texts.map { tokenizer.tokenize($0) }
    await withTaskGroup(of: [Doc].self) { group in
      for _ in 0..<4 {
        group.addTask { texts.reversed().map { tokenizer.tokenize($0) }.reversed() }
      }
      for await docs in group { #expect(docs == first) }
    }
    #expect(alone == first.prefix(5).map(\.count))
  }

  @Test func namesTheLineThatExportsOtherRules() {
    let error = #expect(throws: TokenizerError.self) { try Tokenizer(language: "de") }
    #expect(
      error?.description == """
        expected a language with built-in tokenizer rules (en, xx), found "de"
          help: export the rules with: python -c 'import spacy; \
        spacy.blank("de").tokenizer.to_disk("tokenizer")' and give the file with \
        --base-tokenizer, or its folder as tokenizer of "spacy.copy_from_base_model.v1" under \
        [initialize.before_init]
        """)
  }

  @Test func namesEverythingThatIsWrongWithAFile() {
    let map = MessagePack.Value.map([
      MessagePack.Entry(.string("prefix_search"), .string("^(a)\\1")),
      MessagePack.Entry(.string("suffix_search"), .string("[a")),
      MessagePack.Entry(.string("token_match"), .integer(3)),
      MessagePack.Entry(
        .string("exceptions"),
        .map([
          MessagePack.Entry(
            .string("ab"), .array([.map([MessagePack.Entry(.integer(65), .string("a"))])])),
          MessagePack.Entry(
            .string("a"),
            .array([
              .map([
                MessagePack.Entry(.integer(65), .string("a")),
                MessagePack.Entry(.integer(73), .string("x")),
              ])
            ])),
        ])),
    ])
    let error = #expect(throws: TokenizerError.self) {
      try Tokenizer(bytes: MessagePack.bytes(map), file: "m/tokenizer")
    }
    #expect(
      error?.description == """
        m/tokenizer: `token_match`: expected a pattern or nil, found an integer
        m/tokenizer: `exceptions`: the tokens ["a"] do not make up "ab"
        m/tokenizer: `exceptions`: "a" sets LEMMA; expected ORTH and NORM alone
        m/tokenizer: `prefix_search`: character 4: a reference to a group, \\1 is not supported
          help: rewrite the pattern in the pipeline's tokenizer and save it again
        m/tokenizer: `suffix_search`: character 0: missing ] of this set
        """)
    let other = #expect(throws: TokenizerError.self) { try Tokenizer(bytes: [0xc1], file: "t") }
    #expect(
      other?.description
        == "t: expected a tokenizer file of spaCy, found other data "
        + "(offset 0: no value starts with byte 0xc1)")
  }
}

extension TokenizerRules {
  /// The number of tokens that a fresh tokenizer finds.
  fileprivate func count(of text: String) throws -> Int { try Tokenizer(self).tokenize(text).count }
}

extension Doc {
  /// The norm of each token as a text.
  fileprivate var normTexts: [String] {
    words.indices.map { i in
      norms.flatMap { $0[i] == 0 ? nil : strings[$0[i]] } ?? Lexeme.normText(of: words[i])
    }
  }
}
