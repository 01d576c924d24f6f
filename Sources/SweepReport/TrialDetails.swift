public import SweepConfig
public import SweepSearch

/// Everything about one trial: what `sweep show` prints.
public struct TrialDetails: Sendable {
  /// An evaluation, its numbers by name.
  public struct Evaluation: Equatable, Sendable {
    public var step: Int
    public var epoch: Int
    public var scores: [(name: String, value: Double?)]
    public var losses: [(name: String, value: Double?)]

    public init(
      step: Int, epoch: Int, scores: [(name: String, value: Double?)],
      losses: [(name: String, value: Double?)]
    ) {
      self.step = step
      self.epoch = epoch
      self.scores = scores
      self.losses = losses
    }

    public static func == (a: Evaluation, b: Evaluation) -> Bool {
      a.step == b.step && a.epoch == b.epoch
        && a.scores.elementsEqual(b.scores) { $0 == $1 }
        && a.losses.elementsEqual(b.losses) { $0 == $1 }
    }
  }

  /// A file that the trial has read.
  public struct Input: Equatable, Sendable {
    public var setting: String
    public var path: String
    public var sha256: String
    public var bytes: Int
    public var isKept: Bool

    public init(setting: String, path: String, sha256: String, bytes: Int, isKept: Bool) {
      self.setting = setting
      self.path = path
      self.sha256 = sha256
      self.bytes = bytes
      self.isKept = isKept
    }
  }

  /// An earlier attempt at the trial.
  public struct Attempt: Equatable, Sendable {
    public var number: Int
    public var state: Trial.State
    public var seconds: Double?
    public var error: String?
    /// The step of the checkpoint that it went on from.
    public var resumedStep: Int?

    public init(
      number: Int, state: Trial.State, seconds: Double?, error: String?, resumedStep: Int?
    ) {
      self.number = number
      self.state = state
      self.seconds = seconds
      self.error = error
      self.resumedStep = resumedStep
    }
  }

  public var study: String
  public var metric: String
  public var trial: ReportTrial
  /// The full resolved config.
  public var config: String
  public var evaluations: [Evaluation]
  public var inputs: [Input]
  public var provenance: [ReportInput.Fact]
  public var tags: [String] = []
  public var note: String?
  /// Earlier ones, in order.
  public var attempts: [Attempt] = []
  /// The step of the checkpoint that the last attempt went on from.
  public var resumedStep: Int?
  /// Where the trial can go on from: a file beside the store.
  public var checkpoint: String?
  /// The patch that the code differed from its commit by.
  public var patch: String?

  public init(
    study: String, metric: String, trial: ReportTrial, config: String, evaluations: [Evaluation],
    inputs: [Input], provenance: [ReportInput.Fact]
  ) {
    self.study = study
    self.metric = metric
    self.trial = trial
    self.config = config
    self.evaluations = evaluations
    self.inputs = inputs
    self.provenance = provenance
  }

  /// The text for a terminal.
  public func render() -> String {
    let sections = [
      summary, section("Earlier attempts", attemptTable), evaluationTable,
      section("Inputs", inputTable), section("Made by", facts),
      section("Config", config.trimmedEnd),
    ]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private func section(_ title: String, _ text: String) -> String {
    text.isEmpty ? "" : "\(title)\n" + text
  }

  private var summary: String {
    var lines = ["\(study)/\(trial.id)  \(trial.shortID)  \(trial.state.rawValue)"]
    let settings = trial.assignment.settings.map {
      "\($0.key) = \($0.value.serialized(.compact))"
    }
    lines.append(trial.isBaseline ? "the baseline" : settings.joined(separator: "\n"))
    lines.append("seed \(trial.seed)" + (trial.fold.map { ", fold \($0)" } ?? ""))
    if let score = trial.score {
      let step = trial.bestStep.map { " at step \($0)" } ?? ""
      let steps = trial.steps.map { " of \($0)" } ?? ""
      lines.append("\(metric) \(NumberText.score(score))\(step)\(steps)")
    }
    if let seconds = trial.seconds { lines.append("time \(NumberText.duration(seconds))") }
    if let hash = trial.modelHash {
      lines.append("model \(hash)" + (trial.isModelKept ? ", kept" : ", not kept"))
    }
    if let verified = trial.verified { lines.append("verified \(verified)") }
    if let reason = trial.reason {
      lines.append(trial.endedStep.map { "ended at step \($0): \(reason)" } ?? reason)
    }
    if let error = trial.error { lines.append("error: \(error)") }
    if let resumedStep { lines.append("went on from a checkpoint at step \(resumedStep)") }
    if let checkpoint { lines.append("checkpoint \(checkpoint)") }
    if !tags.isEmpty { lines.append("tags " + tags.joined(separator: " ")) }
    if let note { lines.append("note " + note) }
    return lines.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var attemptTable: String {
    guard !attempts.isEmpty else { return "" }
    var table = Table([
      .init("attempt", isNumber: true), .init("state"), .init("time", isNumber: true),
      .init("from step", isNumber: true), .init(""),
    ])
    for attempt in attempts {
      table.add([
        "\(attempt.number)", attempt.state.rawValue,
        attempt.seconds.map(NumberText.duration) ?? "–",
        attempt.resumedStep.map { "\($0)" } ?? "–", attempt.error.map(firstLine) ?? "",
      ])
    }
    return table.text
  }

  /// Losses and the scores that a line has room for: not those per type.
  private var evaluationTable: String {
    guard let first = evaluations.first else { return "" }
    let losses = first.losses.map(\.name)
    let scores = first.scores.map(\.name).filter { !$0.contains(".") && $0 != "speed" }
    var columns = [Table.Column("step", isNumber: true), Table.Column("epoch", isNumber: true)]
    columns += losses.map { Table.Column("loss \($0)", isNumber: true) }
    columns += scores.map { Table.Column($0, isNumber: true) }
    var table = Table(columns)
    for evaluation in evaluations {
      func cell(_ list: [(name: String, value: Double?)], _ name: String, _ decimals: Int) -> String
      {
        let value = list.first { $0.name == name }?.value
        return value.map { NumberText.fixed($0, decimals: decimals) } ?? "–"
      }
      table.add(
        ["\(evaluation.step)", "\(evaluation.epoch)"]
          + losses.map { cell(evaluation.losses, $0, 2) }
          + scores.map { cell(evaluation.scores, $0, 4) })
    }
    return table.text
  }

  private var inputTable: String {
    guard !inputs.isEmpty else { return "" }
    var table = Table([
      .init("setting"), .init("path"), .init("SHA-256"), .init("size", isNumber: true), .init(""),
    ])
    for input in inputs {
      table.add([
        input.setting, input.path, String(input.sha256.prefix(16)), NumberText.size(input.bytes),
        input.isKept ? "kept" : "hash only",
      ])
    }
    return table.text
  }

  private var facts: String {
    guard !provenance.isEmpty else { return "" }
    let width = provenance.map(\.label.count).max() ?? 0
    return provenance.map { fact in
      fact.label + String(repeating: " ", count: width - fact.label.count + 2) + fact.value
    }.joined(separator: "\n")
  }

  /// The trial for other programs.
  public var json: JSONValue {
    var object = trial.json.objectValue ?? JSONObject()
    object["study"] = .string(study)
    object["config"] = .string(config)
    object["evaluations"] = .array(
      evaluations.map { evaluation in
        [
          "step": .integer(evaluation.step), "epoch": .integer(evaluation.epoch),
          "scores": numbers(evaluation.scores), "losses": numbers(evaluation.losses),
        ]
      })
    object["inputs"] = .array(
      inputs.map {
        [
          "setting": .string($0.setting), "path": .string($0.path), "sha256": .string($0.sha256),
          "bytes": .integer($0.bytes), "kept": .bool($0.isKept),
        ]
      })
    object["tags"] = .array(tags.map { .string($0) })
    object["note"] = note.map { .string($0) } ?? .null
    object["resumed_step"] = resumedStep.map { .integer($0) } ?? .null
    object["checkpoint"] = checkpoint.map { .string($0) } ?? .null
    object["attempts"] = .array(
      attempts.map {
        [
          "number": .integer($0.number), "state": .string($0.state.rawValue),
          "seconds": $0.seconds.map { .number($0) } ?? .null,
          "error": $0.error.map { .string($0) } ?? .null,
          "resumed_step": $0.resumedStep.map { .integer($0) } ?? .null,
        ]
      })
    object["provenance"] = .object(
      JSONObject(provenance.map { ($0.label, JSONValue.string($0.value)) }))
    return .object(object)
  }

  private func numbers(_ list: [(name: String, value: Double?)]) -> JSONValue {
    .object(JSONObject(list.map { ($0.name, $0.value.map(JSONValue.number) ?? .null) }))
  }
}

extension String {
  /// The text without line breaks at its end.
  fileprivate var trimmedEnd: String {
    String(reversed().drop { $0.isNewline }.reversed())
  }
}
