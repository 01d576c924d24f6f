import SweepBase
import SweepNN
import SweepTensors

extension Tok2Vec {
  /// Computes the vectors of a batch's words in training; the arena owns all memory of the result.
  func forward(
    _ batch: FeatureBatch, _ parameters: Parameters, _ numerics: Numerics, dropout: Double,
    random: inout SpacyRandom, arena: Arena
  ) -> Tok2VecPass {
    var pass = Tok2VecPass(batch, settings, arena)
    pass.masks = Tok2VecMasks(settings, dropout: dropout, random: &random, arena: arena)
    pass.masks.reserveRows(
      settings, words: batch.count, rows: pass.rows, dropout: dropout, arena: arena)
    let (masks, rows) = (pass.masks, pass.rows)
    let embedding = embed(batch, masks, parameters, numerics, isTraining: true, arena) {
      masks.drawRows(settings, words: batch.count, rows: rows, dropout: dropout, random: &random)
    }
    run(&pass, embedding, parameters, numerics, isTraining: true, arena)
    return pass
  }

  /// Embeds the different words of a batch, for prediction.
  func embed(
    _ batch: FeatureBatch, _ parameters: Parameters, _ numerics: Numerics, arena: Arena
  ) -> Embedding {
    var embedding = embed(
      batch, Tok2VecMasks(), parameters, numerics, isTraining: false, arena)
    // Without dropout equal words have equal vectors, so the first layer's products over the first
    // word of a window are made once for each; the bits are those of the whole products.
    guard let layer = encoder.first, numerics.backend == .exact else { return embedding }
    let (width, outputs, count) = (settings.width, layer.outputs, batch.uniqueCount)
    let sums = arena.floats((count + 1) * outputs)
    let (weights, bias) = (parameters[layer.weights], parameters[layer.bias])
    numerics.threads.forEachRange(of: count, grain: 84) { words in
      gemm(
        m: words.count, n: outputs, k: width, embedding.vectors + words.lowerBound * width,
        lda: width, weights, ldb: layer.inputs, transposeB: true, bias: bias,
        into: sums + words.lowerBound * outputs, ldc: outputs, backend: .exact)
    }
    // Beside padding the sum is the bias.
    (sums + count * outputs).update(from: bias, count: outputs)
    embedding.firstSums = UnsafePointer(sums)
    return embedding
  }

  /// Computes the vectors of a batch's words from their embeddings: `[N, width]`.
  func predict(
    _ batch: FeatureBatch, _ embedding: Embedding, _ parameters: Parameters,
    _ numerics: Numerics, arena: Arena
  ) -> UnsafeMutablePointer<Float> {
    var pass = Tok2VecPass(batch, settings, arena)
    run(&pass, embedding, parameters, numerics, isTraining: false, arena)
    return pass.output
  }

  private func run(
    _ pass: inout Tok2VecPass, _ embedding: Embedding, _ parameters: Parameters,
    _ numerics: Numerics, isTraining: Bool, _ arena: Arena
  ) {
    let (width, embedded) = (settings.width, embedding.vectors)
    pass.embedding = embedding
    var rows = paddedRows(pass, arena)
    if encoder.isEmpty {
      // Without layers there is no padding either.
      spread(embedded, pass, numerics, into: pass.output)
      return
    }
    // Layers read the padding next to the rows that they compute; the first one finds zeros there.
    rows.update(repeating: 0, count: pass.rows * width)
    spread(embedded, pass, numerics, into: rows)
    for (index, layer) in encoder.enumerated() {
      let own = pass.layers[index]
      let isLast = index == encoder.count - 1
      var read = MaxoutNorm.Rows(
        count: own.count, ids: own.ids, x: rows - settings.windowSize * width, stride: width,
        residual: rows, mask: pass.masks.encoder[safe: index])
      if index == 0, let sums = embedding.firstSums {
        read.beginnings = MaxoutNorm.Beginnings(
          inputs: width, sums: sums,
          ids: pass.wordsBefore(
            own, distance: settings.windowSize, missing: embedding.count, arena))
      }
      let kept = isTraining ? layer.makeKept(own.count, arena) : nil
      let next = isLast ? pass.output : paddedRows(pass, arena)
      layer.forward(
        read, parameters, numerics, keeping: kept, targets: isLast ? nil : own.ids, into: next)
      if let kept { pass.encoder.append(Tok2VecPass.LayerPass(rows: read, kept: kept)) }
      rows = next
    }
  }

  /// A padded array with a window's worth of zeros around it, so that each window is a plain view.
  private func paddedRows(_ pass: Tok2VecPass, _ arena: Arena) -> UnsafeMutablePointer<Float> {
    let (size, margin) = (pass.rows * settings.width, settings.windowSize * settings.width)
    let memory = arena.floats(size + 2 * margin)
    memory.update(repeating: 0, count: margin)
    (memory + margin + size).update(repeating: 0, count: margin)
    return memory + margin
  }

  /// Embeds the different words and mixes their attributes.
  ///
  /// Draws of the rows' masks come one after the other, so one thread makes them with `meanwhile`
  /// while the others look words up.
  private func embed(
    _ batch: FeatureBatch, _ masks: Tok2VecMasks, _ parameters: Parameters,
    _ numerics: Numerics, isTraining: Bool, _ arena: Arena, meanwhile: () -> Void = {}
  ) -> Embedding {
    let (width, count, stride) = (settings.width, batch.uniqueCount, settings.embedWidth)
    let input = arena.floats(count * stride)
    characters?.forward(batch, parameters, into: input, stride: stride)
    let start = input + settings.tableStart
    let ids = tables.map { _ in arena.make(UInt32.self, 4 * count) }
    numerics.threads.forEach(tables.count + 1) { part in
      guard part > 0 else { return meanwhile() }
      let column = part - 1
      batch.writeRows(
        column: column, seed: settings.embed.firstSeed + UInt32(column),
        rows: settings.rows[column], into: ids[column])
      Kernels.hashEmbed(
        tokens: count, width: width, ids: ids[column], table: parameters[tables[column]],
        mask: masks.embeddings[safe: column], into: start + column * width, stride: stride)
    }
    let projected = projection?.forward(
      batch, mask: masks.vectors, parameters, numerics, arena, into: start + tables.count * width,
      stride: stride)
    let read = MaxoutNorm.Rows(count: count, x: input, stride: stride)
    let kept = isTraining ? mixer.makeKept(count, arena) : nil
    let normed = arena.floats(count * width)
    mixer.forward(read, parameters, numerics, keeping: kept, targets: nil, into: normed)
    return Embedding(
      count: count, ids: ids, mixer: kept.map { Tok2VecPass.LayerPass(rows: read, kept: $0) },
      projected: projected, vectors: normed)
  }

  /// Copies each word's embedding to its row of the padded array, with dropout in training.
  private func spread(
    _ embedded: UnsafePointer<Float>, _ pass: Tok2VecPass, _ numerics: Numerics,
    into target: UnsafeMutablePointer<Float>
  ) {
    let width = settings.width
    pass.batch.words.withUnsafeBufferPointer { words in
      guard let words = words.baseAddress else { return }
      numerics.threads.forEachRange(of: pass.batch.count, grain: 64) { range in
        let first = range.lowerBound
        let mask = pass.masks.mixer.map { UnsafePointer($0) + first * width }
        Kernels.spreadRows(
          count: range.count, width: width, sources: words + first,
          targets: pass.wordRows + first, embedded, mask: mask, into: target)
      }
    }
  }
}

/// The different words of a batch, embedded.
struct Embedding {
  /// How many words they are.
  let count: Int
  /// The table rows, four per different word, of each attribute.
  let ids: [UnsafeMutablePointer<UInt32>]
  /// The mixing layer's pass, in training.
  let mixer: Tok2VecPass.LayerPass?
  /// What the projection of static vectors keeps, where there is one.
  let projected: StaticProjection.Kept?
  /// Their vectors: `[count, width]`.
  let vectors: UnsafeMutablePointer<Float>
  /// In prediction, the sums of the first encoder layer over a window that begins with the word;
  /// after the last word's, those of a window that begins with padding: `[count + 1, outputs]`.
  var firstSums: UnsafePointer<Float>?
}

extension MaxoutNorm {
  /// Room for what a forward pass keeps of its rows.
  func makeKept(_ rows: Int, _ arena: Arena) -> MaxoutNormRows {
    MaxoutNormRows(
      maxed: arena.floats(rows * width), which: arena.make(UInt8.self, rows * width),
      mean: arena.floats(rows), rstd: arena.floats(rows),
      linear: isMish ? arena.floats(rows * width) : nil)
  }
}

extension Array {
  /// The element at `index`, or `nil` beyond the end.
  subscript(safe index: Int) -> Element? { index < count ? self[index] : nil }
}
