public import SweepBase
public import SweepTensors

/// Several linear pieces per output, of which the largest counts; ties go to the lowest piece.
///
/// - Shapes: x `[N, nI]`, w `[nO, nP, nI]`, b `[nO, nP]`, y `[N, nO]`.
/// - Source: Goodfellow et al. 2013, <https://arxiv.org/abs/1302.4389>; Thinc 8.3 `Maxout.v1`.
public struct Maxout: Layer {
  /// The weights of all pieces.
  public let w: ParameterID
  /// The bias of all pieces.
  public let b: ParameterID
  let nO: Int
  let nI: Int
  let nP: Int

  /// Adds the layer's parameters, with a bias of 0.
  public init(
    nO: Int, nI: Int, nP: Int = 3, initializer: Initializer = .glorotUniform,
    name: String = "maxout", in parameters: inout Parameters, random: inout NumpyRandom
  ) {
    self.nO = nO
    self.nI = nI
    self.nP = nP
    w = parameters.add(
      "\(name).W", shape: [nO, nP, nI],
      initially: .values(initializer([nO, nP, nI], from: &random)))
    b = parameters.add("\(name).b", shape: [nO, nP])
  }

  public func forward(_ x: Floats2D, in pass: inout Pass) -> Update<Floats2D, Floats2D> {
    let (weights, backend, n) = (pass.parameters[w], pass.backend, x.rows)
    let z = product(x, weights, bias: pass.parameters[b], nO: nO * nP, backend)
    var which = [UInt8](repeating: 0, count: n * nO)
    let y = Floats2D(uninitializedRows: n, columns: nO) { y in
      Kernels.maxout(
        rows: n, nO: nO, nP: nP, z.values, stride: nO * nP, into: y, stride: nO, which: &which)
    }
    return Update(output: y) { [which] dY, gradients in
      let dZ = Floats2D(uninitializedRows: n, columns: nO * nP) { dZ in
        Kernels.maxoutBackward(
          rows: n, nO: nO, nP: nP, dY.values, stride: nO, which: which, into: dZ,
          stride: nO * nP)
      }
      addProductGradients(dZ, x, w: w, b: b, to: &gradients, backend)
      return inputGradient(dZ, weights, nI: nI, backend)
    }
  }
}
