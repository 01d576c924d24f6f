import SweepConfig
import SweepPipeline
import SweepTestSupport
import SweepText
import Testing

@Suite struct NERSystemTests {
  /// Random walks recorded from spaCy: buffer, costs of all classes and the move taken.
  @Test func replaysTheRecordedWalks() throws {
    let fixture = try Fixture.json("oracle_walks.json")
    let system = NERSystem(moves: try fixtureMoves(#require(fixture["moves"]?["ner"])))
    let walks = try #require(fixture["walks"]?["ner"]?.arrayValue)
    var states = 0
    for walk in walks {
      let words = try #require(walk["words"]?.arrayValue).compactMap(\.stringValue)
      let tokens = try goldTokens(words, #require(walk["gold"]), system)
      var state = NERState(offset: 0, length: words.count)
      for step in try #require(walk["steps"]?.arrayValue) {
        states += 1
        let buffer = try #require(step["buffer"]?.arrayValue).compactMap(\.intValue)
        #expect(buffer.first == Int(state.position))
        let expected = try #require(step["costs"]?.arrayValue).compactMap(\.doubleValue)
        var (valid, costs) = (
          [UInt8](repeating: 0, count: system.count), [Float](repeating: 0, count: system.count)
        )
        system.costs(state, tokens, valid: &valid, into: &costs)
        #expect(costs.map(Double.init) == expected)
        #expect(valid.map { $0 == 1 } == expected.map { $0 < 9000 })
        let name = try #require(step["action"]?.stringValue)
        let action = try #require(system.moves.firstIndex { $0.name == name })
        system.apply(action, to: &state)
      }
      #expect(state.isFinal)
    }
    #expect(walks.count == 19)
    #expect(states > 150)
  }

  private func goldTokens(
    _ words: [String], _ gold: JSONValue, _ system: NERSystem
  ) throws -> [NERToken] {
    try zip(words, try #require(gold.arrayValue)).map { word, pair in
      var token = NERToken()
      token.isSpace = word.allSatisfy(\.isWhitespace)
      let letter = try #require(pair[0]?.stringValue?.first)
      token.goldKind = try #require(MoveKind(letter: letter))
      let label = try #require(pair[1]?.stringValue)
      token.goldLabel = label.isEmpty ? 0 : system.labelIndex(of: StringStore.id(of: label))
      return token
    }
  }

  static let small = NERSystem(
    moves: MoveTable(frequencies: [.init("A", 2), .init("B", 1)]).moves)

  private func validNames(_ state: NERState, _ tokens: [NERToken]) -> [String] {
    var valid = [UInt8](repeating: 0, count: Self.small.count)
    Self.small.valid(state, tokens, into: &valid)
    return zip(Self.small.moves, valid).filter { $0.1 == 1 }.map(\.0.name)
  }

  @Test func ordersClassesByMoveFrequencyAndLabel() {
    #expect(
      Self.small.moves.map(\.name)
        == ["B-A", "B-B", "I-A", "I-B", "L-A", "L-B", "U-A", "U-B", "U-", "O"])
  }

  @Test func allowsNoLongEntityOnTheLastWord() {
    let state = NERState(offset: 0, length: 1)
    #expect(validNames(state, [NERToken()]) == ["U-A", "U-B", "O"])
  }

  @Test func keepsAnEntityThatIsAlreadyThere() {
    var (first, second) = (NERToken(), NERToken())
    (first.presetIOB, first.presetLabel) = (3, 2)
    (second.presetIOB, second.presetLabel) = (1, 2)
    var state = NERState(offset: 0, length: 3)
    let tokens = [first, second, NERToken()]
    #expect(validNames(state, tokens) == ["B-B"])
    state.apply(.begin, label: 2)
    #expect(validNames(state, tokens) == ["L-B"])
  }

  @Test func passesABlockedWordWithTheEmptyUnit() {
    var blocked = NERToken()
    blocked.presetIOB = 3
    #expect(validNames(NERState(offset: 0, length: 2), [blocked, NERToken()]) == ["U-"])
  }

  @Test func startsNoEntityOnWhiteSpace() {
    var space = NERToken()
    space.isSpace = true
    #expect(validNames(NERState(offset: 0, length: 2), [space, NERToken()]) == ["O"])
  }

  @Test func crossesNoSentenceBorder() {
    var next = NERToken()
    next.sentenceStart = 1
    #expect(
      validNames(NERState(offset: 0, length: 2), [NERToken(), next]) == ["U-A", "U-B", "O"])
  }

  @Test func chargesTheMovesThatEndAnIncorrectSpan() {
    var gold = NERToken()
    gold.goldKind = .missing
    let tokens = [gold, gold, gold]
    let incorrect = [IncorrectSpan(start: 0, end: 1, label: 1)]
    var (valid, costs) = ([UInt8](repeating: 0, count: 10), [Float](repeating: 0, count: 10))
    Self.small.costs(
      NERState(offset: 0, length: 3), tokens, incorrect: incorrect, valid: &valid, into: &costs)
    let costly = zip(Self.small.moves, costs).filter { $0.1 == 1 }.map(\.0.name)
    #expect(costly == ["U-A"])
  }

  @Test(arguments: [3, 6])
  func describesAStateByItsWords(count: Int) {
    var state = NERState(offset: 10, length: 8)
    for _ in 0..<1 { state.apply(.outside, label: 0) }
    state.apply(.begin, label: 1)
    state.apply(.inside, label: 1)
    var ids = [Int32](repeating: 0, count: count)
    state.features(count, into: &ids)
    #expect(ids == (count == 3 ? [13, 11, 12] : [13, 11, 12, -1, -1, -1]))
  }
}
