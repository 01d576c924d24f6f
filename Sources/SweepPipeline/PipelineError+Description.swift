import SweepConfig

extension PipelineError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .config(let errors): return "\(errors)"
    case .noLabels(let component):
      return """
        \(component): expected entities in the training corpus, found none
          help: check that the corpus has entity annotation and that its path is right
        """
    case .corpus(let component, let what, let help):
      return """
        \(component): \(what)
          help: \(help)
        """
    case .source(let component, let error):
      return "\(component), from another pipeline: \(error)"
    case .several(let errors): return errors.map(\.description).joined(separator: "\n")
    case .badLabels(let component):
      return """
        \(component): expected its labels as a map of move numbers to labels with frequencies
          help: write the file with `spacy init labels`, or leave the labels to the corpus
        """
    case .contradictorySpan(let component, let key, let words, let label):
      return """
        \(component): "\(words.joined(separator: " "))" is annotated as \(label) and, under \
        "\(key)", as not \(label)
          help: remove one of the two spans
        """
    case .noGoldMove(let component, let words):
      return """
        \(component): no sequence of moves gives the annotation of \
        "\(words.prefix(12).joined(separator: " "))"
          help: look for entities that overlap or start with white space in this text
        """
    }
  }
}
