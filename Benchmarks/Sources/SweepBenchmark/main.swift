import SweepConfig
import SweepTensors

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Measures what the options ask for and prints it as Markdown.
func run(_ options: Options) throws {
  var exact = try TrainingBenchmark(options, backend: .exact)
  var openblas = try TrainingBenchmark(options, backend: .openblas)
  print(
    """
    # \(options.config)

    - machine: \(cpuModel), \(SIMDLevel.current.rawValue) kernels, one thread
    - numerics version \(numericsVersion), Swift \(swiftVersion()); \(OpenBLAS.configuration)
    - batches of about \(options.words) words, \(options.warm) updates to warm up, then \
    \(options.rounds) rounds of \(options.batches) updates and of up to \
    \(TrainingBenchmark.devWords) words of the dev corpus

    """)
  // By turns, so that a changing load of the machine meets both.
  for _ in 0..<options.rounds {
    try exact.round()
    try openblas.round()
  }
  print((TrainingBenchmark.head + exact.rows + openblas.rows).joined(separator: "\n"))
  if options.measuresKernels {
    var kernels = KernelBenchmark()
    kernels.run(exact.workload.products, batchRows: options.words, rounds: options.rounds)
    print("\n" + kernels.table)
  }
}

/// The version of the compiler this program was built with.
func swiftVersion() -> String {
  #if compiler(>=6.4)
  "6.4 or newer"
  #elseif compiler(>=6.3)
  "6.3"
  #else
  "6.2"
  #endif
}

do {
  if let problem = SIMDLevel.environmentProblem { throw Options.Problem(description: problem) }
  try run(try Options(Array(CommandLine.arguments.dropFirst())))
} catch {
  let message = Array("error: \(error)\n".utf8)
  write(2, message, message.count)
  exit(1)
}
