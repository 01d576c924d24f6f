import SweepConfig

/// What to measure, as given on the command line.
struct Options {
  /// What is wrong with the arguments or the data.
  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  static let usage = """
    usage: SweepBenchmark CONFIG [options] [--section.key VALUE ...]

    Paths in the config are relative to the working directory, as in training.

      --words N     words of a batch, about (1000)
      --batches N   updates of a round (6)
      --rounds N    rounds of each measurement (3)
      --warm N      updates before the first round (45)
      --kernels no  leave the matrix products out
    """

  var config = ""
  var words = 1000
  var batches = 6
  var rounds = 3
  var warm = 45
  var measuresKernels = true
  var overrides: [ConfigOverride] = []

  init(_ arguments: [String]) throws {
    var rest: [String] = []
    var index = 0
    while index < arguments.count {
      let name = arguments[index]
      let value = index + 1 < arguments.count ? arguments[index + 1] : nil
      index += 2
      switch name {
      case "--words": words = try Self.count(name, value)
      case "--batches": batches = try Self.count(name, value)
      case "--rounds": rounds = try Self.count(name, value)
      case "--warm": warm = try Self.count(name, value)
      case "--kernels": measuresKernels = value != "no"
      case _ where name.hasPrefix("--"):
        rest.append(name)
        if let value { rest.append(value) }
      default:
        guard config.isEmpty else {
          throw Problem(description: "expected one config, found \(config) and \(name)")
        }
        config = name
        index -= 1
      }
    }
    guard !config.isEmpty else { throw Problem(description: "expected a config\n" + Self.usage) }
    overrides = try ConfigOverride.parsing(arguments: rest)
  }

  private static func count(_ name: String, _ value: String?) throws -> Int {
    guard let value, let number = Int(value), number > 0 else {
      throw Problem(
        description: "\(name) needs a whole number of at least 1, found \(value ?? "nothing")")
    }
    return number
  }
}
