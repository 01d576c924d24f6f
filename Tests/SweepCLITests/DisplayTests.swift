import SweepCLI
import SweepKit
import SweepReport
import Testing

@Suite struct DisplayTests {
  private func label(_ number: Int, _ settings: String) -> TrialLabel {
    TrialLabel(number: number, id: "8f2a91c0", settings: settings)
  }

  private func block(rows: Int) -> LiveBlock {
    var block = LiveBlock()
    block.total = 24
    block.done = 9
    block.failed = 1
    block.metric = "ents_f"
    block.best = (label(3, "dropout 0.2, seed 1"), 0.81234)
    block.remaining = 75
    block.rows = (0..<rows).map { number in
      var row = LiveBlock.Row(
        label: label(number + 10, "learn_rate 0.001, use_averages true, seed \(number)"))
      row.progress = TrialProgress(
        step: 100, maxSteps: 400, words: 9, seconds: 2, bestScore: 0.5)
      row.curve = [0.1, 0.4, 0.7]
      row.elapsed = 3661
      return row
    }
    return block
  }

  @Test func saysWhatRunsAndWhatIsBest() {
    let lines = block(rows: 2).lines(columns: 120, rows: 20, style: TextStyle(isOn: false))
    #expect(lines.count == 4)
    #expect(lines[0].contains("9/24 done, 1 failed"))
    #expect(lines[0].contains("about 1 min 15 s left"))
    #expect(lines[1].contains("ents_f 0.8123") && lines[1].contains("dropout 0.2, seed 1"))
    #expect(lines[2].contains("#10") && lines[2].contains("step 100/400"))
    #expect(lines[2].contains("0.7000  ▁▅█  1:01:01"))
  }

  @Test(arguments: [20, 40, 80, 200], [true, false])
  func noLineIsWiderThanTheTerminal(columns: Int, isColored: Bool) {
    let lines = block(rows: 3).lines(columns: columns, rows: 20, style: TextStyle(isOn: isColored))
    for line in lines { #expect(TerminalText.width(line) <= columns, "\(line)") }
    // What was cut does not colour the rest of the screen.
    for line in lines where line.contains("\u{1b}") {
      #expect(line.hasSuffix("\u{1b}[0m") || !line.hasSuffix("…"))
    }
  }

  @Test func leavesOutWorkersWhereTheTerminalIsLow() {
    let lines = block(rows: 30).lines(columns: 80, rows: 10, style: TextStyle(isOn: false))
    #expect(lines.count == 10)
    #expect(lines.last == "  and 23 more")
  }

  @Test func coloursTakeNoColumns() {
    let style = TextStyle(isOn: true)
    #expect(style.bad("x") == "\u{1b}[31mx\u{1b}[0m")
    #expect(TextStyle(isOn: false).bad("x") == "x")
    #expect(TerminalText.width(style.bad("four")) == 4)
    #expect(TerminalText.width("語🙂e\u{301}") == 5)
    #expect(TerminalText.cut("語語語", to: 5) == "語語…")
    #expect(TerminalText.cut("語語語", to: 6) == "語語語")
  }

  @Test func redrawsInPlaceAndCountsRowsAfterAResize() {
    var screen = LiveScreen()
    #expect(screen.redraw([], columns: 80) == "")
    #expect(screen.redraw(["aaaa", "bb"], columns: 80) == "aaaa\u{1b}[K\nbb\u{1b}[K\n\u{1b}[J")
    #expect(screen.redraw(["c"], columns: 80) == "\r\u{1b}[2Ac\u{1b}[K\n\u{1b}[J")
    // A lasting line goes above what is drawn again.
    #expect(screen.redraw(lasting: ["done"], ["d"], columns: 80) == "\r\u{1b}[1A\u{1b}[Jdone\nd\n")
    _ = screen.redraw([String(repeating: "x", count: 75)], columns: 80)
    // 75 columns are two rows in a terminal of 40.
    #expect(screen.redraw([], columns: 40) == "\r\u{1b}[2A\u{1b}[J")
  }

  @Test func drawsCurvesAsBlocks() {
    #expect(Sparkline.text([0, 1, 2, 3, 4, 5, 6, 7], width: 8) == "▁▂▃▄▅▆▇█")
    #expect(Sparkline.text([1, 1], width: 8) == "▄▄")
    #expect(Sparkline.text([], width: 8) == "")
    #expect(Sparkline.text([0, .nan, 1], width: 8) == "▁ █")
    #expect(Sparkline.text([.nan], width: 8) == " ")
    #expect(Sparkline.text([0, 0, 1, 1], width: 2) == "▁█")
    #expect(Sparkline.text((0..<1000).map(Double.init), width: 10).count == 10)
    #expect(Sparkline.text([5], width: 3, range: 0...10) == "▅")
  }
}
