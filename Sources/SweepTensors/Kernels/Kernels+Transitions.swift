import CKernels

// The lower layer of the transition model. `ids` is `[states, nF]`; −1 is a missing feature.

extension Kernels {
  /// `v[s] = bias + Σ_f (ids[s, f] < 0 ? pad[f] : y[ids[s, f], f])`, features in order.
  ///
  /// - Shapes: y `[tokens, nF, width]`, pad `[nF, width]`, bias `[width]`, v `[states, width]`.
  public static func gatherSum(
    states: Int, nF: Int, width: Int, ids: UnsafePointer<Int32>, _ y: UnsafePointer<Float>,
    pad: UnsafePointer<Float>, bias: UnsafePointer<Float>, into v: UnsafeMutablePointer<Float>,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.gather_sum(states, nF, width, ids, y, pad, bias, v)
  }

  /// The lower layer of states whose features' rows are known: the largest pieces of
  /// `z = bias + Σ_f rows[s, f]`, times a mask where there is one.
  ///
  /// A layer of one piece has a ReLU where `which` is given.
  ///
  /// - Shapes: rows `[states, nF]`, each row and bias `[nO, nP]`; mask, hidden, which
  ///   `[states, nO]`.
  public static func lowerHidden(
    states: Int, nF: Int, nO: Int, nP: Int, rows: UnsafePointer<UnsafePointer<Float>>,
    bias: UnsafePointer<Float>, mask: UnsafePointer<Float>?,
    into hidden: UnsafeMutablePointer<Float>, which: UnsafeMutablePointer<UInt8>?,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.lower_hidden(states, nF, nO, nP, rows, bias, mask, hidden, which)
  }

  /// `sums[o, which[r, o]] += dY[r, o]` for each row in order; row r lies in place `places[r]`.
  ///
  /// With `missing`, only the rows count whose feature `missing.feature` is missing.
  ///
  /// - Shapes: dY, which `[rows, nO]`, missing.ids `[rows, nF]`, sums `[nO, nP]`.
  public static func sumWinners(
    rows: Int, nO: Int, nP: Int, places: UnsafePointer<Int32>?,
    missing: (ids: UnsafePointer<Int32>, feature: Int, nF: Int)? = nil, _ dY: UnsafePointer<Float>,
    which: UnsafePointer<UInt8>, into sums: UnsafeMutablePointer<Float>,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.sum_winners(
      rows, nO, nP, places, missing.map { $0.ids + $0.feature }, missing?.nF ?? 1, dY, which, sums)
  }

  /// The rows of `t` that feature `feature` of each state names; −1 is the last row.
  ///
  /// - Shapes: t `[tokens, width]`, out `[states, width]`.
  public static func gatherRows(
    states: Int, nF: Int, feature: Int, width: Int, ids: UnsafePointer<Int32>,
    from t: UnsafePointer<Float>, tokens: Int, into out: UnsafeMutablePointer<Float>,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.gather_rows(states, width, ids + feature, nF, t, tokens, out)
  }

  /// Adds row s of `x` to the row of `t` that feature `feature` of state s names, unless missing.
  public static func scatterAddRows(
    states: Int, nF: Int, feature: Int, width: Int, ids: UnsafePointer<Int32>,
    _ x: UnsafePointer<Float>, stride: Int, to t: UnsafeMutablePointer<Float>,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.scatter_add_rows(states, width, ids + feature, nF, x, stride, t)
  }

  /// `dPad[f] += Σ dV[s]` over the states where feature f is missing, in order.
  public static func scatterMissing(
    states: Int, nF: Int, width: Int, ids: UnsafePointer<Int32>, _ dV: UnsafePointer<Float>,
    to dPad: UnsafeMutablePointer<Float>, level: SIMDLevel = .current
  ) {
    level.kernels.pointee.scatter_missing(states, nF, width, ids, dV, dPad)
  }

  /// The reverse of `gatherSum`: `dY[ids[s, f], f] += dV[s]`, or `dPad[f] += dV[s]`.
  public static func scatterSum(
    states: Int, nF: Int, width: Int, ids: UnsafePointer<Int32>, _ dV: UnsafePointer<Float>,
    dY: UnsafeMutablePointer<Float>, dPad: UnsafeMutablePointer<Float>,
    level: SIMDLevel = .current
  ) {
    level.kernels.pointee.scatter_sum(states, nF, width, ids, dV, dY, dPad)
  }

  /// The gradient of greedy parsing for each state: `p − q`, or zeros where no class is valid.
  ///
  /// p is the softmax over all classes, q the one over the classes that cost no more than the best
  /// gold class: the highest-scoring valid class of the lowest cost, which is at most 1.
  ///
  /// - Shapes: scores, gradient `[states, classes]` with strides; valid, costs dense.
  /// - Returns: The loss, `Σ gradient²`, over states in order.
  public static func transitionLoss(
    states: Int, classes: Int, scores: UnsafePointer<Float>, stride scoreStride: Int,
    valid: UnsafePointer<UInt8>, costs: UnsafePointer<Float>,
    gradient: UnsafeMutablePointer<Float>, stride gradientStride: Int,
    level: SIMDLevel = .current
  ) -> Double {
    level.kernels.pointee.transition_loss(
      states, classes, scores, scoreStride, valid, costs, gradient, gradientStride)
  }
}
