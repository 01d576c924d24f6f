import SweepConfig
import SweepText

/// What rulers find spans by: patterns of words, and phrases.
///
/// - Source: spaCy 3.8 `EntityRuler` and `SpanRuler`.
struct SpanRules: Sendable {
  /// A pattern's label, and the id if there is one.
  struct Rule: Sendable {
    var label: String
    var id: String?
  }

  let rules: [Rule]
  /// Patterns of words, by rule.
  private var patterns: [(rule: Int, pattern: WordPattern)] = []
  private var phrases: Phrases
  /// What phrases were divided by; `nil` where there are none.
  private(set) var tokenizer: [UInt8]?

  /// What is wrong with some rules.
  struct Faults: Error {
    /// What is wrong with each, beginning with its line.
    let problems: [String]
  }

  /// Reads the lines of a file of patterns.
  ///
  /// - Parameters:
  ///   - bytes: JSON objects, a line each.
  ///   - attribute: What phrases are compared by.
  ///   - tokenizer: What phrases are divided by: the content of a `tokenizer` file.
  /// - Throws: `Faults` with all lines that are not understood.
  init(reading bytes: [UInt8], attribute: Attribute, tokenizer: [UInt8]?) throws(Faults) {
    var (rules, problems) = ([Rule](), [String]())
    var texts: [(rule: Int, text: String)] = []
    phrases = Phrases(attribute: attribute)
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    for (number, line) in lines.enumerated() {
      do throws(WordPattern.Fault) {
        let (rule, pattern) = try Self.rule(String(decoding: line, as: UTF8.self))
        if let phrase = pattern.stringValue {
          texts.append((rules.count, phrase))
        } else {
          patterns.append((rules.count, try WordPattern(reading: pattern)))
        }
        rules.append(rule)
      } catch {
        problems.append("line \(number + 1): \(error.what)")
      }
    }
    self.rules = rules
    if problems.isEmpty, !texts.isEmpty {
      if let tokenizer {
        do throws(TokenizerError) {
          let divider = try Tokenizer(bytes: tokenizer)
          for (rule, text) in texts { phrases.add(divider.tokenize(text), rule: rule) }
          self.tokenizer = tokenizer
        } catch {
          problems.append("phrases cannot be divided into words: \(error)")
        }
      } else {
        problems.append(
          "a phrase is divided into words by the tokenizer's rules, and there are none for this "
            + "language; give a list of words as pattern")
      }
    }
    guard problems.isEmpty else { throw Faults(problems: problems) }
  }

  private static func rule(_ line: String) throws(WordPattern.Fault) -> (Rule, JSONValue) {
    guard let json = try? JSONValue(parsing: line), let label = json["label"]?.stringValue,
      let pattern = json["pattern"]
    else { throw WordPattern.Fault(what: "expected an object with label and pattern") }
    guard !label.isEmpty else { throw WordPattern.Fault(what: "expected a label, found none") }
    return (Rule(label: label, id: json["id"]?.stringValue), pattern)
  }

  /// The labels, sorted.
  var labels: [String] {
    var known: Set<UInt64> = []
    return rules.map(\.label).filter { known.insert(StringStore.id(of: $0)).inserted }
      .sorted { precedes($0, $1) }
  }

  /// The ids of rules.
  var ids: [String] { rules.compactMap(\.id) }

  /// Where rules fit.
  func matches(in doc: Doc) -> [(rule: Int, range: Range<Int>)] {
    let words = PatternWords(doc, patterns.map(\.pattern))
    return patterns.flatMap { rule, pattern in words.matches(pattern).map { (rule, $0) } }
      + phrases.matches(in: doc)
  }

  // MARK: - Settings

  /// The content of a file of the patterns under `[initialize.components.NAME] patterns`.
  ///
  /// - Throws: `PipelineError` for something else than a list.
  static func lines(
    _ patterns: JSONValue?, of component: String
  ) throws(PipelineError) -> [JSONValue] {
    guard let patterns, !patterns.isNull else { return [] }
    guard let items = patterns.arrayValue else {
      throw .corpus(
        component: component,
        what: "expected patterns to be a list, found \(patterns.kindDescription)",
        help: "give a list, or [initialize.components.\(component).patterns] with @readers = "
          + "\"srsly.read_jsonl.v1\" and the path of a file with a pattern in each line")
    }
    return items
  }

  /// The bytes of lines of JSON, as spaCy writes them.
  static func file(_ lines: [JSONValue]) -> [UInt8] {
    lines.flatMap { Array($0.serialized(.srslyLine).utf8) + [UInt8(ascii: "\n")] }
  }
}

extension ComponentFiles {
  /// The rules in a file of patterns.
  ///
  /// - Throws: `ModelFolderError` for rules that are not understood, all of them.
  func rules(_ path: String, attribute: Attribute) throws(ModelFolderError) -> SpanRules {
    do throws(SpanRules.Faults) {
      return try SpanRules(
        reading: optionalBytes(path) ?? [], attribute: attribute, tokenizer: tokenizer)
    } catch {
      throw bad(
        path,
        expected: "patterns that are supported; " + error.problems.joined(separator: "; "))
    }
  }
}
