import SweepConfig
import SweepPipeline
import SweepTestSupport
import SweepText
import Testing

@Suite struct ArcEagerTests {
  /// Random walks recorded from spaCy: stack, buffer, costs of all classes and the move taken.
  @Test func replaysTheRecordedWalks() throws {
    let fixture = try Fixture.json("oracle_walks.json")
    let moves: [ArcMove] = try fixtureMoves(#require(fixture["moves"]?["parser"]))
    let system = ArcEagerSystem(moves: moves)
    let walks = try #require(fixture["walks"]?["parser"]?.arrayValue)
    var states = 0
    for walk in walks {
      let gold = try GoldTree(#require(walk["gold"]), system)
      let count = gold.heads.count
      try withMemory(ArcState.memorySize(count)) { memory in
        var state = ArcState(offset: 0, length: count, memory: memory)
        for step in try #require(walk["steps"]?.arrayValue) {
          states += 1
          let expected = try #require(step["costs"]?.arrayValue).compactMap(\.doubleValue)
          var (valid, costs) = (
            [UInt8](repeating: 0, count: system.count), [Float](repeating: 0, count: system.count)
          )
          gold.with { _ = system.costs(state, $0, valid: &valid, into: &costs) }
          #expect(costs.map(Double.init) == expected)
          #expect(valid.map { $0 == 1 } == expected.map { $0 < 9000 })
          var alone = [UInt8](repeating: 0, count: system.count)
          gold.with { system.valid(state, $0, into: &alone) }
          #expect(alone == valid)
          let stack = try #require(step["stack"]?.arrayValue).compactMap(\.intValue)
          let buffer = try #require(step["buffer"]?.arrayValue).compactMap(\.intValue)
          #expect(try words(of: state) == [Array(stack), Array(buffer)])
          let name = try #require(step["action"]?.stringValue)
          system.apply(try #require(moves.firstIndex { $0.name == name }), to: &state)
        }
        #expect(state.isFinal)
      }
    }
    #expect(states > 400)
  }

  /// The stack as spaCy lists it, and six words of the buffer.
  private func words(of state: ArcState) throws -> [[Int]] {
    var (stack, buffer): ([Int], [Int]) = ([], [])
    while let word = state.stackWord(stack.count) { stack.append(word) }
    while buffer.count < 6, let word = state.bufferWord(buffer.count) { buffer.append(word) }
    return [stack, buffer]
  }

  @Test func makesTreesProjectiveAsSpaCyDoes() throws {
    let cases = try #require(try Fixture.json("cases_examples.json")["projectivize"]?.arrayValue)
    for item in cases {
      let heads = try #require(item["heads"]?.arrayValue).compactMap(\.intValue)
      if item["error"] != nil {
        #expect(throws: ProjectiveTree.Cycle.self) { try ProjectiveTree.projective(heads) }
        continue
      }
      let labels = try #require(item["labels"]?.arrayValue).compactMap(\.stringValue)
      var doc = Doc(words: heads.indices.map { "w\($0)" })
      doc.heads = heads.enumerated().map { Int32($1 - $0) }
      doc.deps = labels.map { doc.strings.add($0) }
      let tree = try ReferenceTree(doc)
      #expect(tree.heads == item["proj_heads"]?.arrayValue?.compactMap(\.intValue))
      #expect(tree.labels == item["proj_labels"]?.arrayValue?.compactMap(\.stringValue))
    }
    #expect(cases.count == 4)
  }

  @Test func findsACycleOfNeighbours() {
    #expect(throws: ProjectiveTree.Cycle.self) { try ProjectiveTree.projective([1, 0, 2]) }
  }

  /// Trees taken over to other tokens.
  @Test func alignsTreesAsSpaCyDoes() throws {
    let cases = try #require(
      try Fixture.json("cases_examples.json")["aligned_annotations"]?.arrayValue)
    var count = 0
    for item in cases where item["y_heads"]?.arrayValue != nil {
      count += 1
      let words = try #require(item["y"]?.arrayValue).compactMap(\.stringValue)
      var gold = Doc(
        words: words, spaces: try #require(item["y_spaces"]?.arrayValue).compactMap(\.boolValue))
      let heads = try #require(item["y_heads"]?.arrayValue).compactMap(\.intValue)
      gold.heads = heads.enumerated().map { Int32($1 - $0) }
      gold.deps = try #require(item["y_deps"]?.arrayValue).compactMap(\.stringValue)
        .map { gold.strings.add($0) }
      gold.sentStarts = words.indices.map { $0 == 0 ? 1 : -1 }
      let predicted = Doc(
        words: try #require(item["x"]?.arrayValue).compactMap(\.stringValue),
        spaces: try #require(item["x_spaces"]?.arrayValue).compactMap(\.boolValue))
      let parse = try GoldParse(Example(predicted: predicted, reference: gold))
      #expect(
        parse.heads.map { $0 < 0 ? nil : Int($0) }
          == item["heads"]?.arrayValue?.map(\.intValue))
      let labels = parse.labels.map { gold.strings[parse.names[Int($0)]] ?? "" }
      #expect(labels == item["deps"]?.arrayValue?.map { $0.stringValue ?? "" })
    }
    #expect(count == 3)
  }

  @Test func undoesWhatMadeATreeProjective() {
    var heads = [1, 2, 2, 2, 2]
    var labels = ["a", "b", "ROOT", "c||b", "d||x"]
    ProjectiveTree.restore(&heads, &labels, isSpace: [Bool](repeating: false, count: 5))
    #expect(heads == [1, 2, 2, 1, 2])
    #expect(labels == ["a", "b", "ROOT", "c", "d"])
  }

  @Test(arguments: [8, 13])
  func describesAStateByItsWords(count: Int) {
    withMemory(ArcState.memorySize(6)) { memory in
      var state = ArcState(offset: 10, length: 6, memory: memory)
      state.push()
      state.attachLeft(0)
      state.push()
      state.attachRight(0)
      state.reduce()
      state.attachRight(0)
      var ids = [Int32](repeating: 0, count: count)
      state.features(count, into: &ids)
      #expect(
        ids
          == (count == 8
            ? [14, 15, 13, 11, -1, -1, -1, -1]
            : [14, 15, 13, 11, -1, -1, -1, -1, -1, 10, -1, 13, 12]))
    }
  }

  /// No sequence of valid moves takes more steps than are planned for.
  @Test func endsWithinItsBound() {
    let moves: [ArcMove] = ArcMoveKind.allCases.map { ArcMove($0, $0 == .left ? "dep" : "") }
    let system = ArcEagerSystem(moves: moves)
    var seed: UInt64 = 1
    for length in 1...30 {
      withMemory(ArcState.memorySize(length)) { memory in
        var state = ArcState(offset: 0, length: length, memory: memory)
        var steps = 0
        var valid = [UInt8](repeating: 0, count: moves.count)
        let most = state.mostMoves
        while !state.isFinal && steps <= most {
          system.valid(state, ArcWords(gold: nil), into: &valid)
          let choices = valid.indices.filter { valid[$0] == 1 }
          seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          system.apply(choices[Int(seed >> 33) % choices.count], to: &state)
          steps += 1
        }
        #expect(state.isFinal && steps <= most)
      }
    }
  }
}

/// A gold tree as walks record it.
private struct GoldTree {
  var heads: [Int32]
  var classes: [Int32]
  var starts: [Int8]
  var firstChild: [Int32] = [0]
  var children: [Int32] = []

  init(_ json: JSONValue, _ system: ArcEagerSystem) throws {
    heads = try #require(json["heads"]?.arrayValue).map { Int32($0.intValue ?? -1) }
    let labels = try #require(json["labels"]?.arrayValue).map { $0.stringValue ?? "" }
    starts = try #require(json["ss"]?.arrayValue).map { $0.boolValue.map { $0 ? 1 : 0 } ?? -1 }
    let own = heads
    classes = own.indices.map { word in
      guard own[word] >= 0, Int(own[word]) != word else { return -1 }
      return system.arcClass(isLeft: own[word] > word, label: StringStore.id(of: labels[word]))
    }
    for head in own.indices {
      children += own.indices.filter { own[$0] == head && $0 != head }.map(Int32.init)
      firstChild.append(Int32(children.count))
    }
    children.append(0)
  }

  func with(_ body: (ArcWords) -> Void) {
    heads.withUnsafeBufferPointer { heads in
      classes.withUnsafeBufferPointer { classes in
        starts.withUnsafeBufferPointer { starts in
          firstChild.withUnsafeBufferPointer { firstChild in
            children.withUnsafeBufferPointer { children in
              guard let heads = heads.baseAddress, let classes = classes.baseAddress,
                let starts = starts.baseAddress, let firstChild = firstChild.baseAddress,
                let children = children.baseAddress
              else { return }
              body(
                ArcWords(
                  gold: ArcGold(
                    heads: heads, classes: classes, starts: starts, firstChild: firstChild,
                    children: children)))
            }
          }
        }
      }
    }
  }
}

/// Calls a body with memory for some numbers.
private func withMemory(
  _ count: Int, _ body: (UnsafeMutablePointer<Int32>) throws -> Void
) rethrows {
  let memory = UnsafeMutablePointer<Int32>.allocate(capacity: count)
  defer { memory.deallocate() }
  try body(memory)
}
