import SweepTensors

/// What a forward pass of a `Tok2Vec` keeps for its backward pass.
///
/// Documents lie in one array with rows of padding between them, as in spaCy; a layer computes only
/// those rows that reach a word through the layers above it. All memory belongs to the arena of the
/// pass.
struct Tok2VecPass {
  /// What one layer reads and keeps.
  struct LayerPass {
    var rows: MaxoutNorm.Rows
    var kept: MaxoutNormRows
  }

  /// The rows that an encoder layer computes.
  struct LayerRows {
    /// Their numbers in the padded array, ascending.
    let ids: UnsafeMutablePointer<Int32>
    /// For each row of the padded array, its place among them, or −1.
    let places: UnsafeMutablePointer<Int32>
    let count: Int
  }

  let batch: FeatureBatch
  /// The number of rows of the padded array.
  private(set) var rows = 0
  /// The row of each word in the padded array.
  let wordRows: UnsafeMutablePointer<Int32>
  /// The rows of each encoder layer; those of the last are the words'.
  private(set) var layers: [LayerRows] = []
  var masks = Tok2VecMasks()
  var embedding: Embedding?
  var encoder: [LayerPass] = []
  /// The vectors of all words, without padding: `[N, width]`.
  let output: UnsafeMutablePointer<Float>

  /// Lays the documents out: padding before each non-empty one, and after the last.
  init(_ batch: FeatureBatch, _ settings: Tok2VecSettings, _ arena: Arena) {
    self.batch = batch
    output = arena.floats(batch.count * settings.width)
    wordRows = arena.make(Int32.self, batch.count)
    var word = 0
    for length in batch.lengths where length > 0 {
      rows += settings.padding
      for _ in 0..<length {
        wordRows[word] = Int32(rows)
        (word, rows) = (word + 1, rows + 1)
      }
    }
    rows += settings.padding
    for layer in 0..<settings.depth {
      let reach = (settings.depth - 1 - layer) * settings.windowSize
      layers.append(layerRows(within: reach, arena))
    }
  }

  /// For each row of a layer, the number of the word `distance` rows before it, or `missing`.
  func wordsBefore(
    _ layer: LayerRows, distance: Int, missing: Int, _ arena: Arena
  ) -> UnsafeMutablePointer<Int32> {
    let numbers = arena.make(Int32.self, layer.count)
    var word = 0
    for place in 0..<layer.count {
      let row = layer.ids[place] - Int32(distance)
      while word < batch.count && wordRows[word] < row { word += 1 }
      let isWord = word < batch.count && wordRows[word] == row
      numbers[place] = isWord ? batch.words[word] : Int32(missing)
    }
    return numbers
  }

  /// The rows with a word at most `reach` rows away.
  private func layerRows(within reach: Int, _ arena: Arena) -> LayerRows {
    let ids = arena.make(Int32.self, rows)
    let places = arena.make(Int32.self, rows)
    for row in 0..<rows { places[row] = -1 }
    var (count, next) = (0, 0)
    for word in 0..<batch.count {
      let row = Int(wordRows[word])
      for near in max(row - reach, next)..<min(row + reach + 1, rows) {
        ids[count] = Int32(near)
        places[near] = Int32(count)
        count += 1
        next = near + 1
      }
    }
    return LayerRows(ids: ids, places: places, count: count)
  }
}
