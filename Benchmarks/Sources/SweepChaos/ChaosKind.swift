/// What a round of kills is done to.
enum ChaosKind: String, CaseIterable {
  /// Trials of the training core in the process of `sweep run`.
  case native
  /// Eight processes on one study.
  case processes
  /// Trials in processes of their own, which are killed, too.
  case isolated
  /// Trials that are a program.
  case command

  /// How many `sweep run` there are at once.
  var processCount: Int { self == .processes ? 8 : 1 }

  /// What follows `sweep run FILE`.
  var arguments: [String] {
    switch self {
    case .native, .command: ["--jobs", "2"]
    case .processes: ["--jobs", "1"]
    // A worker that is killed fails its trial, which is then tried again from its checkpoint.
    case .isolated: ["--jobs", "2", "--isolate", "--retry", "1000"]
    }
  }

  /// The sweep files that rounds take by turns.
  ///
  /// - Parameters:
  ///   - root: The folder of the repository.
  ///   - script: The program of a command trial.
  /// - Returns: Their texts.
  func sweeps(root: String, script: String) -> [String] {
    self == .command ? [Self.command(script)] : Self.searches.map { Self.ner(root, $0) }
  }

  /// A grid, a search that looks at results with a pruner that does, and rungs.
  private static let searches = [
    """
    method = "grid"
    seeds = [0, 1]
    [parameters]
    "training.dropout" = { values = [0.1, 0.2, 0.3] }
    """,
    """
    method = "tpe"
    trials = 8
    window = 4
    pruner = { type = "median", startup_trials = 2, warmup_steps = 20 }
    [parameters]
    "training.dropout" = { min = 0.0, max = 0.6 }
    "training.optimizer.learn_rate" = { distribution = "log_uniform_values", min = 1e-4, max = 1e-2 }
    """,
    """
    method = "random"
    trials = 8
    pruner = { type = "halving", first_step = 20, reduction = 2 }
    [parameters]
    "training.dropout" = { min = 0.0, max = 0.6 }
    """,
  ]

  private static func ner(_ root: String, _ search: String) -> String {
    let parts = search.split(separator: "[parameters]", maxSplits: 1).map(String.init)
    return """
      name = "chaos"
      config = "\(root)/configs/ner-v3.cfg"
      metric = { name = "ents_f", goal = "maximize" }
      checkpoint_seconds = 0.05
      keep_models = "all"
      \(parts[0])
      [overrides]
      "paths.train" = "\(root)/sweeps/corpora/names/train.spacy"
      "paths.dev" = "\(root)/sweeps/corpora/names/dev.spacy"
      "variables.width" = 32
      "variables.depth" = 1
      "variables.embed_size" = 500
      "training.max_steps" = 120
      "training.eval_frequency" = 10
      [parameters]
      \(parts[1])
      """
  }

  /// A program in a shell that reports a score at each of 20 steps.
  private static func command(_ script: String) -> String {
    """
    name = "chaos"
    config = "settings.cfg"
    engine = "command"
    command = ["sh", "\(script)", "{train.rate}"]
    method = "grid"
    metric = { name = "score", goal = "maximize" }
    [parameters]
    "train.rate" = { values = [1, 2, 3, 4, 5, 6] }
    """
  }

  /// The program: a tenth of a second for each trial and more.
  static let script = """
    step=0
    while [ $step -lt 20 ]; do
      echo "{\\"step\\": $step, \\"metrics\\": {\\"score\\": $(($1 * 10 + step)).5}}" >> "$SWEEP_REPORTS"
      step=$((step + 1))
      sleep 0.02
    done
    """
}
