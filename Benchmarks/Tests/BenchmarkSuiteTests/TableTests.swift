import BenchmarkSuite
import Testing

@Suite struct TableTests {
  @Test func writesMarkdown() {
    var table = Table("what", "words/s", "of it")
    table.add("training", Text.grouped(41_234.4), Text.percent(0.517))
    table.add("prediction", Text.grouped(999))
    #expect(
      table.text == """
        | what | words/s | of it |
        | --- | ---: | ---: |
        | training | 41,234 | 52% |
        | prediction | 999 |  |
        """)
  }

  @Test func aNumberThatIsNoneIsADash() {
    #expect(Text.decimals(.nan, 1) == "–")
    #expect(Text.grouped(.infinity) == "–")
    #expect(Text.ratio(1, 0) == "–")
  }

  @Test func theMedianOfAnEvenNumberIsTheMiddle() {
    var samples = Samples()
    #expect(samples.median == 0)
    for value in [4.0, 1, 3, 2] { samples.note(value) }
    #expect(samples.median == 2.5)
  }
}
