package import SweepText

/// The gold tree of a text on its predicted words.
///
/// - Source: spaCy 3.8 `Example.get_aligned_parse`, `arc_eager.pyx`.
package struct GoldParse: Sendable {
  /// The head of each word, itself for a root, −1 where it is unknown.
  package private(set) var heads: [Int32]
  /// The number of each word's label in `names`; 0 where it is unknown or empty.
  package private(set) var labels: [Int32]
  /// The ids of the labels, the empty one first.
  package private(set) var names: [UInt64] = [0]
  /// 1 where a sentence starts, 0 where none does, −1 where nothing is known.
  package private(set) var starts: [Int8]
  /// The first child of each word in `children`, and the end.
  package private(set) var firstChild: [Int32] = []
  package private(set) var children: [Int32] = []

  /// Makes the reference's tree projective and takes it over to the predicted words.
  ///
  /// A word has a label if it stands for one reference word, and a head if that one's head stands for
  /// one predicted word.
  ///
  /// - Throws: `ProjectiveTree.Cycle` with a word of the reference.
  package init(_ example: Example) throws(ProjectiveTree.Cycle) {
    let tree = try ReferenceTree(example.reference)
    let count = example.count
    heads = [Int32](repeating: -1, count: count)
    labels = [Int32](repeating: 0, count: count)
    starts = Self.sentenceStarts(example)
    var numbers: [UInt64: Int32] = [0: 0]
    for word in 0..<count {
      guard let gold = example.alignment.xToY.only(word) else { continue }
      let id = StringStore.id(of: tree.labels[gold])
      if let number = numbers[id] {
        labels[word] = number
      } else {
        labels[word] = Int32(names.count)
        numbers[id] = labels[word]
        names.append(id)
      }
      if let head = example.alignment.yToX.only(tree.heads[gold]) { heads[word] = Int32(head) }
    }
    sortChildren()
  }

  private mutating func sortChildren() {
    firstChild = [Int32](repeating: 0, count: heads.count + 1)
    for (word, head) in heads.enumerated() where head >= 0 && Int(head) != word {
      firstChild[Int(head) + 1] += 1
    }
    for word in heads.indices { firstChild[word + 1] += firstChild[word] }
    children = [Int32](repeating: 0, count: Int(firstChild.last ?? 0))
    var next = firstChild
    for (word, head) in heads.enumerated() where head >= 0 && Int(head) != word {
      children[Int(next[Int(head)])] = Int32(word)
      next[Int(head)] += 1
    }
  }

  /// Nothing is known where no sentences are given, or where a word is in two of them.
  private static func sentenceStarts(_ example: Example) -> [Int8] {
    let unknown = [Int8](repeating: -1, count: example.count)
    guard example.reference.hasSentenceAnnotation else { return unknown }
    var starts = [Int8](repeating: 0, count: example.count)
    var seen = [Bool](repeating: false, count: example.count)
    for sentence in example.reference.sentences {
      let words = example.alignment.yToX[sentence]
      if words.contains(where: { seen[$0] }) { return unknown }
      for word in words { seen[word] = true }
      if let first = words.first { starts[first] = 1 }
    }
    return starts
  }
}

/// A reference's tree without crossing branches.
package struct ReferenceTree {
  /// The head of each word, itself for a root and where none is known.
  package var heads: [Int]
  /// The labels; those of words that were attached higher are decorated.
  package var labels: [String]

  /// - Throws: `ProjectiveTree.Cycle`.
  package init(_ doc: Doc) throws(ProjectiveTree.Cycle) {
    let given = (0..<doc.count).map { doc.head(of: $0) }
    let names = (0..<doc.count).map { word in doc.deps.flatMap { doc.strings[$0[word]] } ?? "" }
    heads = try ProjectiveTree.projective(given)
    labels = names
    for word in heads.indices where heads[word] != given[word] {
      labels[word] = names[word] + ProjectiveTree.delimiter + names[given[word]]
    }
  }
}

extension TypedMoveTable where Kind == ArcMoveKind {
  /// The labels of a corpus with their frequencies.
  ///
  /// - Parameters:
  ///   - trees: those of the references.
  ///   - leastFrequency: labels that occur less often stand for `dep`.
  ///   - learnsParts: whether parts of words may be joined.
  /// - Source: spaCy 3.8 `ArcEager.get_actions`.
  init(_ trees: some Sequence<ReferenceTree>, leastFrequency: Int, learnsParts: Bool) {
    var counts: [[(label: String, count: Int)]] = Array(repeating: [], count: 5)
    var places: [[UInt64: Int]] = Array(repeating: [:], count: 5)
    func add(_ kind: ArcMoveKind, _ label: String, _ count: Int) {
      let (id, name) = (Int(kind.rawValue), StringStore.id(of: label))
      if let place = places[id][name] {
        counts[id][place].count += count
      } else {
        places[id][name] = counts[id].count
        counts[id].append((label, count))
      }
    }
    add(.shift, "", 1)
    add(.reduce, "", 1)
    for tree in trees {
      for (word, head) in tree.heads.enumerated() {
        let label = Self.isRoot(tree.labels[word]) ? "ROOT" : tree.labels[word]
        if head == word { add(.split, label, 1) }
        if head < word {
          add(.right, label, 1)
          add(.reduce, "", 1)
        } else if head > word {
          add(.left, label, 1)
          add(.shift, "", 1)
        }
      }
    }
    var entries = counts.map { list in
      list.filter { $0.count >= leastFrequency }.map { Entry($0.label, $0.count) }
    }
    func require(_ kind: ArcMoveKind, _ label: String) {
      let id = Int(kind.rawValue)
      if !entries[id].contains(where: { same($0.label, label) }) {
        entries[id].append(Entry(label, 0))
      }
    }
    require(.split, "ROOT")
    if learnsParts {
      require(.right, "subtok")
      require(.left, "subtok")
    }
    require(.right, "dep")
    require(.left, "dep")
    self.init(entries: entries)
  }

  /// Whether a label is `root` in any case.
  private static func isRoot(_ label: String) -> Bool {
    label.utf8.elementsEqual("ROOT".utf8) { $0 & 0xdf == $1 }
  }
}
