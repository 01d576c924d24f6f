import SweepBase
import SweepNN
import SweepTensors

/// A table of vectors for the bytes at the places of a word.
///
/// The vectors start at 0. Where several words of a document have a byte at a place, only the last
/// of them teaches its vector: spaCy adds the gradients of a document by an indexed assignment of
/// NumPy, which does not add up.
///
/// - Shapes: table `[places, 256, width]`, y `[words, places · width]`.
/// - Source: spaCy 3.8 `CharEmbed.v1`.
struct CharacterTable: Sendable {
  let table: ParameterID
  let places: Int
  let width: Int

  /// The vectors of a place: one for each byte.
  static let bytes = 256

  /// Adds the table, all 0.
  init(_ settings: EmbedArchitecture.Characters, prefix: String, in parameters: inout Parameters) {
    (places, width) = (settings.count, settings.width)
    table = parameters.add(
      "\(prefix).E", shape: [places, Self.bytes, width], initially: .zeros)
  }

  /// Writes the vectors of the different words of a batch into rows with a stride.
  func forward(
    _ batch: FeatureBatch, _ parameters: Parameters, into out: UnsafeMutablePointer<Float>,
    stride: Int
  ) {
    parameters[table].withUnsafeBufferPointer { table in
      guard let table = table.baseAddress else { return }
      for word in 0..<batch.uniqueCount {
        for place in 0..<places {
          (out + word * stride + place * width).update(
            from: table + row(batch, word, place) * width, count: width)
        }
      }
    }
  }

  /// Adds the gradient of the table for that of the vectors, rows with a stride.
  ///
  /// - Precondition: The batch keeps equal words apart.
  func backward(
    _ dY: UnsafePointer<Float>, stride: Int, _ batch: FeatureBatch, _ gradients: inout Gradients
  ) {
    precondition(batch.uniqueCount == batch.count, "words that share their gradients")
    gradients[table].withUnsafeMutableBufferPointer { table in
      guard let table = table.baseAddress else { return }
      var first = 0
      // The last document that has taught a row, and by which of its words.
      var teachers = [Int32](repeating: -1, count: places * Self.bytes)
      for length in batch.lengths {
        var rows: [Int] = []
        for word in first..<first + length {
          for place in 0..<places {
            let row = row(batch, word, place)
            if teachers[row] < first { rows.append(row) }
            teachers[row] = Int32(word)
          }
        }
        for row in rows {
          let place = row / Self.bytes
          Kernels.add(
            count: width, dY + Int(teachers[row]) * stride + place * width, to: table + row * width)
        }
        first += length
      }
    }
  }

  private func row(_ batch: FeatureBatch, _ word: Int, _ place: Int) -> Int {
    place * Self.bytes + batch.byte(word, place)
  }
}
