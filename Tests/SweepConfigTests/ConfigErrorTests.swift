import SweepConfig
import Testing

/// What the user reads, spelled out whole.
struct ConfigErrorTests {
  private static let start = """
    [nlp]
    lang = "en"
    pipeline = ["ner"]

    [components]

    [components.ner]
    factory = "ner"

    """

  /// The errors of filling a config that begins with a correct pipeline of eight lines.
  private func errors(of text: String) -> String {
    do {
      let config = try Config(parsing: Self.start + text, file: "ner.cfg")
      _ = try config.filled(with: Registry())
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func reportsEverythingThatIsWrongAtOnce() {
    let text = """
      [training]
      dropout = "high"
      patiance = 3
      max_steps = 1.5
      train_corpus = "corpora.trane"

      [training.optimizer]
      @optimizers = "Adam.v1"
      learn_rat = 0.1
      use_averages = 1

      [training.batcher]
      @batchers = "spacy.batch_by_word.v1"

      [training.batcher.size]
      @schedules = "my_custom_schedule.v1"

      [variables]
      x = ${paths.trian}
      """
    #expect(
      errors(of: text) == """
        ner.cfg:10: [training] dropout: expected a number, a list of numbers or a section with \
        @schedules, found the string "high"
        ner.cfg:11: [training] patiance: this section has no such key
          help: did you mean `patience`?
        ner.cfg:12: [training] max_steps: expected a whole number, found the number 1.5
        ner.cfg:13: [training] train_corpus: there is no section [corpora.trane]
          help: did you mean `corpora.train`?
        ner.cfg:17: [training.optimizer] learn_rat: this section has no such key
          help: did you mean `learn_rate`?
        ner.cfg:18: [training.optimizer] use_averages: expected true or false, found the number 1
        ner.cfg:21: [training.batcher] @batchers: no function "spacy.batch_by_word.v1" is \
        registered under @batchers
          help: did you mean `spacy.batch_by_words.v1`?
        ner.cfg:27: [variables] x: the variable `${paths.trian}` refers to nothing in this \
        config
          help: did you mean `${paths.train}`?
        """)
  }

  @Test func namesTheSupportedFunctionsInsteadOfACustomOne() {
    let text = """
      [training]
      [training.batcher]
      @batchers = "spacy.batch_by_sequence.v1"
      [training.batcher.size]
      @schedules = "my_custom_schedule.v1"
      factor = 1.005
      """
    #expect(
      errors(of: text) == """
        ner.cfg:13: [training.batcher.size] @schedules: no function "my_custom_schedule.v1" is \
        registered under @schedules; functions written in Python cannot be run
          help: available: compounding.v1, constant.v1, constant_then.v1, cyclic_triangular.v1, \
        decaying.v1, slanted_triangular.v1, warmup_linear.v1
        """)
  }

  @Test func reportsMissingArgumentsOfAFunction() {
    let text = """
      [corpora]
      [corpora.train]
      @readers = "spacy.Corpus.v1"
      path = ${paths.train}
      [corpora.extra]
      @readers = "spacy.JsonlCorpus.v1"
      limit = [1, "a"]
      [training]
      [training.optimizer]
      @optimizers = "Adam.v1"
      @schedules = "constant.v1"
      [training.logger]
      @loggers = "spacy.ConsoleLogger.v3"
      @logger = "x"
      """
    #expect(
      errors(of: text) == """
        ner.cfg:13: [corpora.extra] path: a value is required here, but the key is missing
          help: add `path` to [corpora.extra]
        ner.cfg:15: [corpora.extra] limit: expected a whole number, found a list
        ner.cfg:17: [training.optimizer]: a section can name one function only, found \
        @optimizers, @schedules
          help: keep one of them
        ner.cfg:20: [training.logger]: a section can name one function only, found @loggers, \
        @logger
          help: keep one of them
        """)
  }

  @Test func reportsComponentsThatCannotBe() {
    let text = """
      [nlp]
      lang = null
      pipeline = ["ner", "tager", "x", "y"]

      [components]
      [components.ner]
      factory = "nerr"
      [components.tagger]
      factory = "tagger"
      [components.x]
      [components.y]
      factory = "ner"
      beam_width = 4
      [components.y.model]
      @architecture = "spacy.TransitionBasedParser.v2"
      """
    do {
      _ = try Config(parsing: text, file: "c.cfg").filled(with: Registry())
      Issue.record("no error")
    } catch {
      #expect(
        "\(error)" == """
          c.cfg:2: [nlp] lang: expected a string, found null
          c.cfg:3: [nlp] pipeline: the pipeline names "tager", which is no component
          c.cfg:7: [components.ner] factory: there is no component factory "nerr"
            help: did you mean `ner`?
          c.cfg:10: [components.x]: a component needs a factory or a source
            help: add `factory = "…"`, or `source = "…"` for a trained one
          c.cfg:13: [components.y] beam_width: this section has no such key
          c.cfg:14: [components.y.model]: expected a section with @architectures or @layers, found \
          a section with @architecture
          c.cfg:15: [components.y.model] @architecture: there is no registry @architecture
            help: did you mean `@architectures`?
          """)
    }
  }

  @Test func reportsAllProblemsOfAFileThatIsNoConfig() {
    let text = """
      x = 1
      [a]
      b = 1
      b = 2
      no delimiter
      [a]
      c = 1
      [d.e]
      """
    let error = #expect(throws: ConfigErrors.self) {
      try Config(parsing: text, file: "bad.cfg")
    }
    #expect(
      error?.description == """
        bad.cfg:1: expected a section header, found `x = 1`
          help: start with a section, such as `[training]`
        bad.cfg:4: [a] b: this key was already given in this section
          help: the first one is in line 3
        bad.cfg:5: [a]: expected `key = value`, found `no delimiter`
          help: write `key = value`; indent a line to continue the value above it
        bad.cfg:6: [a]: this section was already declared
          help: the first one is in line 2
        bad.cfg:8: [d.e]: the section [d] that this one is part of is not declared
          help: add a line `[d]`
        """)
  }

  @Test func reportsBytesThatAreNotText() {
    let error = #expect(throws: ConfigErrors.self) {
      try Config(parsing: Array("[a]\nb = \"".utf8) + [0xFF, 0x22], file: "bad.cfg")
    }
    #expect(error?.description == "bad.cfg:2: expected UTF-8 text, found other bytes")
  }

  @Test func suggestsTheVariableThatWasMeant() {
    let error = #expect(throws: ConfigErrors.self) {
      try Config(parsing: "[paths]\ntrain = null\n[a]\nb = ${paths:trian}", file: "v.cfg")
        .interpolated()
    }
    #expect(
      error?.description == """
        v.cfg:4: [a] b: the variable `${paths:trian}` refers to nothing in this config
          help: did you mean `${paths.train}`?
        """)
  }

  @Test func saysWhereAnOverrideWentWrong() {
    let config = Config(["training": ["optimizer": ["learn_rate": 0.1]]], file: "c.cfg")
    let error = #expect(throws: ConfigErrors.self) {
      try config.overriding([
        ConfigOverride("training.optimiser.learn_rate", 1, origin: "sweeps/ner.toml:12"),
        ConfigOverride("dropout", 1),
      ])
    }
    #expect(
      error?.description == """
        sweeps/ner.toml:12: [training.optimiser] learn_rate: there is no section \
        [training.optimiser] to override a value in
          help: did you mean `training.optimizer`?
        command line: dropout: only a value in a section can be overridden
          help: write it with its section, such as `--training.dropout`
        """)
  }

  @Test func placesAnErrorOfAnOverrideAtItsOrigin() throws {
    let config = try Config(parsing: Self.start + "[training]", file: "ner.cfg")
      .overriding([ConfigOverride("training.max_steps", "many", origin: "sweep.toml:3")])
    let error = #expect(throws: ConfigErrors.self) { try config.filled(with: Registry()) }
    #expect(
      error?.description == """
        sweep.toml:3: [training] max_steps: expected a whole number, found the string "many"
        """)
  }
}
