import SweepConfig
import SweepSearch
import Testing

@Suite struct ProposalRunTests {
  private static let baseline = Assignment([Setting("a", 0.5)])

  private func run(_ lines: String) throws -> ProposalRun {
    let sweep = try SweepFile(
      parsing: """
        config = "c"
        method = "tpe"
        trials = 5
        window = 1
        \(lines)
        [parameters]
        a = { min = 0.0, max = 1.0 }
        """, file: "s.toml")
    return ProposalRun(sweep, baseline: Self.baseline, configSeed: 0)
  }

  @Test func waitsForResultsAlsoWhereWhatIsLeftOfTheGivenIsKnown() throws {
    var fresh = try run("enqueue = [{ a = 0.25 }, {}, { a = 0.25 }]")
    let rows = [fresh.next(), fresh.next()].compactMap(\.self)
    #expect(rows.map(\.origin) == [.baseline, .enqueued])
    #expect(fresh.needsResults && !fresh.isReady)
    // As it is taken up from a record.
    var resumed = try run("enqueue = [{ a = 0.25 }, {}, { a = 0.25 }]")
    for row in rows { resumed.restore(row) }
    #expect(resumed.needsResults && !resumed.isReady)
    resumed.finish(0, .scored([1]))
    #expect(!resumed.isReady)
    resumed.finish(1, .scored([2]))
    #expect(resumed.isReady && resumed.next()?.origin == .proposed)
  }

  @Test func givesWhatWasGivenLaterWithoutWaiting() throws {
    var run = try run("enqueue = [{ a = 0.25 }]")
    run.restore(.init(number: 0, assignment: Self.baseline, origin: .baseline))
    run.restore(
      .init(number: 1, assignment: Assignment([Setting("a", 0.75)]), origin: .proposed, proposal: 3)
    )
    #expect(run.isReady && run.next()?.origin == .enqueued)
    #expect(run.proposedCount == 1)
  }
}
