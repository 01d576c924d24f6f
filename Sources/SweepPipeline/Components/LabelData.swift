import SweepConfig

// What the label files of components hold that list their labels or moves.

extension EntityRecognizer {
  var labelData: JSONValue? { .object(moves.json) }
}

extension DependencyParser {
  var labelData: JSONValue? { .object(moves.json) }
}

extension Tagger {
  var labelData: JSONValue? { .array(labels.map(JSONValue.string)) }
}

extension TextCategorizer {
  var labelData: JSONValue? { .array(labels.map(JSONValue.string)) }
}

extension SpanCategorizer {
  var labelData: JSONValue? { .array(labels.map(JSONValue.string)) }
}

extension EditTrees {
  /// The trees as label files have them.
  var json: [JSONValue] {
    trees.map { tree in
      switch tree {
      case .match(let prefix, let suffix, let prefixTree, let suffixTree):
        [
          "prefix_len": .integer(prefix), "suffix_len": .integer(suffix),
          "prefix_tree": .integer(prefixTree ?? Int(UInt32.max)),
          "suffix_tree": .integer(suffixTree ?? Int(UInt32.max)),
        ]
      case .replacement(let old, let new): ["orig": .string(old), "subst": .string(new)]
      }
    }
  }
}
