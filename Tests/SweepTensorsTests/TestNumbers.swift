import SweepTensors

/// Deterministic test numbers in (−1, 1), different for each seed.
func numbers(_ count: Int, seed: UInt64) -> [Float] {
  var state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int64(state >> 40) - 0x80_0000) / Float(0x80_0000)
  }
}

/// Deterministic whole numbers below a bound.
func indices(_ count: Int, below bound: Int, seed: UInt64) -> [Int] {
  numbers(count, seed: seed).map { min(bound - 1, Int(($0 + 1) / 2 * Float(bound))) }
}

/// The bits of floats as one number (FNV-1a), for golden values.
struct BitHash {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ floats: [Float]) {
    for float in floats { add(UInt64(float.bitPattern)) }
  }

  mutating func add(_ doubles: [Double]) {
    for double in doubles { add(double.bitPattern) }
  }

  mutating func add(_ bytes: [UInt8]) {
    for byte in bytes { add(UInt64(byte)) }
  }

  private mutating func add(_ word: UInt64) {
    value = (value ^ word) &* 0x100_0000_01b3
    value ^= value >> 29
  }
}

/// Whether two arrays have the same bits.
func sameBits(_ a: [Float], _ b: [Float]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern }
}

/// The largest distance between two arrays.
func distance(_ a: [Float], _ b: [Float]) -> Float {
  precondition(a.count == b.count)
  return zip(a, b).map { ($0 - $1).magnitude }.max() ?? 0
}

/// The most exact level is no level: all must agree, so tests run each that the machine has.
let levels = SIMDLevel.supported
