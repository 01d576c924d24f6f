import SweepNN
package import SweepPipeline

/// The floating-point operations of a pipeline's dense matrix products, from the shapes of its
/// weights: what its arithmetic bound is derived from.
///
/// One row through a layer with weights `[outputs, inputs]` takes `2 · outputs · inputs` operations
/// forward, as many for the gradient of its input and as many for the gradient of its weights. The
/// encoder's layers work on padded documents: each document brings `depth · window` further rows.
/// Everything else has one row per word.
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
  /// Rows of padding per document.
  private(set) var padding = 0
  /// For each encoder layer, how many rows to either side a word is reached from.
  private var windows: [Int] = []
  private var mixerPieces = 1.0
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
      guard name.hasSuffix(".W"), let inputs = shape.last else { continue }
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
      } else {
        others += size
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

  /// The operations of a forward pass that embeds equal words of a batch once and leaves out the
  /// padding that reaches no word.
  package func leastForward(_ size: Size) -> Double {
    mixer * Double(size.different) + encoder * leastRows(size) + others * Double(size.words)
  }

  /// The operations of training that does the same and, in the backward pass of the mixing and
  /// encoding maxouts, multiplies with the winning piece only.
  package func leastTraining(_ size: Size) -> Double {
    mixer * Double(size.different) * (1 + 2 / mixerPieces)
      + encoder * leastRows(size) * (1 + 2 / encoderPieces) + 3 * others * Double(size.words)
  }
}
