public import ArgumentParser
import Foundation
import SweepKit
import SweepTensors

/// The `sweep` program.
public struct SweepCommand: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Sweep over training configs, record every trial, and repeat any of them exactly.",
    discussion: """
      Example:
        sweep run sweeps/ner.toml
        sweep report ner --best ents_f
        sweep rerun 3
      """,
    version: Provenance.programVersion,
    subcommands: [
      RunCommand.self, ReportCommand.self, RerunCommand.self, TestCommand.self, ListCommand.self,
      ShowCommand.self,
      DiffCommand.self, LogCommand.self, RestoreCommand.self, TrainCommand.self,
      EvaluateCommand.self, ConvertCommand.self, InitCommand.self, CheckCommand.self,
      DebugCommand.self, DebugDataPageCommand.self, ApplyCommand.self,
      FindThresholdCommand.self, BenchmarkCommand.self, InfoCommand.self,
      WorkerCommand.self, AskCommand.self,
      TellCommand.self, ServeCommand.self, EnqueueCommand.self, ExportCommand.self,
      WhenceCommand.self, VerifyCommand.self, DoctorCommand.self,
      ImportCommand.self, MergeCommand.self,
      CompareCommand.self, TagCommand.self, NoteCommand.self, RenameCommand.self,
      RemoveCommand.self, CollectCommand.self, TailCommand.self, ManCommand.self,
    ])

  /// A command without settings.
  public init() {}

  /// Runs the program with the arguments of this process and ends it.
  public static func runProgram() -> Never {
    signal(SIGPIPE, SIG_IGN)
    let given = CommandLine.arguments.dropFirst()
    if let problem = SIMDLevel.environmentProblem {
      Console.note("error: \(problem)")
      // For a re-run, 1 would mean that it was different.
      end(given.first == "rerun" ? 2 : 1)
    }
    end(execute(Array(given)))
  }

  /// Runs a command and prints its errors.
  ///
  /// - Parameter given: The arguments without the program's name.
  /// - Returns: The exit status.
  package static func execute(_ given: [String]) -> Int32 {
    if let problem = CommandNames.problem(given) {
      Console.note("error: \(problem)")
      return ExitCode.validationFailure.rawValue
    }
    do {
      var command = try parseAsRoot(
        TagArguments.rewriting(OverrideArguments.rewriting(given)))
      try command.run()
    } catch let code as ExitCode {
      return code.rawValue
    } catch  where isOfTheParser(error) {
      let (text, status) = (fullMessage(for: error), exitCode(for: error))
      // Help and completions are results.
      if status.isSuccess {
        if !text.isEmpty { Console.result(text) }
      } else {
        Console.note(text)
      }
      return status.rawValue
    } catch {
      Console.note("error: \(WayOut.text(of: error))")
      return 1
    }
    return 0
  }

  /// Ends the process; the parser's own `exit` takes errors.
  private static func end(_ status: Int32) -> Never {
    Foundation.exit(status)
  }

  /// Whether the argument parser knows how to show an error: help, version, usage.
  private static func isOfTheParser(_ error: any Error) -> Bool {
    error is ValidationError || error is CleanExit
      || String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
  }
}
