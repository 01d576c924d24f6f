import SweepKit
import SweepNN
import SweepText

// Texts, and the entities in them by characters.
let tokenizer = try Tokenizer(language: "en")
var examples = try [
  ("Marlow left Camden in May.", [CharacterSpan(0, 6, "PERSON"), CharacterSpan(12, 18, "PLACE")]),
  ("Camden isn't far from Oslo.", [CharacterSpan(0, 6, "PLACE"), CharacterSpan(22, 26, "PLACE")]),
  (
    "We met Ines and Hugo there.",
    [CharacterSpan(7, 11, "PERSON"), CharacterSpan(16, 20, "PERSON")]
  ),
  (
    "Nobody from Oslo knew Marlow.",
    [CharacterSpan(12, 16, "PLACE"), CharacterSpan(22, 28, "PERSON")]
  ),
].map { try Example(tokenizer.tokenize($0.0), entities: $0.1) }

var nlp = try Language(blank: "en", ["ner"], examples: examples, seed: 0)
var optimizer = Optimizer.adam(0.001)
for iteration in 0..<20 {
  var losses: [String: Double] = [:]
  nlp.shuffle(&examples)
  for start in stride(from: 0, to: examples.count, by: 2) {
    try nlp.update(
      Array(examples[start..<start + 2]), dropout: 0.2, optimizer: &optimizer, losses: &losses)
  }
  if iteration % 5 == 0 { print(iteration, losses["ner"] ?? 0) }
}

let doc = nlp("Hugo left Oslo.")
for entity in doc.entities { print(doc.words[entity.range].joined(separator: " "), entity.label) }
if CommandLine.arguments.count > 1 { try nlp.write(to: CommandLine.arguments[1]) }
