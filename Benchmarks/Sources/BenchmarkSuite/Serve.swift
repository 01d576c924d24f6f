import SweepTensors

/// Measures one round for each line on standard input and answers with words per second of
/// processor time: training, prediction.
///
/// For comparisons by turns with another program, and for profilers.
func serve(_ options: Options) throws {
  guard let config = options.files.first else { return }
  let plan = Throughput.Plan(words: options.words, round: options.round, warm: options.warm)
  var state = try Throughput(config, options.overrides, plan, threads: options.threads ?? 1)
  say("ready")
  while readLine() != nil {
    state = Throughput(like: state, threads: options.threads ?? 1)
    try state.round(options.work)
    say("\(state.rates(.training).median) \(state.rates(.prediction).median)")
  }
}
