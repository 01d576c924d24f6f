import SweepTensors

/// Measures one round for each line on standard input and answers with words per second of
/// processor time: training, prediction, tokenization.
///
/// For comparisons by turns with another program, and for profilers.
func serve(_ options: Options) throws {
  guard let config = options.configs.first else { return }
  var state = try Throughput(config, options, threads: options.threads ?? 1)
  say("ready")
  while readLine() != nil {
    state = Throughput(like: state, threads: options.threads ?? 1)
    try state.round(options.work)
    say(Throughput.Work.served.map { "\(state.rates($0).median)" }.joined(separator: " "))
  }
}
