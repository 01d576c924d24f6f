public import SweepBase
public import SweepTensors

/// Embeds ids of any size in a small table: the sum of the four rows that an id hashes to.
///
/// Two ids seldom share all four rows. Dropout takes the same columns from all rows of a batch.
///
/// - Shapes: ids `[N]`, table `[nV, nO]`, y `[N, nO]`.
/// - Source: Svenstrup et al. 2017, <https://arxiv.org/abs/1709.03933>; Thinc 8.3 `HashEmbed.v1`.
public struct HashEmbed: Layer {
  /// The table.
  public let table: ParameterID
  let nO: Int
  let nV: Int
  let seed: UInt32

  /// Adds the layer's table.
  public init(
    nO: Int, nV: Int, seed: UInt32, initializer: Initializer = .uniform(),
    name: String = "hashembed", in parameters: inout Parameters, random: inout NumpyRandom
  ) {
    self.nO = nO
    self.nV = nV
    self.seed = seed
    table = parameters.add(
      "\(name).E", shape: [nV, nO], initially: .values(initializer([nV, nO], from: &random)))
  }

  public func forward(_ ids: [UInt64], in pass: inout Pass) -> Update<[UInt64], Floats2D> {
    let rows = tableRows(of: ids)
    let mask = pass.mask(count: nO)
    let values = pass.parameters[table]
    let y = Floats2D(uninitializedRows: ids.count, columns: nO) { y in
      withOptionalPointer(mask) { mask in
        Kernels.hashEmbed(
          tokens: ids.count, width: nO, ids: rows, table: values, mask: mask, into: y, stride: nO)
      }
    }
    return Update(output: y) { dY, gradients in
      withOptionalPointer(mask) { mask in
        Kernels.hashEmbedBackward(
          tokens: ids.count, width: nO, ids: rows, dY.values, stride: nO, mask: mask,
          into: &gradients[table])
      }
      return []
    }
  }

  /// The four table rows of each id.
  public func tableRows(of ids: [UInt64]) -> [UInt32] {
    var rows: [UInt32] = []
    rows.reserveCapacity(4 * ids.count)
    let modulus = UInt32(nV)
    for id in ids {
      let hashes = MurmurHash.mix128(id, seed: seed)
      for k in 0..<4 { rows.append(hashes[k] % modulus) }
    }
    return rows
  }
}

/// Hands `body` the array's memory, or `nil` when there is no array.
func withOptionalPointer(_ array: [Float]?, _ body: (UnsafePointer<Float>?) -> Void) {
  guard let array else { return body(nil) }
  array.withUnsafeBufferPointer { body($0.baseAddress) }
}
