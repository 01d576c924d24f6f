extension StoreError: CustomStringConvertible {
  public var description: String {
    "\(path): \(problem)" + (help.map { "\n  help: \($0)" } ?? "")
  }

  private var problem: String {
    switch reason {
    case .missing: "expected a store, found no file"
    case .isFolder: "expected a store, found a folder"
    case .noFolder(let folder): "the folder \(folder) is not there"
    case .notADatabase: "expected a store, found a file that is not SQLite"
    case .foreign(let id): "expected a store, found the SQLite file of another program (\(id))"
    case .newer(let migration):
      "the store was written by a newer version of sweep, which added \"\(migration)\""
    case .older(let missing): "the store is of an older version of sweep and lacks \"\(missing)\""
    case .damaged(let message): "the store is damaged: \(message)"
    case .locked: "another process keeps the store locked"
    case .readOnly: "the store cannot be written: the file or its folder is read-only"
    case .diskFull: "the store cannot be written: the disk is full"
    case .database(let code, let message): "SQLite reports error \(code): \(message)"
    case .noStudy(let name, _, _): "there is no study \"\(name)\""
    case .emptyStore: "there is no study in this store"
    case .nameTaken(let name): "there is a study \"\(name)\" already"
    case .running(let trials) where trials.count == 1: "trial \(trials[0]) is running"
    case .running(let trials):
      "\(trials.count) trials are running: \(trials.prefix(5).joined(separator: ", "))"
        + (trials.count > 5 ? ", …" : "")
    case .noTrial(let text, _): "no trial has the number or ID \"\(text)\""
    case .ambiguous(let text, let candidates):
      "\"\(text)\" may be any of \(candidates.joined(separator: ", "))"
    case .planChanged(let study, let difference):
      "the study \"\(study)\" has another plan:\n\(difference.indented)"
    case .superseded(let trial): "trial \(trial) has ended or belongs to another worker by now"
    case .known(let trial): "the study has this assignment already: trial \(trial)"
    case .full(let study, let most):
      "the study \"\(study)\" may have \(most) trials, and has them"
    case .racing(let study):
      "the race of \"\(study)\" has begun to compare its assignments, so none can be added"
    case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
    case .changed(let path): "\(path) changed while it was read"
    case .noBlob(let sha256): "the record does not hold the file with the hash \(sha256)"
    case .blobDamaged(let sha256): "the record's file with the hash \(sha256) is damaged"
    case .badRecord(let what): "the record is damaged: \(what)"
    }
  }

  private var help: String? {
    switch reason {
    case .missing: "`sweep run` makes one; another is named by --store FILE"
    case .isFolder, .notADatabase, .foreign: "name another file with --store FILE"
    case .noFolder: "make the folder first, or name another file with --store FILE"
    case .newer: "use that version, or name another file with --store FILE"
    case .older: "make the file and its folder writable: any command brings it up to date then"
    case .damaged: "keep a copy; the command `sqlite3 FILE .recover` saves what can be read"
    case .locked: "wait for the other process, or end it"
    case .readOnly: "copy the store to a folder that can be written, or use --store FILE"
    case .diskFull: "nothing is lost: make room and run the same command again"
    case .noStudy(_, let nearest?, _): "did you mean `\(nearest)`?"
    case .noStudy(_, nil, let known) where !known.isEmpty:
      "the studies are \(known.joined(separator: ", "))"
    case .emptyStore: "`sweep run` adds one; another store is named by --store FILE"
    case .nameTaken: "choose another name, or rename that study first"
    case .running: "wait for their end, or end them with Ctrl-C in their terminal"
    case .noTrial(_, let hint):
      "`sweep list` shows all trials" + (hint.map { "; \($0)" } ?? "")
    case .ambiguous: "give more of the ID, or the study too: STUDY/NUMBER"
    case .planChanged(_, let difference):
      "give the sweep another name, or undo the change"
        + (difference.isOfSpace ? "; `sweep run --extend` goes on with the new parameters" : "")
    case .known: "`sweep show` shows it"
    case .full: "raise run_cap in the sweep file"
    case .racing: "make a study of another name for it"
    case .superseded: "`sweep show` tells what became of it"
    case .database: "check the disk; what was reported as recorded is safe"
    case .noBlob, .blobDamaged, .badRecord:
      "the other trials are not touched by it; a copy of the store may still have it"
    case .changed: "run the command again when nothing writes to the file"
    default: nil
    }
  }
}

extension String {
  /// Whether all lines of a difference are of parameters, constraints and given assignments.
  fileprivate var isOfSpace: Bool {
    split(separator: "\n").allSatisfy { line in
      ["parameter ", "constraint ", "enqueue "].contains { line.dropFirst(2).hasPrefix($0) }
    }
  }

  fileprivate var indented: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
      .joined(separator: "\n")
  }
}
