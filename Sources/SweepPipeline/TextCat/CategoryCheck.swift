import SweepText

/// What a component demands of the labels of gold texts: values 0 or 1 and, where labels exclude each
/// other, at most one 1 per text.
struct CategoryCheck {
  let component: String
  let isMultilabel: Bool

  init(_ component: String, isMultilabel: Bool) {
    (self.component, self.isMultilabel) = (component, isMultilabel)
  }

  /// - Throws: `PipelineError.corpus` that tells of all texts at once.
  func check(_ examples: [Example]) throws(PipelineError) {
    var (wrong, several): ([String], [String]) = ([], [])
    for example in examples {
      let cats = example.reference.cats
      for category in cats where category.value != 0 && category.value != 1 {
        wrong.append("\"\(category.label)\" has \(category.value) in \(Self.start(example))")
      }
      let right = cats.filter { $0.value == 1 }
      if !isMultilabel && right.count > 1 {
        let names = right.map { "\"\($0.label)\"" }.joined(separator: " and ")
        several.append("\(names) in \(Self.start(example))")
      }
    }
    var problems: [String] = []
    if let first = wrong.first {
      problems.append("expected labels with the value 0 or 1: \(first)\(Self.more(wrong.count))")
    }
    if let first = several.first {
      problems.append(
        "expected at most one label with the value 1 per text: \(first)\(Self.more(several.count))")
    }
    guard !problems.isEmpty else { return }
    throw .corpus(
      component: component, what: problems.joined(separator: "; "),
      help: several.isEmpty
        ? "write 1 for labels that apply and 0 for others"
        : "use textcat_multilabel where texts may have several labels")
  }

  private static func more(_ count: Int) -> String {
    count > 1 ? ", and \(count - 1) more" : ""
  }

  /// The beginning of a text, in quotes.
  private static func start(_ example: Example) -> String {
    "\"" + example.reference.words.prefix(6).joined(separator: " ") + "\""
  }
}
