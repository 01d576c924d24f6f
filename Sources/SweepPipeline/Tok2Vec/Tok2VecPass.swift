/// What a forward pass of a `Tok2Vec` keeps for its backward pass.
///
/// All memory belongs to the arena of the pass.
struct Tok2VecPass {
  /// What one maxout layer with its norm keeps.
  struct LayerPass {
    var input: UnsafeMutablePointer<Float>
    var maxed: UnsafeMutablePointer<Float>
    var which: UnsafeMutablePointer<UInt8>
    var mean: UnsafeMutablePointer<Float>
    var rstd: UnsafeMutablePointer<Float>
  }

  let batch: FeatureBatch
  /// The first row of each document in the padded array.
  private(set) var starts: [Int] = []
  /// The number of rows of the padded array.
  private(set) var rows = 0
  var masks = Tok2VecMasks()
  /// The table rows, four per different word, of each attribute.
  var ids: [UnsafeMutablePointer<UInt32>] = []
  var mixer: LayerPass?
  var encoder: [LayerPass] = []
  /// The vectors of all words, without padding: `[N, width]`.
  let output: UnsafeMutablePointer<Float>

  /// Lays the documents out: padding before each non-empty one, and after the last.
  init(_ batch: FeatureBatch, _ settings: Tok2VecSettings, _ arena: Arena) {
    self.batch = batch
    output = arena.floats(batch.count * settings.width)
    for length in batch.lengths {
      if length > 0 { rows += settings.padding }
      starts.append(rows)
      rows += length
    }
    rows += settings.padding
  }

  /// Calls `body` for each document: its number of words, its first row in the padded array, and
  /// its first row without padding.
  func eachDocument(_ body: (_ length: Int, _ padded: Int, _ dense: Int) -> Void) {
    var dense = 0
    for (length, start) in zip(batch.lengths, starts) {
      body(length, start, dense)
      dense += length
    }
  }
}
