import SweepBase
import SweepConfig
import SweepPipeline
import SweepTensors
import SweepTestSupport
import SweepText
import Testing

/// What users are told of data that a classifier cannot learn from.
@Suite struct CategoryInputTests {
  private func error(
    _ model: String, _ docs: [Doc], _ settings: [String: JSONValue] = [:]
  ) throws -> String {
    var config = try fixtureConfig(model)
    for (key, value) in settings { config[key] = value }
    var random = SpacyRandom(seed: 0)
    do {
      var pipeline = try Pipeline.initialize(
        config, registry: registry, examples: docs.map { Example(reference: $0) },
        random: &random, backend: .exact)
      var losses: [String: Double] = [:]
      try pipeline.update(
        PreparedExample.prepare(docs.map { Example(reference: $0) }), dropout: 0,
        random: &random, losses: &losses)
      return ""
    } catch {
      return "\(error)"
    }
  }

  private func doc(_ cats: [Category]) -> Doc {
    var doc = Doc(words: ["some", "words"])
    doc.cats = cats
    return doc
  }

  @Test func asksForLabels() throws {
    let none = try error("model_bow", [Doc(words: ["a"])])
    #expect(none.contains("expected at least 2 labels of texts (cats) in the training corpus"))
    #expect(none.contains("found none"))
    let one = try error("model_bow", [doc([Category("GOOD", 1)])])
    #expect(one.contains("found only \"GOOD\""))
    #expect(one.contains("NOT_GOOD"))
    #expect(try error("model_reduce", [Doc(words: ["a"])]).contains("at least 1 label of texts"))
    #expect(try error("model_reduce", [doc([Category("GOOD", 1)])]) == "")
  }

  @Test func tellsAllWrongValuesAtOnce() throws {
    let docs = [
      doc([Category("A", 1), Category("B", 1)]), doc([Category("A", 0.5), Category("B", 0)]),
      doc([Category("A", 2), Category("B", 0)]),
    ]
    let found = try error("model_bow", docs)
    #expect(found.contains("\"A\" has 0.5 in \"some words\", and 1 more"))
    #expect(found.contains("at most one label with the value 1 per text: \"A\" and \"B\""))
    #expect(found.contains("textcat_multilabel"))
    let several = try error("model_reduce", [docs[0]])
    #expect(several == "")
  }

  @Test func checksThePositiveLabel() throws {
    let docs = [doc([Category("A", 1), Category("B", 0)])]
    let key = "initialize.components.textcat.positive_label"
    #expect(try error("model_bow", docs, [key: "A"]) == "")
    #expect(try error("model_bow", docs, [key: "C"]).contains("expected positive_label \"C\""))
  }

  @Test func asksForSpansUnderTheKey() throws {
    var other = Doc(words: ["some", "words"])
    other.spanGroups = [
      KeyedSpanGroup(
        "other",
        SpanGroup(
          name: "other",
          spans: [
            GroupedSpan(
              start: 0, end: 1, label: other.strings.add("X"), startCharacter: 0, endCharacter: 4)
          ]))
    ]
    let pipeline: [String: JSONValue] = ["nlp.pipeline": ["tok2vec", "spancat"]]
    let found = try error("model_cats_spans", [other], pipeline)
    #expect(found.contains("expected spans under \"sc\" in the training corpus, found none"))
    #expect(found.contains("its keys are \"other\""))
    var settings = pipeline
    settings["components.spancat.spans_key"] = "other"
    settings["components.spancat.suggester"] = [
      "@misc": "spacy.preset_spans_suggester.v1", "spans_key": "missing",
    ]
    let preset = try error("model_cats_spans", [other], settings)
    #expect(preset.contains("expected spans under \"missing\" to choose from"))
    // Spans that are longer than all texts: nothing to learn, and no error.
    settings["components.spancat.suggester"] = [
      "@misc": "spacy.ngram_suggester.v1", "sizes": [5],
    ]
    #expect(try error("model_cats_spans", [other], settings) == "")
  }
}
