public import SweepConfig
import SweepStore

/// What a program says of a trial that it trains: a JSON object.
public struct TrialReport: Equatable, Sendable {
  /// What has happened.
  public enum Event: Equatable, Sendable {
    /// An evaluation at a step.
    case evaluated(step: Int)
    /// The training came to its end; metrics that come with it are those of the trial.
    case done(step: Int?)
    /// The training was stopped before its end, as the study or the program wanted it.
    case pruned(step: Int?, reason: String?)
    case failed(String)
  }

  /// The trial as `ask` has named it.
  public var trial: String
  public var event: Event
  /// The numbers by name, tables as they are; `null` where one could not be computed.
  public var metrics: JSONObject
  /// The pass over the corpus, from 0.
  public var epoch: Int
  /// How many words the training has seen.
  public var words: Int?

  public init(_ event: Event, of trial: String, metrics: JSONObject = [:]) {
    (self.event, self.trial, self.metrics) = (event, trial, metrics)
    epoch = 0
  }

  private static let known = [
    "trial", "step", "metrics", "done", "pruned", "failed", "reason", "epoch", "words",
  ]

  /// Reads a report.
  ///
  /// - Throws: `ExchangeError` with everything that is wrong with it.
  public init(_ json: JSONValue) throws(ExchangeError) {
    var reader = MessageReader(json, known: Self.known)
    let trial = reader.text("trial", isNeeded: true)
    let step = reader.integer("step", from: 0)
    metrics = reader.numbers("metrics")
    epoch = reader.integer("epoch", from: 0) ?? 0
    words = reader.integer("words", from: 0)
    let reason = reader.text("reason")
    let failure = reader.text("failed")
    let (done, pruned) = (reader.flag("done"), reader.flag("pruned"))
    let ends = [done, pruned, failure != nil].count { $0 }
    if ends > 1 {
      reader.note("one of done, pruned and failed", found: "several", at: "the report")
      event = .failed("")
    } else if failure != nil {
      event = .failed(failure ?? "")
    } else if done {
      event = .done(step: step)
    } else if pruned {
      event = .pruned(step: step, reason: reason)
    } else {
      event = .evaluated(step: step ?? 0)
      if step == nil, reader.isFree("step") {
        reader.note("a step, or done, pruned or failed", found: "neither", at: "the report")
      }
      if metrics.isEmpty, reader.isFree("metrics") {
        reader.note("numbers", found: "none", at: "metrics")
      }
    }
    self.trial = trial ?? ""
    try reader.finish()
  }
}

/// Reads the keys of a message and collects what is wrong with them.
struct MessageReader {
  private let object: JSONObject
  private var problems: [String] = []
  private var wrongKeys: Set<String> = []

  init(_ json: JSONValue, known: [String]) {
    object = json.objectValue ?? [:]
    guard json.objectValue != nil else {
      note("a JSON object", found: Self.kind(json), at: "the message")
      return
    }
    for key in object.keys where !known.contains(key) {
      let help = key.nearest(among: known).map { "; did you mean \($0)?" } ?? ""
      problems.append("\(key): there is no such key\(help)")
    }
  }

  mutating func note(_ expected: String, found: String, at place: String) {
    problems.append("\(place): expected \(expected), found \(found)")
    wrongKeys.insert(place)
  }

  /// Whether nothing was wrong with a key, so that it may be missed.
  func isFree(_ key: String) -> Bool { !wrongKeys.contains(key) && problems.isEmpty }

  mutating func text(_ key: String, isNeeded: Bool = false) -> String? {
    guard let value = object[key] else {
      if isNeeded, problems.isEmpty { note("a text", found: "nothing", at: key) }
      return nil
    }
    guard let text = value.stringValue, !text.isEmpty else {
      note("a text", found: Self.kind(value), at: key)
      return nil
    }
    return text
  }

  mutating func integer(_ key: String, from least: Int) -> Int? {
    guard let value = object[key] else { return nil }
    guard let number = value.intValue, number >= least else {
      note("a whole number from \(least) on", found: Self.kind(value), at: key)
      return nil
    }
    return number
  }

  mutating func flag(_ key: String) -> Bool {
    guard let value = object[key] else { return false }
    if value.boolValue == nil { note("true or false", found: Self.kind(value), at: key) }
    return value.boolValue ?? false
  }

  mutating func value(_ key: String) -> JSONValue? { object[key] }

  /// A table of finite numbers and nulls, and of such tables.
  mutating func numbers(_ key: String) -> JSONObject {
    guard let value = object[key] else { return [:] }
    guard let table = value.objectValue else {
      note("an object of numbers", found: Self.kind(value), at: key)
      return [:]
    }
    check(table, key)
    return table
  }

  private mutating func check(_ table: JSONObject, _ place: String) {
    for (key, value) in table.entries {
      if let inner = value.objectValue {
        check(inner, "\(place).\(key)")
      } else if !value.isNull, value.doubleValue?.isFinite != true {
        note("a finite number or null", found: Self.kind(value), at: "\(place).\(key)")
      }
    }
  }

  /// - Throws: `ExchangeError` with all problems.
  func finish() throws(ExchangeError) {
    if !problems.isEmpty { throw ExchangeError(.badMessage(problems)) }
  }

  static func kind(_ value: JSONValue) -> String {
    switch value {
    case .array: "a list"
    case .object: "an object"
    case .string(let text): "the text \"\(text.prefix(40))\""
    case .number(let number) where number.isNaN: "NaN"
    default: value.serialized(.compact)
    }
  }
}
