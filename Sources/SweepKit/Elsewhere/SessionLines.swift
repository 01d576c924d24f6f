public import SweepConfig

/// A session in JSON lines: requests come in, answers go out, in order.
///
/// `{"ask": 1}` asks for trials, `{"tell": {…}}` reports about one.
public struct SessionLines {
  private var session: StudySession

  public init(_ session: StudySession) { self.session = session }

  /// Answers a request; what is wrong with it is an answer, too.
  ///
  /// - Parameter line: One JSON object.
  /// - Returns: One object for each trial that was asked for, or one.
  public mutating func answers(to line: String) -> [JSONObject] {
    do {
      let json = try StudySession.object(line)
      if let report = json["tell"], json.objectValue?.count == 1 {
        return [try session.tell(TrialReport(report))]
      }
      var reader = MessageReader(json, known: ["ask", "config", "tell"])
      let count = reader.integer("ask", from: 1)
      let withConfig = reader.flag("config")
      if count == nil, reader.isFree("ask") {
        reader.note(#"{"ask": 1} or {"tell": {…}}"#, found: "neither", at: "the message")
      } else if json["tell"] != nil {
        reader.note("one of ask and tell", found: "both", at: "the message")
      }
      try reader.finish()
      return try session.ask(count: count ?? 1, withConfig: withConfig)
    } catch {
      return [StudySession.answer(to: error)]
    }
  }

  /// Gives trials back that nobody will tell the end of.
  ///
  /// - Throws: `StoreError` when that cannot be recorded.
  public mutating func close() throws { try session.close() }
}

extension StudySession {
  /// The next trials for programs, and after them why there are no more than those.
  ///
  /// - Throws: As `ask`.
  public mutating func ask(count: Int, withConfig: Bool) throws -> [JSONObject] {
    var answers: [JSONObject] = []
    while answers.count < count {
      switch try ask() {
      case .trial(let trial):
        var object = trial.json
        if withConfig { object["config"] = .object(try config(of: trial).interpolated().root) }
        answers.append(object)
      case .wait: return answers + [["wait": true]]
      case .end(let reason): return answers + [["end": true, "reason": .string(reason)]]
      }
    }
    return answers
  }

  /// Reads a line.
  ///
  /// - Throws: `ExchangeError` where it is no JSON.
  public static func object(_ line: String) throws(ExchangeError) -> JSONValue {
    do {
      return try JSONValue(parsing: line)
    } catch {
      throw ExchangeError(.notJSON("\(error)"))
    }
  }

  /// An error as an answer.
  public static func answer(to error: any Error) -> JSONObject {
    guard let error = error as? ExchangeError else { return ["error": .string(describe(error))] }
    var answer: JSONObject = ["error": .string(error.problem)]
    if let help = error.help { answer["help"] = .string(help) }
    return answer
  }
}
