import SweepText
import Testing

@Suite struct VocabTests {
  private func id(_ text: String) -> UInt64 { StringStore.id(of: text) }

  @Test func givesOneRowPerTokenAndOneColumnPerAttribute() {
    var vocab = Vocab()
    let doc = Doc(words: ["Oslo", "A"], spaces: [true, false])
    let rows = vocab.features(
      of: doc, [.norm, .prefix, .suffix, .shape, .orth, .lower, .spacy, .isAlpha, .length])
    #expect(
      rows == [
        id("oslo"), id("O"), id("slo"), id("Xxxx"), id("Oslo"), id("oslo"), 1, 1, 4,
        id("a"), id("A"), id("A"), 101, id("A"), id("a"), 0, 1, 1,
      ])
  }

  @Test func takesNormsOfTheDocumentWhereItHasThem() {
    var vocab = Vocab()
    var doc = Doc(words: ["do", "n't"])
    doc.norms = [0, id("not")]
    #expect(vocab.features(of: doc, [.norm]) == [id("do"), id("not")])
  }

  @Test func readsAnnotationsToo() {
    var vocab = Vocab()
    var doc = Doc(words: ["Oslo"])
    doc.tags = [id("NNP")]
    #expect(vocab.features(of: doc, [.tag, .entType]) == [id("NNP"), 0])
  }

  @Test func doesNotDependOnWhatWasAskedBefore() {
    let docs = [Doc(words: ["b", "a", "c"]), Doc(words: ["c", "b"])]
    var (forward, backward) = (Vocab(), Vocab())
    let first = docs.map { forward.features(of: $0, [.norm, .shape]) }
    let second = docs.reversed().map { backward.features(of: $0, [.norm, .shape]) }
    #expect(first == second.reversed())
  }

  @Test func saysWhichAttributesItKnows() throws {
    for name in ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE", "TAG", "LIKE_NUM"] {
      #expect(Vocab.supports(try #require(Attribute(name: name))), "\(name)")
    }
    for name in ["PROB", "LANG", "CLUSTER", "IDX"] {
      #expect(!Vocab.supports(try #require(Attribute(name: name))), "\(name)")
    }
  }
}
