import SweepBase
import SweepConfig
import SweepPipeline
import SweepTestSupport
import SweepText
import Testing

/// The registry that fixtures' configs need, without the optimizers of other modules.
let registry = Registry(Registry.pipeline)

/// A fixture's config as spaCy filled it: the one in the model folder.
func fixtureConfig(_ model: String) throws -> Config {
  try Config(parsing: Fixture.text("\(model)/config.cfg"), file: "\(model)/config.cfg")
}

/// The documents of a fixture's corpus as examples.
///
/// The English tokenizer gives the parts of `didn't` norms of their own; the corpus does not store
/// them.
func fixtureExamples(_ name: String) throws -> [Example] {
  let bin = try DocBin(bytes: Fixture.bytes("docbin/\(name).spacy"), file: name)
  return bin.docs.map { doc in
    var example = Example(reference: doc)
    var norms = [UInt64](repeating: 0, count: doc.count)
    for (i, word) in doc.words.enumerated() where word == "n't" {
      norms[i] = StringStore.id(of: "not")
      if i > 0, doc.words[i - 1] == "did" { norms[i - 1] = StringStore.id(of: "do") }
    }
    example.predicted.norms = norms
    return example
  }
}

/// The files of a fixture's model folder.
func fixtureFiles(_ model: String) throws -> [PipelineFile] {
  try ModelFolder.read(Fixture.path(model))
}

/// The relative difference of two numbers, for tolerances.
func relativeError(_ a: Double, _ b: Double, floor: Double) -> Double {
  abs(a - b) / max(floor, abs(b))
}

/// The Euclidean norm.
func norm(_ values: [Float]) -> Double {
  values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
}

/// The moves of a fixture's file.
func fixtureMoves<Kind>(_ json: JSONValue) throws -> [TypedMove<Kind>] {
  try #require(json.arrayValue).map { pair in
    let letter = try #require(pair[0]?.stringValue?.first)
    return TypedMove(
      try #require(Kind(letter: letter)), try #require(pair[1]?.stringValue))
  }
}
