import Foundation
import SweepConfig
import SweepReport
import SweepSearch
import Testing

/// Studies of all kinds, for what has to hold of every picture.
private let studies: [(name: String, input: ReportInput)] = [
  ("usual", PlotSample.study()),
  ("nasty", PlotSample.study("a|<b>&_\"\n😀", texts: PlotSample.nasty, types: PlotSample.nasty)),
  ("one seed", PlotSample.study(seeds: 1)),
  ("two assignments", PlotSample.study(assignments: 2, seeds: 2, baseline: false)),
  ("no baseline", PlotSample.study(baseline: false)),
  ("many", PlotSample.study(assignments: 420, seeds: 1, points: 3)),
  ("many texts", PlotSample.study(assignments: 60, texts: (0..<40).map { "value \($0)" })),
  ("many types", PlotSample.study(types: (0..<30).map { "type number \($0)" })),
  ("same score", same(0.5)), ("zero", same(0)), ("huge", same(1e12)), ("tiny", same(1e-12)),
]

/// All trials with the same score.
private func same(_ score: Double) -> ReportInput {
  var study = PlotSample.study()
  for index in study.trials.indices {
    study.trials[index].score = score
    study.trials[index].curve = study.trials[index].curve.map { .init($0.step, score) }
  }
  return study
}

@Suite struct PlotTests {
  @Test(arguments: studies.indices) func textsDoNotOverlap(place: Int) {
    for plot in MarkdownReport(studies[place].input).plots {
      let labels = plot.drawing.labels
      for (index, label) in labels.enumerated() {
        for other in labels[(index + 1)...] {
          #expect(
            !label.overlaps(other),
            "\(studies[place].name), \(plot.name): “\(label.text)” and “\(other.text)”")
        }
      }
    }
  }

  @Test(arguments: studies.indices) func textsAreWithinThePicture(place: Int) {
    for plot in MarkdownReport(studies[place].input).plots {
      for label in plot.drawing.labels {
        let box = label.bounds
        #expect(
          box.left >= -1 && box.right <= plot.drawing.width + 1 && box.top >= -1
            && box.bottom <= plot.drawing.height + 1,
          "\(studies[place].name), \(plot.name): “\(label.text)” \(box)")
      }
    }
  }

  @Test(arguments: studies.indices) func filesAreWellFormed(place: Int) throws {
    let files = MarkdownReport(studies[place].input).plotFiles()
    #expect(!files.isEmpty)
    #expect(Set(files.map(\.name)).count == files.count)
    for file in files {
      let names = try WellFormed.elements(file.svg)
      #expect(names.first == "svg" && names.contains("desc"))
      #expect(!names.contains("script") && !names.contains("image"))
      #expect(!file.svg.contains("NaN") && !file.svg.contains("inf"))
    }
  }

  @Test func drawsWhatThereIs() {
    let names = Set(MarkdownReport(PlotSample.study(assignments: 24)).plots.map(\.name))
    for name in [
      "leaderboard", "best-so-far", "learning-curves", "parallel-coordinates", "importance",
      "confusion", "timeline", "types", "slice-1", "slice-3", "map-1", "map-3", "pareto",
    ] {
      #expect(names.contains(name), "\(name)")
    }
    #expect(
      !MarkdownReport(PlotSample.study(), includesTimes: false).plots.contains {
        $0.name == "timeline"
      })
  }

  @Test func aggregatesLargeStudies() {
    let small = MarkdownReport(PlotSample.study(assignments: 100)).plots
    let large = MarkdownReport(PlotSample.study(assignments: 3000)).plots
    let sizes = { (plots: [Plot]) in plots.map { $0.drawing.inline(label: "").utf8.count } }
    #expect(sizes(large).reduce(0, +) < 2 * sizes(small).reduce(0, +))
    #expect(large.allSatisfy { $0.drawing.labels.count < 150 })
  }

  @Test(arguments: [
    ([0.0, 1], 6, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    ([0.1411, 0.2464], 5, ["0.14", "0.16", "0.18", "0.20", "0.22", "0.24"]),
    ([-3.0, 12], 4, ["0", "5", "10"]), ([5.0, 5], 3, ["4.5", "5.0", "5.5"]),
    ([0.0, 25000], 3, ["0", "10k", "20k"]), ([0.0, 3e6], 4, ["0", "1000k", "2000k", "3000k"]),
    ([1e-9, 3e-9], 3, ["1e-9", "2e-9", "3e-9"]),
  ])
  func ticksAreRound(values: [Double], count: Int, expected: [String]) {
    let ticks = PlotScale(values, margin: 0).ticks(atMost: count)
    #expect(ticks.count <= max(count, 1) || ticks.map(\.text) == expected)
    for tick in ticks { #expect(Double(tick.text.replacing("k", with: "e3")) != nil) }
  }

  @Test func logarithmicTicks() {
    let scale = PlotScale([0.0003, 0.008], logarithmic: true, margin: 0)
    #expect(scale.ticks(atMost: 6).map(\.text) == ["0.0005", "0.001", "0.002", "0.005"])
    #expect(
      PlotScale([1e-6, 1], logarithmic: true, margin: 0).ticks(atMost: 4).map(\.text)
        == ["1e-6", "0.0001", "0.01", "1"])
    #expect(abs(scale.share((0.0003 * 0.008).squareRoot()) - 0.5) < 1e-9)
  }

  @Test func scalesTakeWhatIsNotANumber() {
    for values in [[], [.nan], [.infinity, 1], [-.greatestFiniteMagnitude, 1e308], [0, 0]] {
      let scale = PlotScale(values as [Double])
      #expect(scale.lower < scale.upper)
      #expect(scale.ticks(atMost: 5).allSatisfy { $0.value.isFinite })
    }
  }

  @Test func textsAreCutToAWidth() {
    #expect(TextMetrics.fitted("short", width: 100, size: 12) == "short")
    let cut = TextMetrics.fitted(String(repeating: "word ", count: 2000), width: 100, size: 12)
    #expect(cut.hasSuffix("…") && TextMetrics.width(cut, size: 12) <= 100)
    #expect(TextMetrics.fitted("a\nb", width: 100, size: 12) == "a b")
  }
}
