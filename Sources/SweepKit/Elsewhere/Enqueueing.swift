public import SweepConfig
public import SweepSearch
public import SweepStore

/// Adds assignments to studies by hand.
public struct Enqueueing: Sendable {
  private let plan: SweepPlan
  private let storePath: String

  /// Prepares additions to a study, which need not be there yet.
  ///
  /// - Parameters:
  ///   - plan: Its sweep, expanded for asking.
  ///   - store: The file with the records; made when it is not there.
  public init(_ plan: SweepPlan, store: String) { (self.plan, storePath) = (plan, store) }

  /// Adds an assignment as the next one of the study.
  ///
  /// Settings that are not given have the base config's own values. A run or session that works on
  /// the study takes it up.
  ///
  /// - Parameter settings: Keys of the sweep's parameters with values.
  /// - Returns: Its trials, one for each seed and fold.
  /// - Throws: `ExchangeError` with each setting that does not fit, `StoreError` where the study has
  ///   the assignment or may have no more.
  public func add(_ settings: [Setting]) throws -> [TrialRecord] {
    let assignment = try checked(settings)
    let store = try StudyStore(path: storePath)
    let study = try plan.openStudy(in: store)
    let row = ProposalRun.Row(number: 0, assignment: assignment, origin: .enqueued)
    let proposals = plan.proposals(
      method: study.method, window: study.window, priors: study.priors)
    let trials = try proposals.entries(of: row).map { entry in
      NewTrial(entry, config: try plan.planned(entry).configText)
    }
    return try store.enqueue(trials, to: study, most: plan.sweep.runCap ?? .max)
  }

  private func checked(_ settings: [Setting]) throws(ExchangeError) -> Assignment {
    let keys = plan.sweep.space.dimensions.map(\.key)
    var problems: [String] = settings.isEmpty ? ["expected KEY=VALUE, found nothing"] : []
    var seen: Set<String> = []
    var given: [Setting] = []
    for setting in settings {
      let key = plan.check.canonicalKey(setting.key)
      if !seen.insert(key).inserted { problems.append("\(key) is given twice") }
      given.append(Setting(key, setting.value))
      guard keys.contains(key) else {
        let nearest = key.nearest(among: keys).map { "; did you mean \($0)?" } ?? ""
        problems.append("the sweep has no parameter \(key)\(nearest)")
        continue
      }
      switch plan.check.problem(key, setting.value) {
      case nil: break
      case .wrongType(let expected, let found):
        problems.append("\(key): expected \(expected), found \(found)")
      case .unknown: problems.append("\(key): the config has no such setting")
      case .other(let text, _): problems.append("\(key): \(text)")
      }
    }
    guard problems.isEmpty else { throw ExchangeError(.noAssignment(problems)) }
    return plan.filled(Assignment(given))
  }
}

extension SweepPlan {
  /// A plan for the study of a name, from the sweep file that it was recorded with.
  ///
  /// - Parameters:
  ///   - name: The study's name.
  ///   - path: The store.
  ///   - environment: As for any plan.
  ///   - registry: The functions that configs may call.
  /// - Throws: `ExchangeError` for a study that was made without a sweep file, and what a plan throws.
  public init(
    ofStudy name: String, store path: String, environment: [String: String], registry: Registry
  ) throws {
    let study = try StudyStore(path: path, access: .read).study(named: name)
    guard !study.sweepText.isEmpty else { throw ExchangeError(.noSweepFile(study: name)) }
    let sweep = try SweepFile(parsing: study.sweepText, file: study.sweepPath)
    let own = sweep.overrides.map(\.key)
    try self.init(
      sweep, for: .asking,
      overrides: study.overrides.filter { !own.contains($0.key) }.map {
        ConfigOverride($0.key, $0.value)
      }, environment: environment, registry: registry)
  }
}
