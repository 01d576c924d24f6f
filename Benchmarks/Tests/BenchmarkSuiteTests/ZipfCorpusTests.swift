import BenchmarkSuite
import Foundation
import SweepBase
import SweepText
import Testing

@Suite struct ZipfCorpusTests {
  @Test func differentWordsGrowByHeapsLaw() {
    var (process, random) = (WordProcess(), RandomStream(seed: 1, path: ["test"]))
    var counts: [Int] = []
    for size in [62_730, 627_300] {
      while process.drawnCount < size { _ = process.next(&random) }
      counts.append(process.differentCount)
    }
    #expect((13_000...17_000).contains(counts[0]))
    // 10 to the power of 0.75 is 5.6.
    #expect((5.2...6).contains(Double(counts[1]) / Double(counts[0])))
  }

  @Test func everyNumberHasASpellingOfItsOwn() {
    #expect(Set((0..<100_000).map(Spelling.syllables)).count == 100_000)
    #expect([0, 2, 25, 33, 100].map(Spelling.word) == [".", "the", "25", "Li", "100"])
  }

  @Test func theSameSeedGivesTheSameBytes() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("zipf-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try ZipfCorpus(factor: 1).write(to: folder + "/a")
    try ZipfCorpus(factor: 1).write(to: folder + "/b")
    for name in ["/train/0000.spacy", "/dev.spacy"] {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/a" + name))
      #expect(bytes == (try Data(contentsOf: URL(fileURLWithPath: folder + "/b" + name))))
    }
    let train = try DocBin(contentsOf: folder + "/a/train/0000.spacy").docs
    #expect(train.count == ZipfCorpus.trainDocuments)
    #expect((1_500...2_500).contains(train.reduce(0) { $0 + $1.entities.count }))
  }
}
