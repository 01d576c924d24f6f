import ArgumentParser
import SweepConfig
import SweepKit
import SweepReport
import SweepStore

/// `-TAG` of `sweep tag`, which the parser would take for an option.
package enum TagArguments {
  /// Rewrites the arguments of `tag`: `-bad` becomes `--remove bad`.
  package static func rewriting(_ arguments: [String]) -> [String] {
    guard arguments.first == "tag" else { return arguments }
    return arguments.flatMap { argument -> [String] in
      let isTag =
        argument.hasPrefix("-") && !argument.hasPrefix("--") && argument != "-h" && argument != "-"
      return isTag ? ["--remove", String(argument.dropFirst())] : [argument]
    }
  }
}

/// The command `sweep tag`.
struct TagCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag",
    abstract: "Give trials tags, take them away, or list them.",
    usage: "sweep tag [TRIAL ...] [--where CONDITION] [+TAG ...] [-TAG ...]",
    discussion: """
      Examples:
        sweep tag ner/3 ner/4 +good -unsure
        sweep tag --where 'ents_f > 0.8' +candidate
        sweep tag ner/3
        sweep tag
        sweep list --where 'tag = good'

      Without tags, shows those of the trials; without trials, all tags of the store.
      """)

  @Argument(help: "Trials, and tags to add with a + before them.", completion: .trials)
  var words: [String] = []

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp("All trials of which this is true.", valueName: "condition"),
    completion: .names)
  var condition: String?

  @Option(help: ArgumentHelp("A tag to take away; -TAG is short for it.", valueName: "tag"))
  var remove: [String] = []

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  private var added: [String] {
    words.filter { $0.hasPrefix("+") }.map { String($0.dropFirst()) }
  }

  private var isReading: Bool { added.isEmpty && remove.isEmpty }

  func validate() throws {
    for tag in added + remove {
      let isPlain = tag.unicodeScalars.allSatisfy { scalar in
        scalar.value > 32 && scalar.value != 127 && !"+,'\"`()".unicodeScalars.contains(scalar)
          && !scalar.properties.isWhitespace
      }
      guard isPlain, !tag.isEmpty, tag.utf8.count <= 100 else {
        throw ValidationError(
          "the tag \"\(tag)\": expected up to 100 letters, digits and signs without blanks, commas, "
            + "quotes, brackets and +")
      }
    }
    if let both = added.first(where: remove.contains) {
      throw ValidationError("the tag \"\(both)\" cannot be added and taken away at once")
    }
  }

  func run() throws {
    let filter = try condition.map { try Filter(parsing: $0) }
    let store = try StudyStore(path: storeOptions.path, access: isReading ? .read : .write)
    let names = words.filter { !$0.hasPrefix("+") }
    if isReading, names.isEmpty, filter == nil { return try showAll(store) }
    var trials = try names.map { try store.trial($0) }
    if let filter { trials += try store.trials(where: filter, in: store.studies()) }
    guard isReading else { return try change(trials, store) }
    let tags = try trials.map { ($0, try store.tags(of: $0)) }
    if jsonOption.json {
      let list = tags.map { trial, tags -> JSONValue in
        ["trial": .string(trial.name), "tags": .array(tags.map { .string($0) })]
      }
      return Console.result(JSONValue.array(list).serialized(.indented(2)))
    }
    for (trial, tags) in tags {
      Console.result("\(trial.name)  \(tags.isEmpty ? "no tags" : tags.joined(separator: " "))")
    }
  }

  private func showAll(_ store: StudyStore) throws {
    let counts = try store.tagCounts()
    if jsonOption.json {
      let object = JSONObject(counts.map { ($0.tag, JSONValue.integer($0.count)) })
      return Console.result(JSONValue.object(object).serialized(.indented(2)))
    }
    guard !counts.isEmpty else { return Console.note("there are no tags in \(store.path)") }
    var table = Table([.init("tag"), .init("trials", isNumber: true)])
    for (tag, count) in counts { table.add([tag, "\(count)"]) }
    Console.result(table.text)
  }

  private func change(_ trials: [TrialRecord], _ store: StudyStore) throws {
    guard !trials.isEmpty else {
      if condition != nil { return Console.note("no trial fulfils the condition") }
      throw ValidationError("expected trials before the tags, as in `sweep tag ner/3 +good`")
    }
    let counts = try store.tag(trials, adding: added, removing: remove)
    if jsonOption.json {
      let json: JSONValue = [
        "trials": .array(trials.map { .string($0.name) }), "added": .integer(counts.added),
        "removed": .integer(counts.removed),
      ]
      return Console.result(json.serialized(.indented(2)))
    }
    Console.note(
      "✔ \(trials.count) \(trials.count == 1 ? "trial" : "trials"): "
        + "\(counts.added) added, \(counts.removed) taken away")
  }
}
