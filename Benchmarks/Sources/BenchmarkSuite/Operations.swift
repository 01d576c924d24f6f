import SweepNN
package import SweepPipeline

/// The floating-point operations of a pipeline's dense matrix products, from the shapes of its
/// weights: what its arithmetic bound is derived from.
///
/// One row through a layer with weights `[outputs, inputs]` takes `2 · outputs · inputs` operations
/// forward, as many for the gradient of its input and as many for the gradient of its weights. The
/// encoder's layers work on padded documents: each document brings `depth · window` further rows.
/// Layers of text categories have one row per document, as have those of spans, of which there are as
/// many as a config suggests; a matrix of n-grams is no dense product. Everything else has one row
/// per word; a parser's upper layer has up to two.
///
///     forward  = 2 (m + p + l + u) + 2 e (1 + padding · documents / words)     per word
///     training = 3 · forward
///
/// with m, e, p, l, u the weights of the mixing layer, of all encoder layers, of the projection, of
/// the lower and of the upper layer.
package struct Operations {
  private(set) var mixer = 0.0
  private(set) var encoder = 0.0
  private(set) var others = 0.0
  /// What has a row per document.
  private(set) var perDocument = 0.0
  /// What words contribute to the transition model's lower layer; a part of `others`.
  private var lower = 0.0
  private var lowerSlots = 1.0
  private var lowerPieces = 1.0
  /// Rows of padding per document.
  private(set) var padding = 0
  /// For each encoder layer, how many rows to either side a word is reached from.
  private var windows: [Int] = []
  private var mixerPieces = 1.0
  private var documentPieces = 1.0
  private var encoderPieces = 1.0
  /// The sizes of the weight matrices, each once, and whether a maxout follows.
  private(set) var products: [Product] = []

  /// A layer's weights `[outputs, inputs]`, where outputs are those of all pieces.
  struct Product: Equatable {
    let outputs: Int
    let inputs: Int
    /// The pieces of a maxout whose backward pass has a gradient in one of them; 1 for none.
    let pieces: Int
  }

  /// Reads the shapes of a pipeline's weights.
  package init(_ pipeline: Pipeline) {
    for id in pipeline.parameters.ids {
      let name = pipeline.parameters.name(of: id)
      let shape = pipeline.parameters.shape(of: id)
      guard name.hasSuffix(".W"), shape.count > 1, let inputs = shape.last else { continue }
      let outputs = shape.dropLast().reduce(1, *)
      let size = 2 * Double(outputs) * Double(inputs)
      var pieces = 1
      if name.hasSuffix(".mixer.W") {
        pieces = shape[1]
        mixer += size
        mixerPieces = Double(pieces)
      } else if name.contains(".encode.") {
        pieces = shape[1]
        encoder += size
        encoderPieces = Double(pieces)
        windows.append((inputs / shape[0] - 1) / 2)
        padding += windows[windows.count - 1]
      } else if name.hasSuffix(".hidden.W") || name.hasSuffix(".output.W") {
        pieces = shape.count > 2 ? shape[1] : 1
        documentPieces = max(documentPieces, Double(pieces))
        perDocument += size
      } else {
        others += size
        if name.hasSuffix(".lower.W") {
          (lower, lowerSlots, lowerPieces) = (size, Double(shape[0]), Double(shape[2]))
        }
      }
      let product = Product(outputs: outputs, inputs: inputs, pieces: pieces)
      if !products.contains(product) { products.append(product) }
    }
  }

  /// How many words, documents and different words a batch has.
  package struct Size {
    package var words = 0
    package var documents = 0
    package var different = 0

    package init(words: Int = 0, documents: Int = 0, different: Int = 0) {
      self.words = words
      self.documents = documents
      self.different = different
    }

    package static func + (a: Size, b: Size) -> Size {
      Size(
        words: a.words + b.words, documents: a.documents + b.documents,
        different: a.different + b.different)
    }
  }

  /// The rows of the encoder's layers.
  private func rows(_ size: Size) -> Double { Double(size.words + padding * size.documents) }

  /// The operations of a forward pass with dense products.
  package func forward(_ size: Size) -> Double {
    mixer * Double(size.words) + encoder * rows(size) + others * Double(size.words)
      + perDocument * Double(size.documents)
  }

  /// The operations of training with dense products.
  package func training(_ size: Size) -> Double { 3 * forward(size) }

  /// The rows that an encoder layer needs on average: those that reach a word through the layers
  /// above it.
  private func leastRows(_ size: Size) -> Double {
    var (sum, reach) = (0, 0)
    for window in windows.reversed() {
      sum += min(2 * reach, padding)
      reach += window
    }
    let perDocument = Double(sum) / Double(max(windows.count, 1))
    return Double(size.words) + perDocument * Double(size.documents)
  }

  /// The least operations of a forward pass: equal words are embedded once, and summed once where
  /// they come first in a window of the first layer; padding that reaches no word is left out; words
  /// contribute to the lower layer in the one slot that every state names.
  package func leastForward(_ size: Size) -> Double {
    let firstLayer = encoder / Double(max(windows.count, 1))
    let firstWord = firstLayer / Double(2 * (windows.first ?? 0) + 1)
    let repeated = firstWord * (Double(size.words) - Double(size.different))
    return leastForwardInTraining(size) - repeated
  }

  /// The same with dropout, which makes equal words different after the embedding.
  private func leastForwardInTraining(_ size: Size) -> Double {
    let words = Double(size.words)
    return mixer * Double(size.different) + encoder * leastRows(size)
      + (others - lower + lower / lowerSlots) * words + perDocument * Double(size.documents)
  }

  /// The least operations of training: the forward pass as above; backward, the products of maxouts
  /// with the winning pieces only.
  package func leastTraining(_ size: Size) -> Double {
    let words = Double(size.words)
    let backward =
      mixer * Double(size.different) / mixerPieces + encoder * leastRows(size) / encoderPieces
      + (others - lower + lower / lowerSlots / lowerPieces) * words
      + perDocument / documentPieces * Double(size.documents)
    return leastForwardInTraining(size) + 2 * backward
  }
}
