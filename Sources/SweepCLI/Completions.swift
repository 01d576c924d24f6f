import ArgumentParser
import Foundation
import SweepKit
import SweepReport
import SweepSearch
import SweepStore

/// What a shell offers for the names of things in a store.
///
/// The parser generates the scripts (`sweep --generate-completion-script bash`), which ask the
/// program. Without a store, or with one that cannot be read, there is nothing to offer.
extension CompletionKind {
  /// Studies.
  static var studies: CompletionKind {
    .custom { words, _, prefix in
      Completions.offered(words, prefix) { store in try store.studies().map(\.name) }
    }
  }

  /// Trials: by study and number, or with hex digits by ID.
  static var trials: CompletionKind {
    .custom { words, _, prefix in
      Completions.offered(words, prefix) { try $0.trialNames(from: prefix) }
    }
  }

  /// Studies and trials.
  static var studiesAndTrials: CompletionKind {
    .custom { words, _, prefix in
      Completions.offered(words, prefix) { store in
        try store.studies().map(\.name) + store.trialNames(from: prefix)
      }
    }
  }

  /// Scores, settings and fields.
  static var names: CompletionKind {
    .custom { words, _, prefix in
      // Names follow commas, and blanks in a condition.
      let start = prefix.lastIndex { ", (+".contains($0) }.map { prefix.index(after: $0) }
      let begin = start.map { String(prefix[..<$0]) } ?? ""
      return Completions.offered(words, prefix) { store in
        let catalog = try store.catalog(of: store.studies())
        let names = catalog.settings + catalog.scores + FilterField.allCases.map(\.rawValue)
        return names.map { begin + $0 }
      }
    }
  }
}

/// Reads a store for a shell.
enum Completions {
  /// How many words are offered at most.
  static let most = 200

  /// What begins as the word does; nothing where there is no store.
  static func offered(
    _ words: [String], _ prefix: String, _ body: (StudyStore) throws -> [String]
  ) -> [String] {
    let environment = ProcessInfo.processInfo.environment["SWEEP_STORE"]
    let path = option("--store", in: words) ?? environment.flatMap { $0.isEmpty ? nil : $0 }
    guard let store = try? StudyStore(path: path ?? "sweep.db", access: .read) else { return [] }
    let found = (try? body(store)) ?? []
    return Array(found.filter { $0.hasPrefix(prefix) }.prefix(most))
  }

  private static func option(_ name: String, in words: [String]) -> String? {
    for (index, word) in words.enumerated() {
      if word == name, index + 1 < words.count { return words[index + 1] }
      if word.hasPrefix(name + "=") { return String(word.dropFirst(name.count + 1)) }
    }
    return nil
  }
}
