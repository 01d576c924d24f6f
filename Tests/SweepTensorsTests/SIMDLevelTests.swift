import SweepTensors
import Testing

struct SIMDLevelTests {
  @Test func takesTheBestLevelUnlessOneIsForced() throws {
    #expect(try SIMDLevel.forced(by: nil).get() == nil)
    #expect(try SIMDLevel.forced(by: "").get() == nil)
    #expect(try SIMDLevel.forced(by: "portable").get() == .portable)
    #expect(SIMDLevel.supported.first == .portable)
    #expect(SIMDLevel.supported.contains(SIMDLevel.current))
  }

  @Test func refusesALevelItDoesNotKnow() {
    let known = SIMDLevel.supported.reversed().map(\.rawValue).joined(separator: ", ")
    guard case .failure(let problem) = SIMDLevel.forced(by: "avx9") else {
      Issue.record("avx9 was accepted")
      return
    }
    #expect(
      problem.description
        == "SWEEP_SIMD: unknown level \"avx9\"\n  help: this machine has \(known)")
  }

  @Test(arguments: SIMDLevel.allCases)
  func refusesALevelThatTheMachineLacks(level: SIMDLevel) throws {
    let result = SIMDLevel.forced(by: level.rawValue)
    if SIMDLevel.supported.contains(level) {
      #expect(try result.get() == level)
    } else {
      #expect(throws: SIMDLevel.Problem.self) { try result.get() }
    }
  }

  @Test func tellsWhatItRunsOn() {
    #expect(numericsVersion == 1)
    #expect(!cpuModel.isEmpty)
    #expect(OpenBLAS.configuration.hasPrefix("OpenBLAS"))
  }
}
