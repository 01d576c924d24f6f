import SweepConfig
import SweepReport
import SweepSearch
import Testing

@Suite struct HTMLReportTests {
  @Test func isWellFormedAndNeedsNothingElse() throws {
    let html = HTMLReport(PlotSample.study()).render()
    let names = try WellFormed.elements(html)
    for name in ["script", "link", "img", "iframe", "object", "image", "use", "foreignobject"] {
      #expect(!names.contains(name), "\(name)")
    }
    for text in ["http://", "https://", "url(", "@import", "src="] {
      #expect(!html.contains(text), "\(text)")
    }
    #expect(names.count { $0 == "h1" } == 1)
    #expect(names.contains("main") && names.contains("nav"))
  }

  @Test func hasAllSections() {
    let html = HTMLReport(PlotSample.study(assignments: 24)).render()
    for id in [
      "leaderboard", "comparison", "progress", "expected", "settings", "importance", "pairs",
      "pareto", "best", "config", "types", "plot-confusion", "timeline", "trials", "provenance",
      "reproduce",
    ] {
      #expect(html.contains("id=\"\(id)\""), "\(id)")
    }
  }

  /// Each link leads somewhere, and nothing has two names.
  @Test func linksLeadToSections() {
    let html = HTMLReport(PlotSample.study(assignments: 24)).render()
    let ids = html.split(separator: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(Set(ids).count == ids.count)
    for link in html.split(separator: "href=\"#").dropFirst().map({ $0.prefix { $0 != "\"" } }) {
      #expect(ids.contains(link), "\(link)")
    }
  }

  @Test func tablesSayWhatTheirCellsBelongTo() throws {
    let html = HTMLReport(PlotSample.study()).render()
    let heads = html.split(separator: "<th").dropFirst().filter { !$0.hasPrefix("ead") }
    #expect(heads.allSatisfy { $0.hasPrefix(" scope=\"col\"") || $0.hasPrefix(" scope=\"row\"") })
    for picture in html.split(separator: "<svg").dropFirst() {
      let tag = picture.prefix { $0 != ">" }
      #expect(tag.contains("role=\"img\" aria-label=\"") && !tag.contains("aria-label=\"\""))
    }
  }

  @Test func escapesNames() throws {
    let study = PlotSample.study(
      "<i>\"&' \n😀", texts: PlotSample.nasty, types: PlotSample.nasty)
    let html = HTMLReport(study).render()
    _ = try WellFormed.elements(html)
    #expect(!html.contains("<script") && !html.contains("<i>"))
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(html.contains("😀 emoji"))
  }

  @Test func givesTheSameBytesForTheSameRecords() {
    let study = PlotSample.study(assignments: 24)
    let html = HTMLReport(study).render()
    for offset in [1, 17, 50] {
      var other = study
      other.trials = Array(study.trials[offset...] + study.trials[..<offset])
      #expect(HTMLReport(other).render() == html)
    }
  }

  @Test func leavesTimesOut() {
    let study = PlotSample.study()
    let html = HTMLReport(study, includesTimes: false).render()
    var later = study
    for index in later.trials.indices {
      later.trials[index].started = index * 100
      later.trials[index].finished = index * 250
      later.trials[index].seconds = 77
      later.trials[index].scores?["speed"] = 1
    }
    #expect(HTMLReport(later, includesTimes: false).render() == html)
    #expect(!html.contains("speed") && !html.contains("id=\"timeline\""))
    #expect(HTMLReport(later).render() != HTMLReport(study).render())
  }

  /// Every mean and every score of a trial is there.
  @Test func hasAllNumbers() {
    let study = PlotSample.study()
    let html = HTMLReport(study).render()
    for row in Leaderboard(study).rows {
      #expect(html.contains(">\(NumberText.score(row.mean ?? 0))<"))
      #expect(html.contains(">\(NumberText.score(row.deviation ?? 0))<"))
    }
    for trial in study.trials { #expect(html.contains(">\(NumberText.score(trial.score ?? 0))<")) }
  }

  @Test func showsStudiesWithoutResults() throws {
    var failed = PlotSample.study()
    for index in failed.trials.indices {
      failed.trials[index].state = .failed
      failed.trials[index].score = nil
      failed.trials[index].scores = nil
      failed.trials[index].error = "no <data>"
    }
    var undefined = PlotSample.study()
    for index in undefined.trials.indices { undefined.trials[index].score = .nan }
    var empty = PlotSample.study()
    empty.trials = []
    let one = PlotSample.study(assignments: 1, seeds: 1, baseline: false)
    for study in [failed, undefined, empty, one, Sample.study, Sample.waiting] {
      for report in [
        HTMLReport(study).render(), HTMLReport(study, by: "ents_per_type.PER.f").render(),
        HTMLReport(study, by: "nothing").render(),
      ] {
        _ = try WellFormed.elements(report)
        #expect(!report.contains("\"nan"), "\(study.study)")
      }
      #expect(!MarkdownReport(study).render(plots: "p").isEmpty)
      #expect(LaTeXReport(study).render().contains("\\bottomrule"))
    }
    #expect(HTMLReport(failed).render().contains("no &lt;data&gt;"))
    #expect(HTMLReport(empty).render().contains("No trial has a score yet."))
  }

  @Test func marksTypesThatDiffer() {
    var study = PlotSample.study(assignments: 3)
    for index in study.trials.indices {
      let isBase = study.trials[index].isBaseline
      let noise = 0.0001 * Double(study.trials[index].seed)
      study.trials[index].scores?["ents_per_type"] = [
        "GOOD": ["f": .number(isBase ? 0.2 : 0.9 + noise)],
        "BAD": ["f": .number(isBase ? 0.9 : 0.2 + noise)],
        "SAME": ["f": .number(0.5 + (isBase ? noise : -noise))],
      ]
    }
    let html = HTMLReport(study).render()
    #expect(html.contains("<strong>+0.7001</strong> <span aria-label=\"better\">▲</span>"))
    #expect(html.contains("<strong>-0.6999</strong> <span aria-label=\"worse\">▼</span>"))
    #expect(html.contains("Different from the baseline beyond noise: BAD, GOOD."))
  }

  @Test func verifiedTrialsHaveAMark() {
    var study = PlotSample.study()
    study.trials[4].verified = "2026-01-02 03:04"
    #expect(HTMLReport(study).render().contains("✓ 2026-01-02 03:04"))
    #expect(!HTMLReport(PlotSample.study()).render().contains("✓"))
  }

  /// A generous bound for a busy machine and a build without optimisation.
  @Test func largeStudiesAreQuick() {
    let study = PlotSample.study(assignments: 10_000, seeds: 1, points: 10)
    var html = ""
    let time = ContinuousClock().measure { html = HTMLReport(study).render() }
    #expect(time < .seconds(30))
    #expect(html.utf8.count < 1_000_000)
  }
}

@Suite struct LaTeXReportTests {
  @Test func writesATable() {
    let text = LaTeXReport(Sample.study).render()
    #expect(text.contains("\\begin{tabular}{lrr}"))
    #expect(text.contains("\\texttt{dropout} & \\texttt{ents\\_f} & to baseline \\\\"))
    #expect(text.contains("0.2 & \\textbf{0.7656 $\\pm$ 0.0221} & +0.0606 \\\\"))
    #expect(text.contains("0.1 (baseline) & \\underline{0.7050 $\\pm$ 0.0071} & -- \\\\"))
    #expect(text.contains("\\label{tab:ner}"))
  }

  @Test func escapesNames() {
    let text = LaTeXReport(
      PlotSample.study("a_b%$#{~^\\<😀", texts: PlotSample.nasty)
    ).render()
    #expect(text.contains("a\\_b\\%\\$\\#\\{\\textasciitilde{}\\textasciicircum{}"))
    #expect(text.contains("\\textbackslash{}\\textless{}?"))
    #expect(text.contains("x\\_y\\textbar{}z") && text.contains("two lines"))
    #expect(!text.contains("😀") && text.unicodeScalars.allSatisfy { $0.value >= 10 })
  }
}

@Suite struct MarkdownPlotTests {
  @Test func linksEachPicture() {
    let report = MarkdownReport(PlotSample.study(assignments: 24))
    let text = report.render(plots: "my plots/x")
    for file in report.plotFiles() {
      #expect(text.contains("](<my plots/x/\(file.name)>)"), "\(file.name)")
    }
    #expect(!report.render().contains("!["))
    #expect(MarkdownReport(PlotSample.study()).render(plots: "p").contains("](p/types.svg)"))
  }

  @Test func showsConfusion() {
    let text = MarkdownReport(PlotSample.study()).render()
    #expect(text.contains("| expected | LOC | PER | nothing |"))
    #expect(text.contains("in 3 trainings of the best assignment"))
  }

  @Test func keepsNamesOutOfTheMarkup() {
    let text = MarkdownReport(
      PlotSample.study("*a* <b> [c](d) `e`", texts: PlotSample.nasty)
    ).render()
    #expect(text.hasPrefix("# \\*a\\* \\<b> \\[c\\](d) \\`e\\`\n"))
    #expect(text.contains("x_y\\|z") && text.contains("two lines"))
  }

  @Test func readsConfusion() throws {
    let json: JSONObject = ["labels": ["A"], "counts": [[1, 2], [3, 0]]]
    let confusion = try #require(Confusion(json: json))
    #expect(confusion.labels == ["A"] && confusion.counts == [[1, 2], [3, 0]])
    for text in [
      "{}", #"{"labels":["A"],"counts":[[1]]}"#, #"{"labels":["A"],"counts":[[1,2],[3]]}"#,
      #"{"labels":["A"],"counts":[[1,-2],[3,0]]}"#, #"{"labels":1,"counts":[]}"#,
    ] {
      let value = try #require(try JSONValue(parsing: text).objectValue)
      #expect(Confusion(json: value) == nil)
    }
  }
}
