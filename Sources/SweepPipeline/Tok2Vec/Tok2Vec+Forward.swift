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
    pass.masks = Tok2VecMasks(
      settings, words: batch.count, rows: pass.rows, dropout: dropout, random: &random,
      arena: arena)
    run(&pass, parameters, numerics, isTraining: true, arena)
    return pass
  }

  /// Computes the vectors of a batch's words: `[N, width]`.
  func predict(
    _ batch: FeatureBatch, _ parameters: Parameters, _ numerics: Numerics, arena: Arena
  ) -> UnsafeMutablePointer<Float> {
    var pass = Tok2VecPass(batch, settings, arena)
    run(&pass, parameters, numerics, isTraining: false, arena)
    return pass.output
  }

  private func run(
    _ pass: inout Tok2VecPass, _ parameters: Parameters, _ numerics: Numerics, isTraining: Bool,
    _ arena: Arena
  ) {
    let width = settings.width
    let embedded = embed(&pass, parameters, numerics, arena)
    // A window's worth of zeros around the padded array makes each window a plain view.
    let margin = settings.windowSize * width
    let size = pass.rows * width
    var rows = arena.zeros(size + 2 * margin) + margin
    scatter(embedded, pass, to: rows)
    let normed = arena.floats(size)
    let hidden = arena.floats(pass.rows * settings.maxoutPieces * width)
    for (index, layer) in encoder.enumerated() {
      let kept = makePass(layer, input: rows, rows: pass.rows, arena)
      numerics.windowProduct(
        rows: pass.rows, width: width, window: settings.windowSize, rows, parameters[layer.weights],
        bias: parameters[layer.bias], outputs: width * settings.maxoutPieces, into: hidden)
      maxoutNorm(
        layer, pieces: settings.maxoutPieces, hidden, pass.rows, parameters, kept, normed)
      if isTraining {
        pass.encoder.append(kept)
        let next = arena.floats(size + 2 * margin) + margin
        (next - margin).update(from: rows - margin, count: size + 2 * margin)
        rows = next
      }
      if let mask = pass.masks.encoder[safe: index] {
        Kernels.multiply(count: size, normed, by: mask, addingTo: rows)
      } else {
        Kernels.add(count: size, normed, to: rows)
      }
    }
    pass.eachDocument { length, padded, dense in
      (pass.output + dense * width).update(from: rows + padded * width, count: length * width)
    }
  }

  /// Embeds the different words and mixes their attributes: `[different words, width]`.
  private func embed(
    _ pass: inout Tok2VecPass, _ parameters: Parameters, _ numerics: Numerics, _ arena: Arena
  ) -> UnsafeMutablePointer<Float> {
    let (width, count) = (settings.width, pass.batch.uniqueCount)
    let input = arena.floats(count * settings.embedWidth)
    for (column, table) in tables.enumerated() {
      let ids = arena.make(UInt32.self, 4 * count)
      pass.batch.writeRows(
        column: column, seed: Tok2VecSettings.firstSeed + UInt32(column),
        rows: settings.rows[column], into: ids)
      Kernels.hashEmbed(
        tokens: count, width: width, ids: ids, table: parameters[table],
        mask: pass.masks.embeddings[safe: column], into: input + column * width,
        stride: settings.embedWidth)
      pass.ids.append(ids)
    }
    let pieces = Tok2VecSettings.embedPieces
    let hidden = arena.floats(count * width * pieces)
    numerics.product(
      rows: count, inputs: settings.embedWidth, input, parameters[mixer.weights],
      bias: parameters[mixer.bias], outputs: width * pieces, into: hidden)
    let kept = makePass(mixer, input: input, rows: count, arena)
    let normed = arena.floats(count * width)
    maxoutNorm(mixer, pieces: pieces, hidden, count, parameters, kept, normed)
    pass.mixer = kept
    return normed
  }

  /// Copies each word's embedding to its row of the padded array, with dropout in training.
  private func scatter(
    _ embedded: UnsafeMutablePointer<Float>, _ pass: Tok2VecPass,
    to rows: UnsafeMutablePointer<Float>
  ) {
    let width = settings.width
    pass.eachDocument { length, padded, dense in
      for k in 0..<length {
        let source = embedded + Int(pass.batch.words[dense + k]) * width
        let target = rows + (padded + k) * width
        if let mask = pass.masks.mixer {
          Kernels.multiply(
            count: width, source, by: mask + (dense + k) * width, into: target)
        } else {
          target.update(from: source, count: width)
        }
      }
    }
  }

  private func makePass(
    _ layer: MaxoutNorm, input: UnsafeMutablePointer<Float>, rows: Int, _ arena: Arena
  ) -> Tok2VecPass.LayerPass {
    Tok2VecPass.LayerPass(
      input: input, maxed: arena.floats(rows * settings.width),
      which: arena.make(UInt8.self, rows * settings.width), mean: arena.floats(rows),
      rstd: arena.floats(rows))
  }

  /// Takes the maximum over pieces and norms it.
  private func maxoutNorm(
    _ layer: MaxoutNorm, pieces: Int, _ hidden: UnsafeMutablePointer<Float>, _ rows: Int,
    _ parameters: Parameters, _ kept: Tok2VecPass.LayerPass,
    _ normed: UnsafeMutablePointer<Float>
  ) {
    let width = settings.width
    Kernels.maxout(
      rows: rows, nO: width, nP: pieces, hidden, stride: width * pieces, into: kept.maxed,
      stride: width, which: kept.which)
    Kernels.layerNorm(
      rows: rows, width: width, kept.maxed, stride: width, g: parameters[layer.scale],
      b: parameters[layer.shift], into: normed, stride: width, mean: kept.mean, rstd: kept.rstd)
  }
}

extension Array {
  /// The element at `index`, or `nil` beyond the end.
  subscript(safe index: Int) -> Element? { index < count ? self[index] : nil }
}
