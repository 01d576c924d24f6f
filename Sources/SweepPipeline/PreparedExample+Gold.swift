import SweepText
import Synchronization

/// The gold annotation of an example's predicted words, each kind computed when a component first
/// asks for it.
///
/// A class because it owns a lock: examples are prepared once for all trials.
final class GoldColumns: Sendable {
  /// What was computed so far.
  struct Known: Sendable {
    var tags: [UInt64]?
    var morphs: [UInt64]?
    var lemmas: [UInt64]?
    var starts: [Int8]?
    var parse: Result<GoldParse, ProjectiveTree.Cycle>?
  }

  private let known = Mutex(Known())

  /// A kind of annotation; `make` must give the same whenever it is called.
  func value<Value: Sendable>(
    _ kind: WritableKeyPath<Known, Value?>, _ make: () -> Value
  ) -> Value {
    known.withLock { known in
      if let value = known[keyPath: kind] { return value }
      let value = make()
      known[keyPath: kind] = value
      return value
    }
  }
}

extension PreparedExample {
  /// The ids of the tags; 0 where none is known.
  var goldTags: [UInt64] { gold.value(\.tags) { example.aligned(.tag).map { $0 ?? 0 } } }

  /// The ids of the lemmas; 0 where none is known.
  var goldLemmas: [UInt64] { gold.value(\.lemmas) { example.aligned(.lemma).map { $0 ?? 0 } } }

  /// 1 where a sentence starts, 0 where none does, −1 where nothing is known.
  ///
  /// As in spaCy, words without annotation count as known and the first word as a start; those
  /// without a partner, or with several that disagree, do not count as known.
  var goldStarts: [Int8] {
    gold.value(\.starts) {
      var given = example.reference.sentStarts ?? []
      if given.isEmpty { given = [Int8](repeating: 0, count: example.reference.count) }
      if given.first == 0 { given[0] = 1 }
      return (0..<wordCount).map { word in
        let values = example.alignment.xToY[word].map { given[$0] }
        guard let first = values.first, values.allSatisfy({ $0 == first }) else { return -1 }
        return first == 1 ? 1 : 0
      }
    }
  }

  /// The ids of the labels that stand for part of speech and morphology; 0 where nothing is known.
  ///
  /// - Source: spaCy 3.8 `Morphologizer.get_loss`.
  var goldMorphs: [UInt64] {
    gold.value(\.morphs) {
      var known: [MorphPair: UInt64] = [:]
      return zip(example.aligned(.pos), example.aligned(.morph)).map { pos, morph in
        guard let pos, let morph, pos != 0 || morph != 0 else { return 0 }
        let pair = MorphPair(pos: pos, morph: morph)
        if let id = known[pair] { return id }
        let strings = example.reference.strings
        let label = MorphLabel(pos: strings[pos] ?? "", features: strings[morph] ?? "").text
        known[pair] = StringStore.id(of: label)
        return StringStore.id(of: label)
      }
    }
  }

  /// The tree, or a cycle in it.
  var goldParse: Result<GoldParse, ProjectiveTree.Cycle> {
    gold.value(\.parse) {
      do throws(ProjectiveTree.Cycle) {
        return .success(try GoldParse(example))
      } catch {
        return .failure(error)
      }
    }
  }
}

/// The ids of a part of speech and of features.
private struct MorphPair: Hashable {
  let pos: UInt64
  let morph: UInt64
}
