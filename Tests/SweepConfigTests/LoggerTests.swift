import SweepConfig
import Testing

/// Loggers of services that this program does not talk to.
struct LoggerTests {
  private func warnings(_ logger: String) throws -> String {
    let config = try Config(
      parsing: "[nlp]\nlang = \"en\"\n[training]\n[training.logger]\n\(logger)", file: "c.cfg")
    return ConfigErrors(try config.filled(with: Registry()).warnings).description
  }

  @Test(arguments: [
    "@loggers = \"spacy.WandbLogger.v5\"\nproject_name = \"p\"",
    "@loggers = \"spacy.MLflowLogger.v2\"",
    "@loggers = \"spacy.CometLogger.v1\"\nworkspace = \"w\"", "@loggers = \"my.Logger.v1\"\nx = 1",
  ])
  func fallsBackToTheConsole(logger: String) throws {
    let name = logger.split(separator: "\"")[1]
    #expect(
      try warnings(logger) == """
        c.cfg:5: [training.logger] @loggers: the logger "\(name)" is not available here
          help: training prints to the console; everything is in the record, too
        """)
  }

  @Test(arguments: ["spacy.ConsoleLogger.v1", "spacy.ConsoleLogger.v2", "spacy.ConsoleLogger.v3"])
  func printsToTheConsoleWithoutAWarning(name: String) throws {
    #expect(try warnings("@loggers = \"\(name)\"") == "")
  }

  @Test func checksTheArgumentsOfAKnownLogger() {
    let error = #expect(throws: ConfigErrors.self) {
      try warnings("@loggers = \"spacy.WandbLogger.v5\"\nproject = \"p\"")
    }
    #expect(
      error?.description == """
        c.cfg:4: [training.logger] project_name: a value is required here, but the key is missing
          help: add `project_name` to [training.logger]
        c.cfg:6: [training.logger] project: this section has no such key
        """)
  }
}
