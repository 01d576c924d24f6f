import SweepNN
import SweepText

extension Parameters {
  /// Parameters of nothing yet, beside static vectors.
  init(beside vectors: Vectors) {
    self.init()
    guard vectors.rowCount > 0 else { return }
    vectorTable = VectorTable(width: vectors.width, data: vectors.data) { vectors.row(of: $0) }
  }
}

extension PipelinePlan {
  /// Throws when a component reads static vectors and there are none.
  func checkVectors(_ vectors: Vectors) throws(PipelineError) {
    guard vectors.rowCount == 0,
      let part = parts.first(where: { $0.needsStaticVectors })
    else { return }
    throw .corpus(
      component: part.name, what: "expected static word vectors, found none",
      help: "set vectors in [initialize] to a folder with vectors, such as `sweep init vectors` "
        + "writes, or include_static_vectors to false")
  }
}
