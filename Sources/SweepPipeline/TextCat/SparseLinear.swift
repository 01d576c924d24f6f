import SweepNN

/// A linear layer over bags of n-grams, two weights per n-gram and class.
///
/// - Shapes: weights `[outputs · length]`, bias `[outputs]`; scores `[texts, outputs]`.
/// - Source: Thinc 8.3 `SparseLinear.v1` and `.v2`.
struct SparseLinear: Sendable {
  let weights: ParameterID
  let bias: ParameterID
  let outputs: Int
  /// The rows of a class: a power of two.
  let length: Int
  /// Version 1 lets classes overlap: the weights of class k begin at row k.
  let classesOverlap: Bool

  /// Adds the parameters, all 0.
  init(
    outputs: Int, _ settings: BagOfWordsSettings, prefix: String, in parameters: inout Parameters
  ) {
    self.outputs = outputs
    length = settings.length
    classesOverlap = settings.version < 3
    weights = parameters.add("\(prefix).W", shape: [outputs * length])
    bias = parameters.add("\(prefix).b", shape: [outputs])
  }

  private var distance: Int { classesOverlap ? 1 : length }

  /// Writes the scores of texts.
  func forward(
    _ bags: [NgramBag], _ parameters: Parameters, into scores: UnsafeMutablePointer<Float>
  ) {
    let (mask, distance) = (UInt32(truncatingIfNeeded: length - 1), distance)
    let bias = parameters[bias]
    parameters[weights].withUnsafeBufferPointer { weights in
      guard let weights = weights.baseAddress else { return }
      for (row, bag) in bags.enumerated() {
        let scores = scores + row * outputs
        scores.update(from: bias, count: outputs)
        for (hashes, count) in zip(bag.hashes, bag.counts) {
          var first = weights + Int(hashes.x & mask)
          var second = weights + Int(hashes.y & mask)
          for k in 0..<outputs {
            scores[k] += first.pointee * count
            scores[k] += second.pointee * count
            (first, second) = (first + distance, second + distance)
          }
        }
      }
    }
  }

  /// Adds the gradients of the parameters for those of the scores.
  func backward(
    _ bags: [NgramBag], _ dScores: UnsafePointer<Float>, _ gradients: inout Gradients
  ) {
    let (mask, distance) = (UInt32(truncatingIfNeeded: length - 1), distance)
    gradients[weights].withUnsafeMutableBufferPointer { dWeights in
      guard let dWeights = dWeights.baseAddress else { return }
      for (row, bag) in bags.enumerated() {
        let dScores = dScores + row * outputs
        for (hashes, count) in zip(bag.hashes, bag.counts) {
          var first = dWeights + Int(hashes.x & mask)
          var second = dWeights + Int(hashes.y & mask)
          for k in 0..<outputs {
            first.pointee += dScores[k] * count
            second.pointee += dScores[k] * count
            (first, second) = (first + distance, second + distance)
          }
        }
      }
    }
    gradients[bias].withUnsafeMutableBufferPointer { dBias in
      for row in bags.indices {
        for k in 0..<outputs { dBias[k] += dScores[row * outputs + k] }
      }
    }
  }
}
