import SweepTensors
import Testing

struct MatrixProductTests {
  @Test(arguments: MatrixBackend.allCases)
  func multipliesSmallMatrices(backend: MatrixBackend) {
    let a = Floats2D(rows: 2, columns: 3, values: [1, 2, 3, 4, 5, 6])
    let b = Floats2D(rows: 3, columns: 2, values: [1, 0, 0, 1, 2, 3])
    let product = gemm(a, b, backend: backend)
    #expect(product == Floats2D(rows: 2, columns: 2, values: [7, 11, 16, 23]))
    let at = Floats2D(rows: 3, columns: 2, values: [1, 4, 2, 5, 3, 6])
    let bt = Floats2D(rows: 2, columns: 3, values: [1, 0, 2, 0, 1, 3])
    #expect(gemm(at, transposeA: true, b, backend: backend) == product)
    #expect(gemm(a, bt, transposeB: true, backend: backend) == product)
    #expect(gemm(at, transposeA: true, bt, transposeB: true, backend: backend) == product)
  }
}
