// Links the C library's mathematics: rounding, square root and fused multiply-add, which IEEE 754
// defines to the last bit, are calls where the CPU has no instruction for them.
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The natural logarithm, with the same bits on every machine.
///
/// The C library's `log` picks code by CPU, so its last bit differs between machines; initial
/// weights are drawn through it. Within 0.51 units in the last place: the sum's two leading terms
/// are kept in two doubles each.
///
/// With x = 2^k m and s = (m − 1) / (m + 1): ln x = k ln 2 + 2 s + 2 s³/3 + 2 s⁵/5 + …
///
/// - Precondition: `x` is positive, normal and finite.
package func naturalLogarithm(_ x: Double) -> Double {
  precondition(x.isNormal && x > 0, "no logarithm of \(x)")
  var exponent = Double(x.exponent)
  var m = x.significand
  if m > 1.4142135623730951 {
    m /= 2
    exponent += 1
  }
  // s in two doubles: the quotient, and what is missing to it. m − 1 is exact; m + 1 is not.
  let numerator = m - 1
  let denominator = m + 1
  let lost = m - (denominator - 1)
  let s = numerator / denominator
  // numerator − s (denominator + lost), exact up to the last term
  let rest = (numerator.addingProduct(-s, denominator) - s * lost) / denominator
  let square = s * s
  var series = 2.0 / 27
  for n in stride(from: 25.0, through: 3, by: -2) { series = series * square + 2 / n }
  let tail = series * square * s + 2 * rest
  // k ln 2: the high part has 32 bits, so that its product with k is exact.
  let high = exponent * 0x1.62e42fefp-1
  let low = exponent * 0x1.473de6af278edp-34
  let sum = high + 2 * s
  let error = abs(high) > abs(2 * s) ? (high - sum) + 2 * s : (2 * s - sum) + high
  return sum + (error + (tail + low))
}
