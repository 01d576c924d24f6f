/// A number with a fixed count of decimals, correctly rounded from its exact value, ties to even.
///
/// Written by hand because C's formatting follows the locale.
package func fixed(_ value: Double, decimals: Int) -> String {
  guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
  var scale = 1.0
  for _ in 0..<decimals { scale *= 10 }
  let magnitude = value.magnitude
  let product = magnitude * scale
  guard product < 9e15 else { return "\(value)" }
  var units = product.rounded(.toNearestOrEven)
  if product - product.rounded(.down) == 0.5 {
    // A tie after rounding may not have been one before: the rest of the product decides.
    let rest = (-product).addingProduct(magnitude, scale)
    if rest != 0 { units = product.rounded(rest > 0 ? .up : .down) }
  }
  let digits = String(Int(units))
  let sign = value.sign == .minus && units > 0 ? "-" : ""
  guard decimals > 0 else { return sign + digits }
  let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
  return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
}
