import SweepConfig

/// A config to measure, with what is its own among several:
/// `configs/textcat.cfg,words=100,corpus=folder`.
package struct BenchmarkConfig: Equatable, Sendable {
  package var file: String
  /// The words of a batch, about; `nil` for what all have.
  package var words: Int?
  /// The folder whose `train.spacy` and `dev.spacy` it trains on; `nil` for its own paths.
  package var corpus: String?

  /// Reads an argument.
  ///
  /// - Throws: `BenchmarkProblem` for a setting that there is not.
  package init(_ argument: String) throws {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    file = parts[0]
    for part in parts.dropFirst() {
      let (key, value) = Self.setting(part)
      switch key {
      case "corpus" where !value.isEmpty: corpus = value
      case "words":
        guard let count = Int(value), count > 0 else { throw Self.problem(argument, part) }
        words = count
      default: throw Self.problem(argument, part)
      }
    }
  }

  /// The file's name.
  package var name: String { file.split(separator: "/").last.map(String.init) ?? file }

  /// The overrides that select its corpus.
  package var overrideArguments: [String] {
    guard let corpus else { return [] }
    return ["--paths.train", corpus + "/train.spacy", "--paths.dev", corpus + "/dev.spacy"]
  }

  private static func setting(_ part: String) -> (key: String, value: String) {
    let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    return (String(halves[0]), halves.count > 1 ? String(halves[1]) : "")
  }

  private static func problem(_ argument: String, _ part: String) -> BenchmarkProblem {
    BenchmarkProblem(
      description: "\(argument): expected words=N or corpus=FOLDER, found \"\(part)\"")
  }
}

/// What is wrong with the arguments or the data.
package struct BenchmarkProblem: Error, CustomStringConvertible {
  package let description: String
}
