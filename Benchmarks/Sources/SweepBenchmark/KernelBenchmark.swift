import SweepTensors

/// The speed of matrix products in the shapes of a config's layers, both backends by turns.
struct KernelBenchmark {
  private struct Row {
    let name: String
    var exact = Rates()
    var openblas = Rates()
  }

  private var rows: [Row] = []
  private var copies: [(size: String, rates: Rates)] = [
    ("256 KiB", Rates()), ("64 MiB", Rates()),
  ]

  /// About how long one measurement takes, in floating-point operations.
  private static let operations = 1e9

  /// Measures the three products of each layer: forward, gradient of the input, of the weights.
  mutating func run(_ shapes: [(outputs: Int, inputs: Int)], batchRows: Int, rounds: Int) {
    for (outputs, inputs) in shapes {
      measure("y = x wᵀ", m: batchRows, n: outputs, k: inputs, (false, true), rounds)
      measure("dx = dy w", m: batchRows, n: inputs, k: outputs, (false, false), rounds)
      measure("dw += dyᵀ x", m: outputs, n: inputs, k: batchRows, (true, false), rounds)
    }
    measureCopies(rounds)
  }

  private mutating func measure(
    _ name: String, m: Int, n: Int, k: Int, _ transpose: (a: Bool, b: Bool), _ rounds: Int
  ) {
    var row = Row(name: "\(name), \(m) x \(n) x \(k)")
    let a = [Float](repeating: 0.5, count: m * k)
    let b = [Float](repeating: 0.25, count: k * n)
    var c = [Float](repeating: 0, count: m * n)
    let size = 2 * Double(m) * Double(n) * Double(k)
    let repetitions = max(1, Int(Self.operations / size))
    func multiply(_ times: Int, _ backend: MatrixBackend, _ rates: inout Rates) {
      let start = processorSeconds()
      for _ in 0..<times {
        gemm(
          m: m, n: n, k: k, a, lda: transpose.a ? m : k, transposeA: transpose.a, b,
          ldb: transpose.b ? k : n, transposeB: transpose.b, into: &c, ldc: n,
          accumulate: transpose.a, backend: backend)
      }
      rates.note(size * Double(times) * 1e-9, since: start)
    }
    var warmUp = Rates()
    multiply(1, .exact, &warmUp)
    multiply(1, .openblas, &warmUp)
    for _ in 0..<rounds {
      multiply(repetitions, .exact, &row.exact)
      multiply(repetitions, .openblas, &row.openblas)
    }
    rows.append(row)
  }

  private mutating func measureCopies(_ rounds: Int) {
    for (index, bytes) in [256 << 10, 64 << 20].enumerated() {
      let source = [UInt8](repeating: 1, count: bytes)
      var target = [UInt8](repeating: 0, count: bytes)
      let times = max(4, (1 << 29) / bytes)
      for _ in 0..<rounds {
        let start = processorSeconds()
        for _ in 0..<times {
          target.withUnsafeMutableBytes { target in
            source.withUnsafeBytes { target.copyMemory(from: $0) }
          }
        }
        copies[index].rates.note(Double(bytes) * Double(times) * 1e-9, since: start)
      }
    }
  }

  /// A Markdown table of medians.
  var table: String {
    var lines = [
      "| matrix product, m x n x k | exact, GFLOP/s | openblas, GFLOP/s | ratio |",
      "| --- | ---: | ---: | ---: |",
    ]
    for row in rows {
      let (exact, openblas) = (row.exact.median, row.openblas.median)
      lines.append(
        "| \(row.name) | \(tenths(exact)) | \(tenths(openblas)) | "
          + "\(hundredths(exact / max(openblas, 1e-9))) |")
    }
    lines += ["", "| memory copy | GB/s |", "| --- | ---: |"]
    lines += copies.map { "| \($0.size) | \(tenths($0.rates.median)) |" }
    return lines.joined(separator: "\n")
  }
}

/// A number with one decimal.
private func tenths(_ value: Double) -> String { fixed(value, digits: 1, scale: 10) }

/// A number with two decimals.
private func hundredths(_ value: Double) -> String { fixed(value, digits: 2, scale: 100) }

private func fixed(_ value: Double, digits: Int, scale: Int) -> String {
  let units = Int((value * Double(scale)).rounded())
  let fraction = String(units % scale)
  return "\(units / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
}
