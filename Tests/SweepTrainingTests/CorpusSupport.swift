import SweepConfig
import SweepText
import SweepTraining

/// A document of one-word sentences, each of which is an entity with the given label, or none.
func smallDoc(_ labels: [String?], word: String = "w") -> Doc {
  var doc = Doc(words: labels.indices.map { "\(word)\($0)" })
  doc.setEntities(
    labels.enumerated().compactMap { index, label in
      label.map { EntitySpan(index, index + 1, $0) }
    })
  doc.sentStarts = labels.map { _ in 1 }
  return doc
}

/// A source of files in memory that says which were asked for.
func memorySource(
  _ files: [String: [Doc]], asked: @escaping @Sendable (String) -> Void = { _ in }
) -> InputSource {
  let files = files.mapValues { DocBin($0).bytes() }
  return InputSource { path throws(FileError) in
    asked(path)
    guard let bytes = files[path] else {
      throw FileError(.read, path, code: 2, reason: "no such file")
    }
    return [InputFile(path: path, resolvedPath: "/" + path, bytes: bytes)]
  }
}
