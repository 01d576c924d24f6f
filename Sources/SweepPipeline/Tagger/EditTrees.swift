package import SweepText

/// Trees that say how a word becomes its lemma: which part stays, and how the parts before and after
/// it change, down to parts that are replaced as a whole.
///
/// Equal trees have one number, in the order in which they were first needed.
///
/// - Source: Chrupała, "Simple Data-Driven Context-Sensitive Lemmatization", 2006; spaCy 3.8
///   `edit_trees.pyx`.
package struct EditTrees: Sendable {
  /// One tree.
  package enum Tree: Hashable, Sendable {
    /// All but the first and the last characters stay; trees for those, or `nil` where they go away
    /// or stay away.
    case match(prefix: Int, suffix: Int, prefixTree: Int?, suffixTree: Int?)
    /// A text is replaced by another.
    case replacement(of: String, by: String)
  }

  /// The trees by their numbers.
  package private(set) var trees: [Tree] = []
  private var numbers: [Key: Int] = [:]

  /// A tree with texts as ids: Swift compares texts by what they look like.
  private enum Key: Hashable {
    case match(prefix: Int, suffix: Int, prefixTree: Int?, suffixTree: Int?)
    case replacement(of: UInt64, by: UInt64)

    init(_ tree: Tree) {
      switch tree {
      case .match(let prefix, let suffix, let prefixTree, let suffixTree):
        self = .match(
          prefix: prefix, suffix: suffix, prefixTree: prefixTree, suffixTree: suffixTree)
      case .replacement(let old, let new):
        self = .replacement(of: StringStore.id(of: old), by: StringStore.id(of: new))
      }
    }
  }

  package init() {}

  /// Trees as they were numbered before.
  package init(_ trees: [Tree]) {
    self.trees = trees
    for (number, tree) in trees.enumerated() where numbers[Key(tree)] == nil {
      numbers[Key(tree)] = number
    }
  }

  /// The tree that makes a form its lemma; it and its parts are added where they are new.
  package mutating func add(_ form: String, _ lemma: String) -> Int {
    add(Array(form.unicodeScalars)[...], Array(lemma.unicodeScalars)[...])
  }

  private mutating func add(
    _ form: ArraySlice<Unicode.Scalar>, _ lemma: ArraySlice<Unicode.Scalar>
  ) -> Int {
    if form.isEmpty && lemma.isEmpty {
      return number(of: .match(prefix: 0, suffix: 0, prefixTree: nil, suffixTree: nil))
    }
    guard let (kept, place) = Self.longestCommonPart(form, lemma) else {
      return number(of: .replacement(of: Self.text(form), by: Self.text(lemma)))
    }
    let hasStart = kept.lowerBound > form.startIndex || place.lowerBound > lemma.startIndex
    let hasEnd = kept.upperBound < form.endIndex || place.upperBound < lemma.endIndex
    let prefix = hasStart ? add(form[..<kept.lowerBound], lemma[..<place.lowerBound]) : nil
    let suffix = hasEnd ? add(form[kept.upperBound...], lemma[place.upperBound...]) : nil
    return number(
      of: .match(
        prefix: kept.lowerBound - form.startIndex, suffix: form.endIndex - kept.upperBound,
        prefixTree: prefix, suffixTree: suffix))
  }

  private mutating func number(of tree: Tree) -> Int {
    let key = Key(tree)
    if let known = numbers[key] { return known }
    numbers[key] = trees.count
    trees.append(tree)
    return trees.count - 1
  }

  /// The longest part that two texts have in common; of equals the first in the form, then the first
  /// in the lemma.
  private static func longestCommonPart(
    _ form: ArraySlice<Unicode.Scalar>, _ lemma: ArraySlice<Unicode.Scalar>
  ) -> (Range<Int>, Range<Int>)? {
    var longest = 0
    var (formEnd, lemmaEnd) = (0, 0)
    var before = [Int](repeating: 0, count: lemma.count + 1)
    for i in form.indices {
      var lengths = [Int](repeating: 0, count: lemma.count + 1)
      for (k, j) in lemma.indices.enumerated() where form[i] == lemma[j] {
        lengths[k + 1] = before[k] + 1
        if lengths[k + 1] > longest {
          longest = lengths[k + 1]
          (formEnd, lemmaEnd) = (i + 1, j + 1)
        }
      }
      before = lengths
    }
    guard longest > 0 else { return nil }
    return (formEnd - longest..<formEnd, lemmaEnd - longest..<lemmaEnd)
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  /// What a tree makes of a form; `nil` where it does not fit.
  package func apply(_ tree: Int, _ form: String) -> String? {
    var lemma = String.UnicodeScalarView()
    let scalars = Array(form.unicodeScalars)
    var parts = Self.mostParts
    return apply(tree, scalars[...], &parts, to: &lemma) ? String(lemma) : nil
  }

  /// Trees of a file may be of any shape, such as one that doubles at each level; those of words have
  /// a few parts.
  private static let mostParts = 1000

  private func apply(
    _ number: Int, _ form: ArraySlice<Unicode.Scalar>, _ parts: inout Int,
    to lemma: inout String.UnicodeScalarView
  ) -> Bool {
    parts -= 1
    guard trees.indices.contains(number), parts > 0 else { return false }
    switch trees[number] {
    case .replacement(let old, let new):
      guard form.elementsEqual(old.unicodeScalars) else { return false }
      lemma.append(contentsOf: new.unicodeScalars)
    case .match(let prefix, let suffix, let prefixTree, let suffixTree):
      guard prefix <= form.count, suffix <= form.count - prefix else { return false }
      let (start, end) = (form.startIndex + prefix, form.endIndex - suffix)
      if let prefixTree {
        guard apply(prefixTree, form[..<start], &parts, to: &lemma) else { return false }
      }
      lemma.append(contentsOf: form[start..<end])
      if let suffixTree {
        guard apply(suffixTree, form[end...], &parts, to: &lemma) else { return false }
      }
    }
    return true
  }

  /// The texts that trees replace, and by what.
  var strings: [String] {
    trees.flatMap { tree in
      if case .replacement(let old, let new) = tree { [old, new] } else { [String]() }
    }
  }
}

extension EditTrees {
  /// The number that files write for no tree.
  private static let none = Int64(UInt32.max)

  /// The bytes of the `trees` file.
  package var bytes: [UInt8] {
    let list = trees.map { tree in
      switch tree {
      case .match(let prefix, let suffix, let prefixTree, let suffixTree):
        MessagePack.Value.map([
          .init(.string("prefix_len"), .integer(Int64(prefix))),
          .init(.string("suffix_len"), .integer(Int64(suffix))),
          .init(.string("prefix_tree"), .integer(prefixTree.map { Int64($0) } ?? Self.none)),
          .init(.string("suffix_tree"), .integer(suffixTree.map { Int64($0) } ?? Self.none)),
        ])
      case .replacement(let old, let new):
        MessagePack.Value.map([
          .init(.string("orig"), .unsigned(StringStore.id(of: old))),
          .init(.string("subst"), .unsigned(StringStore.id(of: new))),
        ])
      }
    }
    return MessagePack.bytes(.map([.init(.string("trees"), .array(list))]))
  }

  /// Reads a `trees` file, whose texts `strings` knows by their ids.
  ///
  /// - Returns: `nil` when the bytes are none, or a text is not known.
  package init?(reading bytes: [UInt8], _ strings: StringStore) {
    guard let root = try? MessagePack.read(bytes), let list = root["trees"]?.arrayValue else {
      return nil
    }
    var trees: [Tree] = []
    for item in list {
      if let prefix = item["prefix_len"]?.intValue, let suffix = item["suffix_len"]?.intValue,
        let prefixTree = item["prefix_tree"]?.intValue,
        let suffixTree = item["suffix_tree"]?.intValue, prefix >= 0, suffix >= 0
      {
        trees.append(
          .match(
            prefix: prefix, suffix: suffix,
            prefixTree: prefixTree == Int(Self.none) ? nil : prefixTree,
            suffixTree: suffixTree == Int(Self.none) ? nil : suffixTree))
      } else if let old = item["orig"]?.unsignedValue, let new = item["subst"]?.unsignedValue,
        let oldText = strings[old], let newText = strings[new]
      {
        trees.append(.replacement(of: oldText, by: newText))
      } else {
        return nil
      }
    }
    self.init(trees)
  }
}
