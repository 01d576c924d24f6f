/// Who trains the trials of a sweep.
public enum TrialEngine: String, Equatable, Sendable, CaseIterable {
  /// This program's own core; the config is one of spaCy's, filled and checked.
  case native
  /// `spacy train`, a process for each trial.
  case spacy
  /// Any program, a process for each trial; the config is taken as it is written.
  case command
  /// Programs that ask for trials; the config is taken as it is written.
  case elsewhere

  /// Whether trials are processes that this program starts.
  public var startsPrograms: Bool { self == .spacy || self == .command }
}

/// How the trials of a sweep are run as programs.
public struct ProgramSettings: Equatable, Sendable {
  /// Where a program runs.
  public enum RunFolder: String, Equatable, Sendable, CaseIterable {
    /// Where the sweep was started.
    case here
    /// The trial's own folder.
    case folder
  }

  /// Which trials' folders stay when the trial has ended.
  public enum KeepFolders: String, Equatable, Sendable, CaseIterable {
    case failed, all, none
  }

  /// The program and its arguments, with placeholders in braces.
  public var command: [String] = []
  /// The Python that has spaCy; `nil` for `python3`.
  public var python: String?
  /// A Python file that registers functions, as `spacy train --code`.
  public var code: String?
  /// Keys of the config that name files which are read: hashed before each trial.
  public var inputs: [String] = []
  /// How numbers stand in what the program prints.
  public var pattern: String?
  /// A file in the trial's folder that has the metrics at the end.
  public var result: String?
  /// Variables of the environment.
  public var environment: [Setting] = []
  public var runIn = RunFolder.here
  /// How long a program may take to end that was asked to, in seconds.
  public var graceSeconds = 10.0
  public var keepFolders = KeepFolders.failed

  public init() {}
}
