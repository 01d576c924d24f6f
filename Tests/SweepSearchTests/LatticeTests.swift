import SweepConfig
import SweepSearch
import Testing

@Suite struct LatticeTests {
  @Test func countsInDecimal() throws {
    let lattice = try #require(Lattice(first: 0.1, last: 0.7, step: 0.1, isInteger: false))
    #expect((0..<lattice.count).map { lattice[$0] } == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7])
    let small = try #require(Lattice(first: 1e-4, last: 5e-4, step: 1e-4, isInteger: false))
    #expect((0..<small.count).map { small[$0] } == [1e-4, 2e-4, 3e-4, 4e-4, 5e-4])
  }

  @Test func endsAtTheLastValueInTheRange() throws {
    let lattice = try #require(Lattice(first: 64, last: 127, step: 32, isInteger: true))
    #expect((0..<lattice.count).map { lattice[$0] } == [64, 96])
    let single = try #require(Lattice(first: 5, last: 5, step: 3, isInteger: true))
    #expect(single.count == 1 && single[0] == 5)
    let between = try #require(Lattice(first: 0, last: 0.25, step: 0.1, isInteger: false))
    #expect(between.count == 3 && between[2] == 0.2)
  }

  @Test func copesWithNumbersThatHaveNoShortDecimal() throws {
    let lattice = try #require(Lattice(first: 1.0 / 3, last: 1, step: 1.0 / 3, isInteger: false))
    #expect(lattice.count == 3)
  }

  @Test func refusesWhatIsNoRange() {
    #expect(Lattice(first: 1, last: 0, step: 1, isInteger: true) == nil)
    #expect(Lattice(first: 0, last: 1, step: 0, isInteger: true) == nil)
    #expect(Lattice(first: 0, last: 1, step: -1, isInteger: true) == nil)
    #expect(Lattice(first: 0, last: .infinity, step: 1, isInteger: true) == nil)
    #expect(Lattice(first: 0, last: 1e300, step: 1e-300, isInteger: false) == nil)
  }
}
