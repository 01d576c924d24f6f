public import SweepConfig

/// One line of reports, read.
public struct ReportLine: Equatable, Sendable {
  public var event: ReportEvent
  /// What was left out of it.
  public var remarks: [String]

  /// How many numbers a line may have.
  public static let largestCount = 2_000

  /// Reads a line, without its line break.
  ///
  /// What cannot be used of a line is left out and named in a remark, as long as the rest says
  /// something.
  ///
  /// - Throws: `ReportLineError` where nothing of it can be used.
  public init(parsing bytes: [UInt8]) throws(ReportLineError) {
    let json: JSONValue
    do {
      json = try JSONValue(parsing: bytes)
    } catch {
      throw ReportLineError("this is no JSON: \(error.description)")
    }
    try self.init(json)
  }

  /// Reads an object.
  ///
  /// - Throws: `ReportLineError` where nothing of it can be used.
  public init(_ json: JSONValue) throws(ReportLineError) {
    guard let object = json.objectValue else {
      throw ReportLineError("expected a JSON object, found \(json.reportKind)")
    }
    var reading = ReportReading(object)
    let event = try reading.event()
    reading.noteUnknownKeys()
    (self.event, remarks) = (event, reading.remarks)
  }
}

/// Reads the keys of a report.
private struct ReportReading {
  let object: JSONObject
  var remarks: [String] = []
  private var numbers = 0

  private static let known = [
    "step", "metrics", "losses", "epoch", "words", "score", "best", "counts", "row", "progress",
    "of", "artifact", "name", "sha256", "bytes", "compare", "log", "beat", "start", "done",
    "pruned", "failed", "reason", "n", "steps", "trial",
    "state", "checkpoint",
  ]
  /// The keys that say what a line is, strongest first.
  private static let kinds = [
    "failed", "pruned", "done", "start", "artifact", "log", "beat", "progress", "checkpoint",
  ]

  init(_ object: JSONObject) { self.object = object }

  mutating func event() throws(ReportLineError) -> ReportEvent {
    let kinds = Self.kinds.filter { object[$0] != nil }
    let ends = kinds.filter { ["failed", "pruned", "done"].contains($0) && isSaid($0) }
    guard ends.count < 2 else {
      throw ReportLineError("expected one of done, pruned and failed, found several")
    }
    if let end = ends.first { return .ended(try self.end(end)) }
    switch kinds.first(where: { !["failed", "pruned", "done"].contains($0) }) {
    case "start": return .started(start())
    case "artifact": return .artifact(try artifact())
    case "log": return .logged(try text("log", of: object["log"]))
    case "beat": return .beat
    case "progress": return .progressed(try progress())
    case "checkpoint": return .checkpoint(try text("checkpoint", of: object["checkpoint"]))
    default:
      guard let evaluation = try evaluation() else {
        throw ReportLineError(
          "expected metrics, an artifact, a log, progress or an end, found "
            + (object.isEmpty ? "nothing" : object.keys.prefix(5).joined(separator: ", ")))
      }
      return .evaluated(evaluation)
    }
  }

  /// Whether a flag is more than `false`.
  private func isSaid(_ key: String) -> Bool {
    object[key]?.boolValue != false && object[key]?.isNull == false
  }

  mutating func noteUnknownKeys() {
    for key in object.keys where !Self.known.contains(key) {
      let help = key.nearest(among: Self.known).map { "; did you mean \($0)?" } ?? ""
      note("there is no key \(key.reportQuoted)\(help)")
    }
  }

  private mutating func note(_ remark: String) {
    if remarks.count < 8 { remarks.append(remark) }
  }

  private func text(_ key: String, of value: JSONValue?) throws(ReportLineError) -> String {
    guard let text = value?.stringValue else {
      throw ReportLineError(
        "\(key): expected a text, found \(value?.reportKind ?? "nothing")")
    }
    return text
  }

  /// A whole number from 0 on; `nil` where there is none.
  private func whole(_ key: String) throws(ReportLineError) -> Int? {
    guard let value = object[key], !value.isNull else { return nil }
    if let number = value.intValue, number >= 0 { return number }
    // Numpy and JavaScript write 100.0 or 1e2.
    if let number = value.doubleValue, let whole = Int(exactly: number), whole >= 0 {
      return whole
    }
    throw ReportLineError(
      "\(key): expected a whole number from 0 on, found \(value.reportKind)")
  }

  private mutating func laxWhole(_ key: String) -> Int? {
    do throws(ReportLineError) { return try whole(key) } catch { note(error.description) }
    return nil
  }

  private mutating func evaluation() throws(ReportLineError) -> ReportEvent.Evaluation? {
    guard object["metrics"] != nil || object["losses"] != nil || object["score"] != nil else {
      if object["step"] != nil { throw ReportLineError("metrics: expected numbers, found none") }
      return nil
    }
    var evaluation = ReportEvent.Evaluation()
    evaluation.step = try whole("step")
    evaluation.epoch = laxWhole("epoch") ?? 0
    evaluation.words = laxWhole("words")
    evaluation.metrics = try table("metrics")
    evaluation.losses = try table("losses")
    if let score = object["score"], !score.isNull {
      evaluation.score = score.reportNumber
      if evaluation.score == nil { note("score: expected a number, found \(score.reportKind)") }
    }
    evaluation.isBest = object["best"]?.boolValue
    evaluation.row = object["row"]?.stringValue
    evaluation.state = object["state"]?.stringValue
    evaluation.counts = (object["counts"]?.arrayValue ?? []).map { item in
      item.arrayValue?.map { $0.intValue ?? 0 } ?? []
    }
    guard !evaluation.metrics.isEmpty || !evaluation.losses.isEmpty || evaluation.score != nil
    else {
      let remarks = remarks.joined(separator: "; ")
      throw ReportLineError(remarks.isEmpty ? "metrics: expected numbers, found none" : remarks)
    }
    return evaluation
  }

  private mutating func table(_ key: String) throws(ReportLineError) -> JSONObject {
    guard let value = object[key], !value.isNull else { return [:] }
    guard let table = value.objectValue else {
      throw ReportLineError("\(key): expected an object of numbers, found \(value.reportKind)")
    }
    return numbers(of: table, at: key, depth: 0)
  }

  private mutating func numbers(of table: JSONObject, at place: String, depth: Int) -> JSONObject {
    var result = JSONObject()
    for (key, value) in table.entries {
      let place = "\(place).\(key)"
      if let inner = value.objectValue {
        guard depth < 8 else {
          note("\(place.reportShortened): tables in more than 8 tables are left out")
          continue
        }
        let inner = numbers(of: inner, at: place, depth: depth + 1)
        if !inner.isEmpty { result[key] = .object(inner) }
        continue
      }
      guard numbers < ReportLine.largestCount else {
        note("more than \(ReportLine.largestCount) numbers in a line; the others are left out")
        return result
      }
      if value.isNull {
        result[key] = .null
      } else if let number = value.reportNumber {
        result[key] = .number(number)
      } else {
        note("\(place.reportShortened): expected a number or null, found \(value.reportKind)")
        continue
      }
      numbers += 1
    }
    return result
  }

  private mutating func start() -> ReportEvent.Start {
    var start = ReportEvent.Start()
    guard let table = object["start"]?.objectValue else { return start }
    start.maxSteps = max(0, table["max_steps"]?.intValue ?? 0)
    start.heading = table["heading"]?.arrayValue?.compactMap(\.stringValue) ?? []
    for (key, value) in table.entries where key != "max_steps" && key != "heading" {
      start.about[key] = value
    }
    return start
  }

  private mutating func progress() throws(ReportLineError) -> ReportEvent.Progress {
    guard let step = try whole("progress") else {
      throw ReportLineError("progress: expected a whole number from 0 on, found null")
    }
    return ReportEvent.Progress(step: step, maxSteps: laxWhole("of"), words: laxWhole("words"))
  }

  private mutating func artifact() throws(ReportLineError) -> ReportEvent.Artifact {
    let path = try text("artifact", of: object["artifact"])
    guard !path.isEmpty, !path.unicodeScalars.contains("\0") else {
      throw ReportLineError("artifact: expected a path, found \(path.reportQuoted)")
    }
    var artifact = ReportEvent.Artifact(path: path)
    if let name = object["name"], !name.isNull {
      artifact.name = try ReportEvent.Artifact.checkedName(text("name", of: name))
    }
    artifact.sha256 = object["sha256"]?.stringValue
    artifact.bytes = laxWhole("bytes")
    if let flag = object["compare"] {
      artifact.isCompared = flag.boolValue ?? true
      if flag.boolValue == nil {
        note("compare: expected true or false, found \(flag.reportKind)")
      }
    }
    return artifact
  }

  private mutating func end(_ key: String) throws(ReportLineError) -> ReportEvent.End {
    let status: ReportEvent.End.Status
    switch key {
    case "failed": status = .failed(object["failed"]?.stringValue ?? "the program says no more")
    case "pruned": status = .pruned(reason: object["reason"]?.stringValue)
    default: status = .done
    }
    var end = ReportEvent.End(status)
    (end.count, end.steps, end.words) = (laxWhole("n"), laxWhole("steps"), laxWhole("words"))
    // An end is an end, whatever is wrong with what comes with it.
    if object["metrics"] != nil {
      do throws(ReportLineError) {
        end.evaluation = try evaluation()
      } catch {
        note(error.description)
      }
    }
    return end
  }
}

extension ReportEvent.Artifact {
  /// A name that stays inside of a folder.
  ///
  /// - Throws: `ReportLineError` for any other.
  static func checkedName(_ name: String) throws(ReportLineError) -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    guard isPlain, !name.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else {
      throw ReportLineError(
        "name: expected a relative path without . and .., found \(name.reportQuoted)")
    }
    return name
  }
}

extension JSONValue {
  /// The number, also where it is written as the text `NaN`, `Infinity`, `-inf` and the like.
  var reportNumber: Double? {
    doubleValue ?? stringValue.flatMap(NumberWord.number)
  }

  /// The value as a message calls it.
  var reportKind: String {
    switch self {
    case .array: "a list"
    case .object: "an object"
    case .string(let text): "the text \(text.reportQuoted)"
    case .number(let number) where !number.isFinite: "\(number)"
    default: serialized(.compact)
    }
  }
}

extension String {
  /// The text in quotes, short enough for a message.
  var reportQuoted: String { "\"\(reportShortened)\"" }

  /// The text, without control characters and short enough for a message.
  var reportShortened: String {
    let plain = String(
      String.UnicodeScalarView(
        unicodeScalars.prefix(60).map { $0.value < 32 || $0.value == 127 ? " " : $0 }))
    return unicodeScalars.count > 60 ? plain + "…" : plain
  }
}
