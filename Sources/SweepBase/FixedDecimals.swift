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
  return text(of: Int(units), isNegative: value.sign == .minus && units > 0, decimals: decimals)
}

/// The digits of a number with a point before the last `decimals` of them.
///
/// Written as bytes: tables of ten thousand trials have as many numbers as that many times over.
private func text(of units: Int, isNegative: Bool, decimals: Int) -> String {
  let capacity = max(20, decimals + 1) + 2
  return String(unsafeUninitializedCapacity: capacity) { buffer in
    var (rest, count) = (units, 0)
    // From the last one, then turned round.
    repeat {
      if decimals > 0, count == decimals {
        buffer[count] = UInt8(ascii: ".")
        count += 1
      }
      buffer[count] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
      count += 1
    } while rest > 0 || count < (decimals > 0 ? decimals + 2 : 1)
    if isNegative {
      buffer[count] = UInt8(ascii: "-")
      count += 1
    }
    for index in 0..<count / 2 { buffer.swapAt(index, count - 1 - index) }
    return count
  }
}
