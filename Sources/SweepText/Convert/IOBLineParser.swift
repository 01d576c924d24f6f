/// Sentences of sentence-per-line files, whose tokens are `word|tag|iob` or `word|iob`.
struct IOBLineParser {
  let sentencesPerDoc: Int
  private(set) var errors: [ColumnError] = []

  init(sentencesPerDoc: Int) {
    self.sentencesPerDoc = sentencesPerDoc
  }

  /// The sentences, so many lines to a document.
  ///
  /// Empty lines count as lines: they make empty documents, which readers of a corpus pass over, as
  /// spaCy's converter makes them.
  mutating func parse(_ lines: [TextLine]) -> [[TaggedSentence]] {
    let size = sentencesPerDoc > 0 ? sentencesPerDoc : max(1, lines.count)
    return stride(from: 0, to: lines.count, by: size).map { start in
      lines[start..<min(start + size, lines.count)].map { parse($0) }
    }
  }

  private mutating func parse(_ line: TextLine) -> TaggedSentence {
    var sentence = TaggedSentence()
    let tokens = PythonText.fields(line.text[...]).map {
      $0.unicodeScalars.split(separator: "|", omittingEmptySubsequences: false).map {
        Substring($0)
      }
    }
    let parts = min(3, max(2, tokens.first?.count ?? 2))
    for token in tokens {
      guard token.count >= parts else {
        let text = token.joined(separator: "|")
        errors.append(ColumnError(.wrongToken(text, parts: parts), line: line.number))
        continue
      }
      // A bar in the word itself: the last parts are the tags.
      sentence.words.append(token.dropLast(parts - 1).joined(separator: "|"))
      sentence.tags.append(parts == 3 ? String(token[token.count - 2]) : "-")
      sentence.iob.append(String(token[token.count - 1]))
      sentence.lines.append(line.number)
    }
    errors += sentence.findEntities()
    return sentence
  }
}
