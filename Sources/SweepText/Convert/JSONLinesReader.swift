import SweepConfig

/// Makes documents of files with a JSON object per line: annotations of Prodigy, or texts with `cats`.
///
/// Texts are divided as `tokens` says, or by a tokenizer. What was rejected or ignored is left out,
/// except that a rejected label counts as 0.
struct JSONLinesReader {
  /// What divides texts that come without tokens.
  var tokenizer: Tokenizer
  /// Where spans are kept if not as entities: they may overlap there.
  var spansKey: String?

  /// The documents of a file.
  ///
  /// - Throws: `ColumnErrors` with every line that cannot be read.
  func read(_ bytes: [UInt8], file: String) throws(ColumnErrors) -> [Doc] {
    let (lines, badLines) = TextLines.read(bytes)
    var errors = badLines
    var docs: [Doc] = []
    for line in lines where !line.text.unicodeScalars.allSatisfy({ PythonText.isSpace($0) }) {
      do throws(JSONLineError) {
        var record = try JSONLineRecord(line.text)
        if let doc = try record.doc(tokenizer, spansKey) { docs.append(doc) }
      } catch {
        errors += error.problems.map { ColumnError(.malformed($0), line: line.number) }
      }
    }
    if !errors.isEmpty { throw ColumnErrors(file: file, errors.sorted { $0.line < $1.line }) }
    return docs
  }
}

/// What is wrong with one line.
struct JSONLineError: Error {
  var problems: [String]
}

/// A line of a JSONL file.
struct JSONLineRecord {
  private let value: JSONValue
  private let text: [Unicode.Scalar]
  private var problems: [String] = []

  init(_ line: String) throws(JSONLineError) {
    do throws(JSONError) {
      value = try JSONValue(parsing: line)
    } catch {
      throw JSONLineError(problems: ["this is no JSON: \(error)"])
    }
    guard value.objectValue != nil, let text = value["text"]?.stringValue else {
      throw JSONLineError(problems: ["expected an object with `text`"])
    }
    self.text = Array(text.unicodeScalars)
  }

  /// The document; `nil` when the answer leaves it out.
  mutating func doc(
    _ tokenizer: Tokenizer, _ spansKey: String?
  ) throws(JSONLineError) -> Doc? {
    let answer = value["answer"]?.stringValue ?? "accept"
    let isRejectedLabel = answer == "reject" && value["label"] != nil && value["spans"] == nil
    guard answer == "accept" || isRejectedLabel else {
      if answer == "reject" || answer == "ignore" { return nil }
      throw JSONLineError(
        problems: ["`answer`: expected accept, reject or ignore, found \"\(answer)\""])
    }
    var doc = tokens() ?? tokenizer.tokenize(Self.string(text[...]))
    doc.cats = categories(isAccepted: answer == "accept")
    addSpans(to: &doc, spansKey)
    if value["relations"]?.arrayValue?.isEmpty == false {
      problems.append("`relations` cannot be converted")
    }
    if !problems.isEmpty { throw JSONLineError(problems: problems) }
    return doc
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  // MARK: - Tokens

  /// The tokens that the record lists, with those of white space that it leaves out.
  private mutating func tokens() -> Doc? {
    guard let list = value["tokens"]?.arrayValue else { return nil }
    var (words, spaces, place) = ([String](), [Bool](), 0)
    for (i, token) in list.enumerated() {
      guard let start = token["start"]?.intValue, let end = token["end"]?.intValue,
        start >= place, start < end, end <= text.count
      else {
        problems.append("token \(i + 1): expected `start` and `end` within the text, in order")
        return Doc(words: [])
      }
      addGap(place..<start, &words, &spaces, i)
      let word = Self.string(text[start..<end])
      if let written = token["text"]?.stringValue, !PythonText.areEqual(written, word) {
        problems.append("token \(i + 1): expected the text \"\(word)\", found \"\(written)\"")
      }
      words.append(word)
      spaces.append(false)
      place = end
    }
    addGap(place..<text.count, &words, &spaces, list.count)
    return Doc(words: words, spaces: spaces)
  }

  /// What is between two tokens: a blank, or white space that is a token itself.
  private mutating func addGap(
    _ range: Range<Int>, _ words: inout [String], _ spaces: inout [Bool], _ token: Int
  ) {
    var gap = text[range]
    guard gap.allSatisfy({ PythonText.isSpace($0) }) else {
      problems.append(
        "`tokens` leave out \"\(Self.string(gap))\" before token \(token + 1)")
      return
    }
    if gap.first == " ", !words.isEmpty {
      spaces[spaces.count - 1] = true
      gap = gap.dropFirst()
    }
    if gap.isEmpty { return }
    words.append(Self.string(gap))
    spaces.append(false)
  }

  // MARK: - Labels

  private mutating func categories(isAccepted: Bool) -> [Category] {
    var found: [Category] = []
    func add(_ label: String, _ value: Double) {
      found.removeAll { PythonText.areEqual($0.label, label) }
      found.append(Category(label, value))
    }
    for entry in value["cats"]?.objectValue?.entries ?? [] {
      if let number = entry.value.doubleValue ?? entry.value.boolValue.map({ $0 ? 1 : 0 }) {
        add(entry.key, number)
      } else {
        problems.append("`cats`: expected a number for \"\(entry.key)\"")
      }
    }
    let accepted = value["accept"]?.arrayValue?.compactMap(\.stringValue) ?? []
    for option in value["options"]?.arrayValue ?? [] {
      guard let id = option["id"]?.stringValue ?? option["id"]?.intValue.map(String.init) else {
        problems.append("`options`: expected options with `id`")
        continue
      }
      add(id, accepted.contains { PythonText.areEqual($0, id) } ? 1 : 0)
    }
    if value["options"] == nil { for label in accepted { add(label, 1) } }
    if let label = value["label"]?.stringValue, value["spans"] == nil {
      add(label, isAccepted ? 1 : 0)
    }
    return found
  }

  // MARK: - Spans

  private mutating func addSpans(to doc: inout Doc, _ key: String?) {
    guard let list = value["spans"]?.arrayValue else { return }
    let offsets = doc.characterOffsets
    let ends = zip(offsets, doc.words).map { $0 + $1.unicodeScalars.count }
    var spans: [EntitySpan] = []
    for span in list {
      guard let start = span["start"]?.intValue, let end = span["end"]?.intValue,
        start >= 0, start < end, end <= text.count
      else {
        problems.append("`spans`: expected `start` and `end` within the text")
        continue
      }
      let words = Self.string(text[start..<end])
      guard let label = span["label"]?.stringValue, !label.isEmpty else {
        problems.append("`spans`: \"\(words)\" at \(start)–\(end) has no `label`")
        continue
      }
      guard let first = offsets.firstIndex(of: start), let last = ends.lastIndex(of: end),
        first <= last
      else {
        problems.append(
          "`spans`: \(label) \"\(words)\" at \(start)–\(end) begins or ends within a token")
        continue
      }
      spans.append(EntitySpan(first, last + 1, label))
    }
    if let key { doc.addGroup(spans, key) } else { addEntities(spans, to: &doc) }
  }

  private mutating func addEntities(_ spans: [EntitySpan], to doc: inout Doc) {
    let sorted = spans.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    for (a, b) in zip(sorted, sorted.dropFirst()) where b.start < a.end {
      problems.append(
        "`spans`: \(a.label) and \(b.label) overlap at \"\(doc.words[b.start])\"; "
          + "with --spans-key they become a span group")
    }
    if problems.isEmpty { doc.setEntities(sorted) }
  }
}

extension Doc {
  /// Adds spans as a group, in their order.
  fileprivate mutating func addGroup(_ spans: [EntitySpan], _ key: String) {
    let offsets = characterOffsets
    let grouped = spans.map { span in
      GroupedSpan(
        start: Int32(span.start), end: Int32(span.end), label: strings.add(span.label),
        startCharacter: Int32(offsets[span.start]),
        endCharacter: Int32(offsets[span.end - 1] + words[span.end - 1].unicodeScalars.count))
    }
    spanGroups.append(KeyedSpanGroup(key, SpanGroup(name: key, spans: grouped)))
  }
}
