import SweepConfig
import SweepSearch
import Testing

@Suite struct TrialPlanTests {
  private func sweep(_ lines: String) throws -> SweepFile {
    try SweepFile(parsing: "config = \"c\"\n" + lines, file: "s.toml")
  }

  private func describe(_ plan: TrialPlan) -> [String] {
    plan.trials.map {
      "\($0.id) \($0.proposal.map { "\($0)" } ?? "base") s\($0.seed) \($0.assignment.canonicalText)"
    }
  }

  @Test func runsTheBaselineFirstAndEachAssignmentOncePerSeed() throws {
    let sweep = try sweep(
      """
      seeds = [5, 1]
      [parameters]
      "a" = { values = [0.1, 0.2, 0.2, 1, 1.0] }
      """)
    let plan = TrialPlan(sweep, baseline: Assignment([Setting("a", 0.1)]), configSeed: 9)
    #expect(
      describe(plan) == [
        "0 base s5 {\"a\":0.1}", "1 base s1 {\"a\":0.1}", "2 1 s5 {\"a\":0.2}",
        "3 1 s1 {\"a\":0.2}", "4 3 s5 {\"a\":1}", "5 3 s1 {\"a\":1}",
      ])
    #expect(plan.assignmentCount == 3)
  }

  @Test func canDoWithoutABaseline() throws {
    let sweep = try sweep("baseline = false\n[parameters]\n\"a\" = { values = [1, 2] }")
    let plan = TrialPlan(sweep, baseline: Assignment([Setting("a", 1)]), configSeed: 9)
    #expect(describe(plan) == ["0 0 s9 {\"a\":1}", "1 1 s9 {\"a\":2}"])
  }

  @Test func randomDrawsUntilItHasEnoughDifferentAssignments() throws {
    let text =
      "method = \"random\"\nbaseline = false\ntrials = %\n[parameters]\n\"a\" = { min = 1, max = 4 }"
    func plan(_ trials: Int) throws -> [String] {
      let file = try sweep(text.split(separator: "%").joined(separator: "\(trials)"))
      return describe(TrialPlan(file, baseline: Assignment(), configSeed: 0))
    }
    let three = try plan(3)
    #expect(three.count == 3)
    #expect(Set(three.map { $0.suffix(7) }).count == 3)
    // More trials add to the end; a space of four values has no fifth.
    let ten = try plan(10)
    #expect(ten.count == 4)
    #expect(Array(ten.prefix(3)) == three)
  }

  @Test func oneAndOnePointZeroAreEqualWhateverTheIdentity() throws {
    let sweep = try sweep(
      """
      [parameters]
      "a" = { values = [0, 0.0, 1.0, 1, { b = [2.0] }, { b = [2] }] }
      """)
    let plan = TrialPlan(
      sweep, baseline: Assignment([Setting("a", 0.0)]), configSeed: 0,
      identity: { $0.json.serialized(.compact) })
    #expect(plan.trials.map(\.assignment["a"]) == [0.0, 1.0, ["b": [2.0]]])
  }

  @Test func theIdentityDecidesWhatIsEqual() throws {
    let sweep = try sweep("[parameters]\n\"a\" = { values = [1, 2, 3] }")
    let plan = TrialPlan(
      sweep, baseline: Assignment([Setting("a", 0)]), configSeed: 0,
      identity: { ($0["a"]?.intValue ?? 0) % 2 == 0 ? "even" : "odd" })
    #expect(describe(plan) == ["0 base s0 {\"a\":0}", "1 0 s0 {\"a\":1}"])
  }

  @Test func theCanonicalPlanHoldsWhatDecides() throws {
    let lines = """
      seeds = [0, 1]
      [overrides]
      "b.c" = 3
      [parameters]
      "a" = { values = [1, 2] }
      """
    let plan = try sweep(lines).canonicalPlan(configText: "[nlp]\n")
    #expect(
      plan == """
        config = sha256:466298c213d046d22030aaa742309796a249779fe75ff19169c9eb862fd33a8c
        method = grid
        metric = score, maximize
        seeds = 0, 1
        baseline = true
        override b.c = 3
        parameter a = { values = [1, 2] }

        """)
    #expect(try sweep("jobs = 3\n" + lines).canonicalPlan(configText: "[nlp]\n") == plan)
    // More trials come at the end, so that a study can go on.
    #expect(try sweep("trials = 1\n" + lines).canonicalPlan(configText: "[nlp]\n") == plan)
    let other = try sweep(lines.replacing("[1, 2]", with: "[1, 3]"))
      .canonicalPlan(configText: "[nlp]\n")
    #expect(
      LineDifference(from: plan, to: other).text == """
        - parameter a = { values = [1, 2] }
        + parameter a = { values = [1, 3] }
        """)
  }

  @Test func assignmentsAreEqualWhateverTheirOrder() {
    let a = Assignment([Setting("x", 1), Setting("y", ["b": 1, "a": [2.0]])])
    let b = Assignment([Setting("y", ["a": [2], "b": 1.0]), Setting("x", 1.0)])
    #expect(a.canonicalText == #"{"x":1,"y":{"a":[2],"b":1}}"#)
    #expect(a.hash == b.hash)
    #expect(a.hash != Assignment([Setting("x", 1)]).hash)
    #expect(Assignment(json: a.json) == a)
  }
}

@Suite struct LineDifferenceTests {
  @Test func keepsTheLongestCommonLines() {
    let difference = LineDifference(from: "a\nb\nc\nd\n", to: "a\nx\nc\nd\ne\n")
    #expect(
      difference.changes == [
        .kept("a"), .removed("b"), .added("x"), .kept("c"), .kept("d"), .added("e"),
      ])
    #expect(difference.text == "- b\n+ x\n+ e")
    #expect(!difference.isEmpty)
    #expect(LineDifference(from: "a\n", to: "a").isEmpty)
    #expect(LineDifference(from: "", to: "a").text == "+ a")
    #expect(LineDifference(from: "a\nb", to: "").text == "- a\n- b")
  }
}
