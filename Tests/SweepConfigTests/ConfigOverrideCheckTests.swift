import SweepConfig
import Testing

/// Checks of one setting against a filled config, as a sweep file needs them.
struct ConfigOverrideCheckTests {
  private let registry = Registry()
  private let filled: Config

  init() throws {
    filled = try Config(
      parsing: """
        [variables]
        dropout = 0.1
        [nlp]
        lang = "en"
        pipeline = ["ner"]
        [components]
        [components.ner]
        factory = "ner"
        [training]
        dropout = ${variables.dropout}
        """, file: "ner.cfg"
    ).filled(with: Registry())
  }

  private func problems(_ key: String, _ value: JSONValue) -> String {
    ConfigErrors(
      filled.problems(of: ConfigOverride(key, value, origin: "ner.toml:7"), with: registry)
    ).description
  }

  private static let accepted: [(String, JSONValue)] = [
    ("training.dropout", 0.2), ("variables.dropout", 0.3), ("training.max_steps", 10),
    ("training.optimizer", ["@optimizers": "RAdam.v1"]), ("training.score_weights.tag_acc", 0.5),
    ("components.ner.model.hidden_width", 32), ("nlp.pipeline.ner.model.hidden_width", 32),
    ("training.batch_size", 128), ("training.batcher.size.t", 1.0), ("paths.train", "x"),
    ("initialize.components.ner", ["labels": ["A"]]), ("training.seed", nil),
    ("system.matmul", "openblas"), ("system.gpu_allocator", nil), ("system.seed", 3),
    ("training.optimizer", ["@optimizers": "SGD.v1", "learn_rate": "${variables.dropout}"]),
  ]

  @Test(arguments: accepted)
  func acceptsWhatTheConfigCanHold(key: String, value: JSONValue) {
    #expect(problems(key, value) == "")
  }

  private static let refused: [(String, JSONValue, String)] = [
    (
      "training.droput", 0.2,
      """
      ner.toml:7: [training] droput: the filled config has no such key
        help: did you mean `training.dropout`?
      """
    ),
    (
      "trainig.dropout", 0.2,
      """
      ner.toml:7: [trainig] dropout: the filled config has no such key
        help: did you mean `training.dropout`?
      """
    ),
    (
      "variables.rate", 0.2,
      """
      ner.toml:7: [variables] rate: the filled config has no such key
      """
    ),
    (
      "system.matmull", "exact",
      """
      ner.toml:7: [system] matmull: the filled config has no such key
        help: did you mean `system.matmul`?
      """
    ),
    (
      "training.max_steps", 1.5,
      """
      ner.toml:7: [training] max_steps: expected a whole number, found the number 1.5
      """
    ),
    (
      "variables.dropout", "high",
      """
      ner.cfg:10: [training] dropout: expected a number, a list of numbers or a section with \
      @schedules, found the string "high"
      """
    ),
    (
      "training.optimizer", ["@optimizers": "Adamm.v1"],
      """
      ner.toml:7: [training.optimizer] @optimizers: no function "Adamm.v1" is registered under \
      @optimizers
        help: did you mean `Adam.v1`?
      """
    ),
    (
      "training.optimizer", ["@optimizers": "SGD.v1"],
      """
      ner.toml:7: [training.optimizer] learn_rate: a value is required here, but the key is missing
        help: add `learn_rate` to [training.optimizer]
      """
    ),
    (
      "dropout", 0.1,
      """
      ner.toml:7: dropout: only a value in a section can be overridden
        help: write it with its section, such as `--training.dropout`
      """
    ),
  ]

  @Test(arguments: refused)
  func saysWhyItCannot(key: String, value: JSONValue, message: String) {
    #expect(problems(key, value) == message)
  }

  @Test func resolvesTheValueInUse() {
    #expect(filled.resolvedValue(of: "training.dropout") == 0.1)
    #expect(filled.resolvedValue(of: "training.batch_size.start") == 100)
    #expect(filled.resolvedValue(of: "training.nothing") == nil)
  }
}
