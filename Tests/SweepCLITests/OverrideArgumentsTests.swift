import SweepCLI
import SweepConfig
import Testing

@Suite struct OverrideArgumentsTests {
  @Test(
    arguments: [
      (
        ["train", "a.cfg", "--training.max_steps", "5"],
        ["train", "a.cfg", "--override", "training.max_steps=5"]
      ),
      (
        ["train", "--training.max-steps=5", "a.cfg"],
        ["train", "--override", "training.max_steps=5", "a.cfg"]
      ),
      (["--nlp.a-b", "x"], ["--override", "nlp.a-b=x"]),
      (["--a.b", "--output", "dir"], ["--override", "a.b=true", "--output", "dir"]),
      (["--a.b"], ["--override", "a.b=true"]),
      (["--a.b", "-1"], ["--override", "a.b=-1"]),
      (["--vary", "a.b=1,2"], ["--vary", "a.b=1,2"]),
      (["--output=a.b"], ["--output=a.b"]),
      (["--", "--a.b", "1"], ["--", "--a.b", "1"]),
    ])
  func takesOverridesOut(arguments: [String], expected: [String]) {
    #expect(OverrideArguments.rewriting(arguments) == expected)
  }

  @Test func readsValuesAsJSONWhereItCan() {
    #expect(OverrideArguments.parsed("a.b=0.5")?.value == .number(0.5))
    #expect(OverrideArguments.parsed("a.b=x=y")?.value == .string("x=y"))
    #expect(OverrideArguments.parsed("a.b=[1,2]")?.value == .array([.integer(1), .integer(2)]))
    #expect(OverrideArguments.parsed("a.b=")?.value == .string(""))
    #expect(OverrideArguments.parsed("a.b") == nil)
    #expect(OverrideArguments.parsed("=1") == nil)
  }
}
