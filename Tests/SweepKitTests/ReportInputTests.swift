import SweepKit
import SweepReport
import SweepStore
import Testing

@Suite struct ReportInputTests {
  private func input(_ path: String, by score: String? = nil) throws -> ReportInput {
    let store = try StudyStore(path: path, access: .read)
    var input = try store.reportInputWithPlots(of: store.study(), by: score)
    // How many worked on it, and where.
    (input.provenance, input.store) = ([], nil)
    return input
  }

  /// From training to the page: the same study by one and by three workers gives the same bytes.
  @Test func reportsDoNotDependOnWhoRanFirst() throws {
    let bench = try Bench(parameters: #""training.dropout" = { values = [0.2, 0.4] }"#)
    let (one, three) = (bench.folder + "/one.db", bench.folder + "/three.db")
    _ = try bench.run(workers: 1, store: one)
    _ = try bench.run(workers: 3, store: three)
    let html = try HTMLReport(input(one), includesTimes: false).render()
    #expect(try HTMLReport(input(three), includesTimes: false).render() == html)
    let files = try MarkdownReport(input(one), includesTimes: false).plotFiles()
    #expect(
      try MarkdownReport(input(three), includesTimes: false).plotFiles().map(\.svg)
        == files.map(\.svg))
    for id in ["plot-learning-curves", "plot-confusion", "plot-types", "plot-best-so-far"] {
      #expect(html.contains("id=\"\(id)\""), "\(id)")
    }
    #expect(try HTMLReport(input(one)).render().contains("id=\"plot-timeline\""))
  }

  @Test func readsWhatPicturesShow() throws {
    let bench = try Bench(parameters: #""training.dropout" = { values = [0.2, 0.4] }"#)
    _ = try bench.run()
    let store = try StudyStore(path: bench.store, access: .read)
    let input = try input(bench.store)
    let records = try store.trials(of: store.study())
    for (trial, record) in zip(input.trials, records) {
      let evaluations = try store.evaluations(of: record)
      #expect(trial.curve.map(\.step) == evaluations.map(\.step))
      #expect(trial.started == record.started && trial.finished == record.finished)
    }
    let best = try #require(Leaderboard(input).best)
    let name = try #require(best.trials.first?.confusion)
    #expect(name.counts.count == name.labels.count + 1)
    // By another score another assignment may be the best; its confusion is read then.
    let other = try self.input(bench.store, by: "ents_r")
    #expect(
      try #require(Leaderboard(other, by: "ents_r").best).trials.allSatisfy {
        $0.confusion != nil
      })
  }
}
