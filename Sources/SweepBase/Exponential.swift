/// e to the power of x, with the same bits on every machine.
///
/// The C library's `exp` picks code by CPU, so its last bit differs between machines; searched
/// values are drawn through it. Within 0.53 units in the last place.
///
/// With x = k ln 2 + r and |r| ≤ ½ ln 2: eˣ = 2^k (1 + r + r²/2! + … + r¹³/13!).
///
/// - Returns: 0 below the smallest number, infinity above the greatest, NaN for NaN.
package func exponential(_ x: Double) -> Double {
  guard x < 709.782712893384 else { return x.isNaN ? x : .infinity }
  guard x > -745.2 else { return 0 }
  let k = (x * 1.4426950408889634).rounded()
  // k ln 2 in two parts: the high part has 32 bits, so that its product with k is exact.
  let high = x - k * 0x1.62e42fefp-1
  let low = k * 0x1.473de6af278edp-34
  let r = high - low
  let lost = (high - r) - low
  var series = 1.0 / 6_227_020_800
  for factorial in inverseFactorials { series = series * r + factorial }
  // 1 + r in two doubles, so that the last addition is the only one that rounds the result.
  let sum = 1 + r
  let power = sum + (((1 - sum) + r) + (r * r * series + lost))
  // In two steps, so that results below the normal range are rounded once.
  let half = Int(k) / 2
  return power * scale(half) * scale(Int(k) - half)
}

/// 1/12! … 1/2!, in the order of Horner's scheme.
private let inverseFactorials: [Double] = [
  1.0 / 479_001_600, 1.0 / 39_916_800, 1.0 / 3_628_800, 1.0 / 362_880, 1.0 / 40_320, 1.0 / 5_040,
  1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2,
]

/// 2 to the power of a number in the range of normal exponents.
private func scale(_ exponent: Int) -> Double {
  Double(bitPattern: UInt64(exponent + 1023) << 52)
}
