import ArgumentParser

/// The command `sweep debug`.
struct DebugCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "debug",
    abstract: "Look for what is wrong with a config or with training data.",
    discussion: """
      Examples:
        sweep debug data config.cfg --verbose
        sweep debug config config.cfg --show-variables
        sweep debug diff-config config.cfg --markdown
      """,
    subcommands: [DebugDataCommand.self, DebugConfigCommand.self, DebugDiffConfigCommand.self])
}
