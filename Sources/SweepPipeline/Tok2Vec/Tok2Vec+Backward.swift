import SweepNN
import SweepTensors

extension Tok2Vec {
  /// Adds the gradients of all parameters for the gradient `dY` of the words' vectors, which is
  /// `[N, width]` without padding.
  func backward(
    _ dY: UnsafeMutablePointer<Float>, _ pass: Tok2VecPass, _ parameters: Parameters,
    _ numerics: Numerics, _ gradients: inout Gradients, arena: Arena
  ) {
    let width = settings.width
    let size = pass.rows * width
    let dRows = arena.zeros(size)
    pass.eachDocument { length, padded, dense in
      (dRows + padded * width).update(from: dY + dense * width, count: length * width)
    }
    let dNormed = arena.floats(size)
    let dHidden = arena.floats(size * settings.maxoutPieces)
    let dWindows = arena.floats(pass.rows * settings.windowWidth)
    for (index, layer) in encoder.enumerated().reversed() {
      let kept = pass.encoder[index]
      if let mask = pass.masks.encoder[safe: index] {
        Kernels.multiply(count: size, dRows, by: mask, into: dNormed)
      } else {
        dNormed.update(from: dRows, count: size)
      }
      maxoutNormBackward(
        layer, pieces: settings.maxoutPieces, dNormed, dHidden, pass.rows, kept, parameters,
        numerics, &gradients, arena)
      numerics.windowGradients(
        rows: pass.rows, width: width, window: settings.windowSize, kept.input, dHidden,
        outputs: width * settings.maxoutPieces, parameters[layer.weights],
        addingTo: &gradients[layer.weights], dRows, dWindows)
    }
    embedBackward(dRows, pass, parameters, numerics, &gradients, arena)
  }

  private func embedBackward(
    _ dRows: UnsafeMutablePointer<Float>, _ pass: Tok2VecPass, _ parameters: Parameters,
    _ numerics: Numerics, _ gradients: inout Gradients, _ arena: Arena
  ) {
    guard let kept = pass.mixer else { return }
    let (width, count) = (settings.width, pass.batch.uniqueCount)
    let dEmbedded = arena.zeros(count * width)
    pass.eachDocument { length, padded, dense in
      for k in 0..<length {
        let source = dRows + (padded + k) * width
        let target = dEmbedded + Int(pass.batch.words[dense + k]) * width
        if let mask = pass.masks.mixer {
          Kernels.multiply(
            count: width, source, by: mask + (dense + k) * width, addingTo: target)
        } else {
          Kernels.add(count: width, source, to: target)
        }
      }
    }
    let outputs = width * Tok2VecSettings.embedPieces
    let dHidden = arena.floats(count * outputs)
    maxoutNormBackward(
      mixer, pieces: Tok2VecSettings.embedPieces, dEmbedded, dHidden, count, kept, parameters,
      numerics, &gradients, arena)
    let dInput = arena.floats(count * settings.embedWidth)
    numerics.gradients(
      rows: count, inputs: settings.embedWidth, kept.input, dHidden, outputs: outputs,
      parameters[mixer.weights], addingTo: &gradients[mixer.weights], dInput)
    for (column, table) in tables.enumerated() {
      Kernels.hashEmbedBackward(
        tokens: count, width: width, ids: pass.ids[column], dInput + column * width,
        stride: settings.embedWidth, mask: pass.masks.embeddings[safe: column],
        into: &gradients[table])
    }
  }

  /// From the gradient of the normed rows to that of the maxout's pieces; destroys `dNormed`.
  private func maxoutNormBackward(
    _ layer: MaxoutNorm, pieces: Int, _ dNormed: UnsafeMutablePointer<Float>,
    _ dHidden: UnsafeMutablePointer<Float>, _ rows: Int, _ kept: Tok2VecPass.LayerPass,
    _ parameters: Parameters, _ numerics: Numerics, _ gradients: inout Gradients, _ arena: Arena
  ) {
    let width = settings.width
    let (dScale, dShift) = (arena.zeros(width), arena.zeros(width))
    Kernels.layerNormGradients(
      rows: rows, width: width, dNormed, stride: width, x: kept.maxed, stride: width,
      mean: kept.mean, rstd: kept.rstd, dG: dScale, dB: dShift)
    numerics.add(dScale, to: &gradients[layer.scale])
    numerics.add(dShift, to: &gradients[layer.shift])
    Kernels.layerNormBackward(
      rows: rows, width: width, dNormed, stride: width, x: kept.maxed, stride: width,
      mean: kept.mean, rstd: kept.rstd, g: parameters[layer.scale], into: dNormed, stride: width)
    Kernels.maxoutBackward(
      rows: rows, nO: width, nP: pieces, dNormed, stride: width, which: kept.which, into: dHidden,
      stride: width * pieces)
    numerics.addRows(dHidden, rows: rows, to: &gradients[layer.bias])
  }
}
