import Foundation
import SweepConfig
import SweepKit
import SweepPipeline
import SweepReport
import SweepSearch
import SweepStore
import SweepText

/// What the user can do about an error that does not say so itself.
enum WayOut {
  /// An error in words, with at least one line of help.
  static func text(of error: any Error) -> String {
    let text = describe(error)
    guard !text.contains("help: "), let help = help(for: error) else { return text }
    return "\(text)\n  help: \(help)"
  }

  private static func help(for error: any Error) -> String? {
    switch error {
    case let error as SweepFileErrors:
      error.errors.contains { $0.isUnreadable }
        ? "give the path of a sweep file; `sweep init sweep CONFIG` writes one"
        : "`sweep init sweep CONFIG` writes a sweep file with comments; all keys are in "
          + "docs/sweep-files.md"
    case is ConfigErrors:
      "`sweep init fill-config CONFIG -` writes a config with all its settings"
    case is FilterError: "for example --where 'ents_f > 0.8 and dropout < 0.3 and not tag = bad'"
    case let error as ColumnErrors where error.errors.contains { $0.reason.isOfOtherFormat }:
      "correct the lines, or choose another --converter"
    case is ColumnErrors:
      "correct the file, or say what it is: `--converter ner` has a token per line, "
        + "`--converter iob` a sentence"
    case is VectorsError:
      "a line has a word and its numbers, divided by single blanks: correct the file, or make it anew"
    case is DocBinError:
      "make the file anew with `sweep convert`, `spacy convert` or `DocBin.to_disk`"
    case let error as FileError: help(for: error)
    case is StoreError: "check the path and its permissions, or name another file"
    case ModelFolderError.file(let error): help(for: error)
    case PipelineError.config(let errors): help(for: errors)
    case ModelFolderError.config(_, let errors): help(for: errors)
    default: nil
    }
  }

  private static func help(for error: FileError) -> String? {
    switch error.code {
    case ENOENT where error.operation == .write: "make the folder first, or choose another"
    case ENOENT where !error.path.hasPrefix("/"):
      "paths are relative to \(FileManager.default.currentDirectoryPath)"
    case ENOENT: "check the path"
    case EISDIR: "give a file of the folder"
    case ENOTDIR where error.operation == .list: "give the folder itself"
    case ENOTDIR: "a part of the path is a file: choose another folder"
    case EACCES, EPERM, EROFS: "check the permissions of the file and its folder, or choose another"
    case ENOSPC, EDQUOT: "make room on the disk, and run the same command again"
    default: nil
    }
  }
}
