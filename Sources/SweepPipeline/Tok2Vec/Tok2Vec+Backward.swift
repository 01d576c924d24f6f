import SweepNN
import SweepTensors

extension Tok2Vec {
  /// Adds the gradients of all parameters for the gradient `dY` of the words' vectors, which is
  /// `[N, width]` without padding.
  func backward(
    _ dY: UnsafeMutablePointer<Float>, _ pass: Tok2VecPass, _ parameters: Parameters,
    _ numerics: Numerics, _ gradients: inout Gradients, arena: Arena
  ) {
    let (width, window) = (settings.width, settings.windowSize)
    let dRows = arena.zeros(pass.rows * width)
    for word in 0..<pass.batch.count {
      (dRows + Int(pass.wordRows[word]) * width).update(from: dY + word * width, count: width)
    }
    let most = pass.layers.first?.count ?? 0
    let dWindows = arena.floats(most * settings.windowWidth)
    let scratch = arena.floats(2 * max(most, pass.batch.uniqueCount) * width)
    for (index, layer) in encoder.enumerated().reversed() {
      let (own, kept) = (pass.layers[index], pass.encoder[index])
      layer.backward(
        dRows, kept.rows, kept: kept.kept, parameters, numerics, &gradients, into: dWindows,
        scratch: scratch, arena)
      numerics.threads.forEachRange(of: pass.rows, grain: 64) { range in
        Kernels.windowBackward(
          range, rows: pass.rows, width: width, n: window, places: own.places, dWindows,
          addingTo: dRows)
      }
    }
    embedBackward(dRows, pass, parameters, numerics, &gradients, scratch, arena)
  }

  private func embedBackward(
    _ dRows: UnsafeMutablePointer<Float>, _ pass: Tok2VecPass, _ parameters: Parameters,
    _ numerics: Numerics, _ gradients: inout Gradients,
    _ scratch: UnsafeMutablePointer<Float>, _ arena: Arena
  ) {
    guard let embedding = pass.embedding, let kept = embedding.mixer else { return }
    let (width, count) = (settings.width, pass.batch.uniqueCount)
    let dEmbedded = arena.zeros(count * width)
    pass.batch.words.withUnsafeBufferPointer { words in
      guard let words = words.baseAddress else { return }
      numerics.threads.forEachRange(of: width, grain: 16) { columns in
        Kernels.collectRows(
          count: pass.batch.count, width: width, columns: columns, sources: pass.wordRows,
          targets: words, dRows, mask: pass.masks.mixer, addingTo: dEmbedded)
      }
    }
    let dInput = arena.floats(count * settings.embedWidth)
    mixer.backward(
      dEmbedded, kept.rows, kept: kept.kept, parameters, numerics, &gradients, into: dInput,
      scratch: scratch, arena)
    characters?.backward(dInput, stride: settings.embedWidth, pass.batch, &gradients)
    let dTables = dInput + settings.tableStart
    if let projection, let projected = embedding.projected {
      projection.backward(
        dTables + tables.count * width, stride: settings.embedWidth, mask: pass.masks.vectors,
        projected, parameters, numerics, &gradients, arena)
    }
    // A few columns of a table at a time, so that there is enough to share out.
    let size = 48
    let parts = (width + size - 1) / size
    gradients.withPointers(to: tables) { targets in
      numerics.threads.forEach(tables.count * parts) { index in
        let (table, part) = (index / parts, index % parts)
        Kernels.hashEmbedBackward(
          tokens: count, width: width, columns: part * size..<min((part + 1) * size, width),
          ids: embedding.ids[table], dTables + table * width, stride: settings.embedWidth,
          mask: pass.masks.embeddings[safe: table], into: targets[table])
      }
    }
  }
}
