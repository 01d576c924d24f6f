import SweepConfig
import SweepNN
import SweepPipeline
import SweepText
import SweepTraining
import Synchronization
import Testing

@Suite struct FoldTests {
  /// 60 documents with labels of very different frequency, some with none, two with a category.
  private static let docs: [Doc] = (0..<60).map { index in
    var labels: [String?] = Array(repeating: nil, count: index % 5 + 1)
    if index % 2 == 0 { labels += Array(repeating: "PER", count: index % 7) }
    if index % 6 == 1 { labels += ["ORG", "ORG"] }
    if index % 12 == 3 { labels.append("RARE") }
    var doc = smallDoc(labels, word: "d\(index)w")
    if index % 30 == 4 { doc.cats = [Category("good", 1), Category("bad", 0)] }
    return doc
  }

  private func corpus(
    _ fold: Int?, of folds: Int = 5, seed: Int = 0, heldOut: Bool = true, _ docs: [Doc] = docs,
    maxLength: Int = 0, goldPreproc: Bool = false, limit: Int = 0
  ) throws -> PreparedCorpus {
    try PreparedCorpus(
      CorpusSettings(
        path: "train.spacy", goldPreproc: goldPreproc, maxLength: maxLength, limit: limit,
        fold: fold.map { FoldSettings(fold: $0, folds: folds, seed: seed, isHeldOut: heldOut) }),
      from: memorySource(["train.spacy": docs]))
  }

  /// The numbers of the documents that examples came from.
  private func numbers(_ corpus: PreparedCorpus) -> [Int] {
    let words = corpus.examples.map { $0.example.reference.words[0] }
    var numbers = words.compactMap { Int($0.dropFirst().prefix { $0.isNumber }) }
    #expect(numbers.count == words.count)
    for index in numbers.indices.dropFirst().reversed() where numbers[index] == numbers[index - 1] {
      numbers.remove(at: index)
    }
    return numbers
  }

  private func folds(_ count: Int, seed: Int = 0, _ docs: [Doc] = docs) throws -> [[Int]] {
    try (0..<count).map { numbers(try corpus($0, of: count, seed: seed, docs)) }
  }

  @Test(arguments: [2, 5, 7, 60])
  func holdsEachDocumentOutOnceAndTrainsOnAllOthers(count: Int) throws {
    let held = try folds(count)
    #expect(held.allSatisfy { !$0.isEmpty && $0 == $0.sorted() })
    #expect(held.joined().sorted() == Array(0..<60))
    for fold in 0..<count {
      let others = numbers(try corpus(fold, of: count, heldOut: false))
      #expect((others + held[fold]).sorted() == Array(0..<60))
      #expect(others == others.sorted())
    }
  }

  @Test func spreadsEveryLabelEvenly() throws {
    let held = try folds(5).map { fold in fold.map { Self.docs[$0] } }
    func spread(_ count: (Doc) -> Int) -> Int {
      let sums = held.map { $0.reduce(0) { $0 + count($1) } }
      return (sums.max() ?? 0) - (sums.min() ?? 0)
    }
    func spread(of label: String) -> Int {
      spread { $0.entities.count { $0.label == label } }
    }
    #expect(spread(of: "RARE") == 0)
    #expect(spread(of: "ORG") == 0)
    #expect(spread(of: "PER") <= 3)
    #expect(spread { $0.cats.isEmpty ? 0 : 1 } == 1)
    #expect(spread { _ in 1 } <= 2)
    #expect(spread(\.count) <= 5)
  }

  /// What a recorded trial has read must never change.
  @Test func givesTheSameFoldsForEver() throws {
    let docs = Array(Self.docs.prefix(12))
    #expect(try folds(3, docs) == [[1, 3, 8, 10], [0, 2, 4, 11], [5, 6, 7, 9]])
    #expect(try folds(3, seed: 1, docs) == [[1, 3, 8, 10], [0, 2, 4, 9], [5, 6, 7, 11]])
  }

  @Test func dependsOnTheSeed() throws {
    let partitions = try (0..<4).map { Set(try folds(5, seed: $0).map(Set.init)) }
    #expect(Set(partitions).count == 4)
    #expect(try folds(5, seed: -1) == folds(5, seed: -1))
  }

  /// A trial may be evaluated on whole documents and trained on sentences.
  @Test func asksOnlyForDocumentsWhatAFoldHas() throws {
    let whole = try corpus(1)
    #expect(numbers(try corpus(1, goldPreproc: true)) == numbers(whole))
    let short = numbers(try corpus(1, maxLength: 4))
    #expect(short == numbers(whole))
    #expect(try corpus(1, maxLength: 4).wordCounts.allSatisfy { $0 < 4 })
    let limited = try (0..<5).map { numbers(try corpus($0, limit: 11)) }
    #expect(limited.joined().sorted() == Array(0..<11))
  }

  @Test func preparesTheSameExamplesAsTheWholeCorpus() throws {
    let all = try corpus(nil)
    let part = try corpus(2, heldOut: false)
    #expect(part.files == all.files)
    #expect(part.wordCounts == numbers(part).map { all.wordCounts[$0] })
    #expect(part.perDocument([]).isEmpty)
    #expect(part.examples.allSatisfy { $0.example.reference.hasEntityAnnotation })
  }

  @Test func readsAFileOnceForAllFolds() throws {
    let asked = Mutex<[String]>([])
    let cache = CorpusCache(
      source: memorySource(["train.spacy": Self.docs]) { path in
        asked.withLock { $0.append(path) }
      })
    for fold in 0..<5 {
      let settings = try settings("fold = \(fold)\nfolds = 5")
      let corpora = try cache.corpora(for: settings)
      #expect(
        (numbers(corpora.train) + numbers(corpora.dev)).sorted() == Array(0..<60))
      #expect(numbers(corpora.dev) == numbers(try corpus(fold)))
    }
    #expect(asked.withLock { $0 } == ["train.spacy"])
  }

  @Test func refusesMoreFoldsThanDocuments() throws {
    let error = TrainingError.tooFewDocuments(path: "train.spacy", folds: 61, found: 60)
    #expect(throws: error) { try corpus(0, of: 61) }
    #expect(
      "\(error)" == """
        train.spacy: expected at least 61 documents for 61 folds, found 60
          help: folds are made of whole documents; ask for fewer, or cut the documents up
        """)
  }

  @Test(arguments: [
    (
      "fold = 5\nfolds = 5",
      "t.cfg:23: [corpora.train] fold: expected a fold from 0 to 4, found 5"
    ),
    (
      "fold = 0\nfolds = 1",
      "t.cfg:24: [corpora.train] folds: expected at least 2 folds, found 1"
    ),
  ])
  func refusesFoldsThatThereAreNot(fold: String, message: String) throws {
    #expect {
      try settings(fold)
    } throws: { error in
      "\(error)".contains(message)
    }
  }

  @Test func refusesToStreamAFold() throws {
    #expect {
      try settings("fold = 0\nfolds = 5", maxEpochs: -1)
    } throws: { error in
      "\(error)".contains(
        """
        [training] max_epochs: folds are known only when the whole corpus was read, and -1 streams it
          help: set training.max_epochs to 0 for no limit of epochs
        """)
    }
  }

  private func settings(_ fold: String, maxEpochs: Int = 0) throws -> TrainingSettings {
    let config = try Config(
      parsing: """
        [training]
        train_corpus = "corpora.train"
        dev_corpus = "corpora.dev"
        seed = 0
        dropout = 0.1
        patience = 0
        max_epochs = \(maxEpochs)
        max_steps = 10
        eval_frequency = 5
        accumulate_gradient = 1
        [training.batcher]
        @batchers = "spacy.batch_by_sequence.v1"
        size = 1
        get_length = null
        [training.optimizer]
        @optimizers = "SGD.v1"
        learn_rate = 0.1
        [corpora]
        [corpora.train]
        @readers = "sweep.Fold.v1"
        path = "train.spacy"
        gold_preproc = false
        \(fold)
        held_out = false
        [corpora.dev]
        @readers = "sweep.Fold.v1"
        path = "train.spacy"
        gold_preproc = false
        \(fold)
        held_out = true
        """, file: "t.cfg")
    return try TrainingSettings(
      reading: config, registry: Registry(Registry.nn + Registry.training))
  }
}
