import SweepConfig
import SweepReport
import SweepSearch
import Testing

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.78125, 4, "0.7812"), (-0.00004, 4, "0.0000"), (1.0, 2, "1.00"), (-1.5, 1, "-1.5"),
    (12.0, 0, "12"), (.nan, 4, "nan"), (-.infinity, 4, "-inf"), (1e300, 2, "1e+300"),
  ])
  func writesFixedDecimals(x: Double, decimals: Int, expected: String) {
    #expect(NumberText.fixed(x, decimals: decimals) == expected)
  }

  @Test func writesSignsDurationsAndSizes() {
    #expect(NumberText.signed(0.5, decimals: 2) == "+0.50")
    #expect(NumberText.signed(-0.5, decimals: 2) == "-0.50")
    #expect(NumberText.signed(-0.001, decimals: 2) == "±0.00")
    #expect(
      [0, 59.94, 59.96, 125, 7620].map(NumberText.duration)
        == ["0.0 s", "59.9 s", "1 min 0 s", "2 min 5 s", "2 h 7 min"])
    #expect(NumberText.duration(.nan) == "–")
    #expect(
      [0, 999, 1000, 999_949, 999_950, 52_000_000].map(NumberText.size)
        == ["0 B", "999 B", "1.0 kB", "999.9 kB", "1.0 MB", "52.0 MB"])
  }

  private static let settings: [(JSONValue, String)] = [
    ("a b", "a b"), (0.1, "0.1"), (0.30000000000000004, "0.3000"), (0.00012345678, "0.0001235"),
    (1234.56789, "1235"), (64, "64"), (true, "true"), (nil, "null"), (1e-05, "1e-05"),
    (["@optimizers": "Adam.v1"], "Adam.v1"), ([1, 2], "[1,2]"), (["a": 1], "{\"a\":1}"),
    (["@optimizers": "Adam.v1", "L2": 0.01], "Adam.v1(L2=0.01)"),
  ]

  @Test(arguments: settings)
  func writesSettings(value: JSONValue, expected: String) {
    #expect(NumberText.setting(value) == expected)
  }
}

@Suite struct TableTests {
  private var table: Table {
    var table = Table([.init("name"), .init("n", isNumber: true)])
    table.add(["a|b", "1"])
    table.add(["ü\n\"c\", d", "100"])
    return table
  }

  @Test func writesMarkdown() {
    #expect(
      table.markdown == """
        | name     |   n |
        | -------- | --: |
        | a\\|b     |   1 |
        | ü "c", d | 100 |
        """)
  }

  @Test func writesCSV() {
    #expect(table.csv == "name,n\na|b,1\n\"ü\n\"\"c\"\", d\",100\n")
  }

  @Test func writesColumns() {
    #expect(
      table.text == """
        name        n
        a|b         1
        ü "c", d  100
        """)
  }
}

@Suite struct CommandsTests {
  @Test(arguments: [
    (Setting("a.b", 0.1), "--a.b 0.1"), (Setting("a.b", "x"), "--a.b x"),
    (Setting("a.b", "x y"), "--a.b 'x y'"), (Setting("a.b", "it's"), "--a.b 'it'\\''s'"),
    (Setting("a.b", "0.1"), "--a.b '\"0.1\"'"), (Setting("a.b", ""), "--a.b '\"\"'"),
    (Setting("a.b", -1), "--a.b=-1"), (Setting("a.b", nil), "--a.b null"),
    (Setting("a.b", ["@o": "Adam.v1"]), "--a.b '{\"@o\":\"Adam.v1\"}'"),
  ])
  func writesOverrides(setting: Setting, expected: String) {
    #expect(Commands.override(setting) == expected)
  }

  @Test func theBaselineHasNoOverridesOfItsOwn() {
    let command = Commands.train(Sample.study.trials[0], of: Sample.study, output: "out")
    #expect(
      command == """
        sweep train configs/ner-v3.cfg --output out \\
          --training.max_steps 300 \\
          --paths.train 'my data/train.spacy' \\
          --training.seed 0 \\
          --system.seed 0
        """)
  }

  @Test func namesTheStoreWhereItIsNotTheDefault() {
    var study = Sample.study
    study.store = "my.db"
    let text = Commands.reproduction(of: study.trials[3], in: study)
    #expect(
      text.hasPrefix(
        "sweep rerun 0a1b2c30 --store my.db\nsweep restore 0a1b2c30 output/ner-3 --store my.db\nsweep train "
      ))
  }
}

@Suite struct FactTests {
  @Test func joinsWhatDiffers() {
    let facts = ReportInput.Fact.facts([
      ["cpu": "A", "git": ["commit": "c", "dirty": true, "diff": "x\ny\n"], "none": nil],
      ["cpu": "B", "git": ["commit": "c", "dirty": true, "diff": "x\ny\n"], "extra": 3],
    ])
    #expect(
      facts == [
        .init("cpu", "A; B"), .init("git.commit", "c"), .init("git.dirty", "true"),
        .init("git.diff", "2 lines"), .init("none", "–"), .init("extra", "3"),
      ])
  }
}
