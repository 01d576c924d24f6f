import SweepConfig
import SweepReport
import SweepSearch
import Testing

@Suite struct MarkdownReportTests {
  @Test func writesTheWholeReport() {
    #expect(
      MarkdownReport(Sample.study).render() == """
        # ner

        Config `configs/ner-v3.cfg`, grid search (`sweeps/ner.toml`): 3 assignments, 6 trials, 5 done, 1 failed.

        Best by `ents_f`: dropout = 0.2 with 0.7656 ± 0.0221 (higher is better), +0.0606 to the baseline's 0.7050 ± 0.0071: **within noise**.

        ## Comparison

        - Best against the baseline: +0.0606 over 2 seeds, 95% interval -0.0744 to +0.1956, p = 0.11: **within noise**. About 1 more seed of each would show it.
        - Best against the others: 1 tied with it within noise, 0 worse, 1 with too few seeds to tell.
        - The best of 3 assignments was picked by the dev scores above, so its own is probably somewhat too high. `test = "….spacy"` in the sweep file has the winner and the baseline evaluated once on other documents.

        Numbers of seeds hold if the difference and the noise are what they seem.

        ## Leaderboard

        |     | trials | dropout | ents_f |  ± 95% |     sd |      n | verdict | to baseline |      time |
        | --: | ------ | ------: | -----: | -----: | -----: | -----: | ------- | ----------: | --------: |
        |   1 | 2–3    |     0.2 | 0.7656 | 0.1985 | 0.0221 |      2 | best    |     +0.0606 | 1 min 4 s |
        |   2 | 0–1    |     0.1 | 0.7050 | 0.0635 | 0.0071 |      2 | tied    |    baseline | 1 min 2 s |
        |   3 | 4–5    |  0.3000 | 0.7200 |      – |      – | 1 of 2 | ?       |     +0.0150 | 1 min 6 s |

        Mean over seeds; ± 95%: Student's interval of the mean; sd: standard deviation (n − 1). tied: not told from the best; worse: worse than the best beyond noise.

        ## Best trial

        Trial 3 (`0a1b2c30`), seed 1, best at step 203 of 301. Model `3abcdef03abcdef0`, kept in the record.

        | score  | best trial | baseline | difference |
        | ------ | ---------: | -------: | ---------: |
        | ents_f |     0.7812 |   0.7100 |    +0.0713 |
        | ents_p |     0.3906 |   0.3550 |    +0.0356 |
        | speed  |     1003.5 |   1001.5 |       +2.0 |

        ## Per type: `ents_per_type`

        | type   |      p |      r |      f | baseline's f | difference |
        | ------ | -----: | -----: | -----: | -----------: | ---------: |
        | LOC\\|X | 1.0000 |      – | 0.7500 |       0.7500 |    ±0.0000 |
        | PER    | 0.5000 | 0.2500 | 0.2604 |       0.2367 |    +0.0238 |

        ## Failures

        | trial | ID       | settings         | seed | error                                              |
        | ----: | -------- | ---------------- | ---: | -------------------------------------------------- |
        |     5 | 0a1b2c50 | dropout = 0.3000 |    1 | the loss of "ner" is NaN at step 3 \\| stopped more |

        `sweep log ID` shows what a trial printed.

        ## Provenance

        | what       | value   |
        | ---------- | ------- |
        | git.commit | abc123  |
        | cpu        | A\\|B; C |

        ## Reproduce

        The best trial: run it again and compare every number, take its model from the record, or train it anew.

        ```sh
        sweep rerun 0a1b2c30
        sweep restore 0a1b2c30 output/ner-3
        sweep train configs/ner-v3.cfg --output output/ner-3 \\
          --training.max_steps 300 \\
          --paths.train 'my data/train.spacy' \\
          --training.dropout 0.2 \\
          --training.optimizer '{"@optimizers":"Adam.v1"}' \\
          --training.seed 1 \\
          --system.seed 1
        ```

        """)
  }

  @Test func leavesTimesOutOnRequest() {
    let text = MarkdownReport(Sample.study, includesTimes: false).render()
    #expect(!text.contains("time") && !text.contains("speed"))
    var later = Sample.study
    for index in later.trials.indices {
      later.trials[index].seconds = 5
      later.trials[index].scores?["speed"] = 1
    }
    #expect(MarkdownReport(later, includesTimes: false).render() == text)
    #expect(MarkdownReport(later).render() != MarkdownReport(Sample.study).render())
  }

  @Test func doesNotDependOnTheOrderOfTrials() {
    let expected = MarkdownReport(Sample.study).render()
    for offset in 1..<6 {
      var other = Sample.study
      other.trials = Array(other.trials[offset...] + other.trials[..<offset])
      #expect(MarkdownReport(other).render() == expected)
    }
  }

  @Test func reportsAStudyThatHasNotRun() {
    #expect(
      MarkdownReport(Sample.waiting).render() == """
        # new

        Config `a b.cfg`, random search: 1 assignment, 1 trial, 0 done, 1 waiting.

        ## Leaderboard

        |     | trials | loss |      n | time |
        | --: | ------ | ---: | -----: | ---: |
        |   – | 0      |    – | 0 of 1 |    – |

        One seed: no telling how much is noise.

        """)
  }

  @Test func saysWhenNothingBeatsTheBaseline() {
    var study = Sample.study
    study.trials = Array(study.trials.prefix(2)) + [Sample.trial(2, 0, dropout: 0.2, score: 0.1)]
    #expect(
      MarkdownReport(study).render().contains(
        "By `ents_f`, no assignment beats the baseline: 0.7050 ± 0.0071 (higher is better)."))
  }

  @Test func ranksByAnotherScore() {
    let report = MarkdownReport(Sample.study, by: "ents_per_type.PER.f")
    #expect(report.leaderboard.score == "ents_per_type.PER.f")
    #expect(report.leaderboard.best?.mean.map { NumberText.score($0) } == "0.2552")
    #expect(
      MarkdownReport(Sample.study, by: "ents_r").leaderboard.best == nil, "null is no score")
    #expect(MarkdownReport(Sample.study, by: "nothing").leaderboard.best == nil)
  }
}

@Suite struct CSVReportTests {
  @Test func writesAllDigits() {
    #expect(
      CSVReport(Sample.study).render() == """
        rank,baseline,trials,training.dropout,ents_f,sd,half_interval,n,seeds,standing,verdict,p_best,to_baseline,p_baseline,seconds
        1,false,0a1b2c20 0a1b2c30,0.2,0.765625,0.02209708691207961,0.19853444900273035,2,0 1,complete,best,,0.06062500000000004,0.11045081147903377,64.000
        2,true,0a1b2c00 0a1b2c10,0.1,0.705,0.007071067811865481,0.06353102368087375,2,0 1,complete,tied,0.11045081147903377,0.0,,62.000
        3,false,0a1b2c40 0a1b2c50,0.30000000000000004,0.72,,,1,0 1,unfinished,unknown,,0.015000000000000013,,65.500

        """)
    #expect(!CSVReport(Sample.study, includesTimes: false).render().contains("seconds"))
  }
}

@Suite struct LeaderboardTests {
  @Test func ranksTheLowestFirstWhenAsked() {
    var study = Sample.study
    study.metric.goal = .minimize
    let leaderboard = Leaderboard(study)
    #expect(leaderboard.rows.map { $0.trials.first?.id } == [0, 2, 4])
    #expect(leaderboard.bestTrial?.id == 0)
  }

  @Test func theBestTrialOfEqualsIsTheFirst() {
    var study = Sample.study
    for index in study.trials.indices { study.trials[index].score = 0.5 }
    #expect(Leaderboard(study).bestTrial?.id == 0)
    #expect(Leaderboard(study).rows.map { $0.trials.first?.id } == [0, 2, 4])
  }

  @Test func nanIsNoScore() {
    var study = Sample.study
    study.trials[2].score = .nan
    let row = Leaderboard(study).rows.first { $0.trials.first?.id == 2 }
    #expect(row?.mean == 0.78125 && row?.deviation == nil && row?.scores.count == 1)
    #expect(Leaderboard(study).bestTrial?.id == 3)
  }

  @Test func shortensKeysAsFarAsTheyDiffer() {
    #expect(
      Leaderboard.shortNames(["a.b.width", "c.b.width", "a.depth", "x"])
        == ["a.b.width", "c.b.width", "depth", "x"])
    #expect(Leaderboard.shortNames(["a.x", "b.x", "x"]) == ["a.x", "b.x", "x"])
    #expect(Leaderboard.shortNames([]) == [])
  }
}
