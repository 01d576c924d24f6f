import SweepConfig
import SweepReport
import SweepSearch
import Testing

@Suite struct TrialTextTests {
  @Test func listsForPrograms() throws {
    let json = TrialList([Sample.study]).json
    #expect(json[0]?["study"] == "ner")
    #expect(json[0]?["trials"]?[5]?["state"] == "failed")
    #expect(json[0]?["trials"]?[3]?["score"] == 0.78125)
    #expect(json[0]?["trials"]?[3]?["assignment"]?["training.dropout"] == 0.2)
    #expect(try JSONValue(parsing: json.serialized(.compact)) == json)
  }

  private func details(_ id: Int) -> TrialDetails {
    TrialDetails(
      study: "ner", metric: "ents_f", trial: Sample.study.trials[id],
      config: "[training]\ndropout = 0.\(id)\nseed = 0\n\n",
      evaluations: [
        .init(
          step: 0, epoch: 0, scores: [("ents_f", 0), ("ents_per_type.PER.f", 0), ("speed", 9)],
          losses: [("ner", 123.456)]),
        .init(step: 200, epoch: 3, scores: [("ents_f", nil)], losses: [("ner", .nan)]),
      ],
      inputs: [
        .init(
          setting: "training.train_corpus", path: "/data/train.spacy",
          sha256: String(repeating: "\(id)1", count: 32), bytes: 5_000_000, isKept: true)
      ],
      provenance: [.init("cpu", "A"), .init("git.commit", "c\(id)")])
  }

  @Test func showsATrial() {
    #expect(
      details(3).render() == """
        ner/3  0a1b2c30  done
        training.dropout = 0.2
        training.optimizer = {"@optimizers":"Adam.v1"}
        seed 1
        ents_f 0.7812 at step 203 of 301
        time 1 min 5 s
        model 3abcdef03abcdef03abcdef03abcdef03abcdef03abcdef03abcdef03abcdef0, kept

        step  epoch  loss ner  ents_f
           0      0    123.46  0.0000
         200      3       nan       –

        Inputs
        setting                path               SHA-256             size
        training.train_corpus  /data/train.spacy  3131313131313131  5.0 MB  kept

        Made by
        cpu         A
        git.commit  c3

        Config
        [training]
        dropout = 0.3
        seed = 0
        """)
    #expect(details(5).render().contains("error: the loss of \"ner\" is NaN"))
    #expect(details(3).json["evaluations"]?[1]?["scores"]?["ents_f"] == .null)
  }

  @Test func showsOnlyWhatDiffers() {
    #expect(
      TrialDifference(details(2), details(3)).render() == """
        a  ner/2  0a1b2c20  done
        b  ner/3  0a1b2c30  done

        Config
        training.dropout: 0.2 → 0.3

        To make b of a
        --training.dropout 0.3

        Scores
        score                     a       b    b − a
        ents_f               0.7500  0.7812  +0.0312
        ents_p               0.3750  0.3906  +0.0156
        ents_per_type.PER.f  0.2500  0.2604  +0.0104

        Inputs
        training.train_corpus /data/train.spacy: 2121212121212121 → 3131313131313131

        Code
        git.commit: c2 → c3
        """)
    #expect(
      TrialDifference(details(2), details(2)).render() == """
        a  ner/2  0a1b2c20  done
        b  ner/2  0a1b2c20  done

        no difference in config, scores, inputs or program
        """)
    let json = TrialDifference(details(2), details(3)).json
    #expect(json["scores"]?["ents_f"] == [0.75, 0.78125])
    #expect(json["config"] == ["training.dropout: 0.2 → 0.3"])
    #expect(json["overrides"] == ["--training.dropout 0.3"])
    #expect(json["code"] == ["git.commit: c2 → c3"])
  }

  @Test func quotesOverridesForAShell() {
    var (x, y) = (details(2), details(2))
    x.config = "[a]\nb = 1\nc = 1\nd = 1\ne = 1\n"
    y.config = "[a]\nb = \"it's new\"\nc = [1, 2]\nd = \"1\"\ne = \"adam\"\n"
    #expect(
      TrialDifference(x, y).json["overrides"] == [
        "--a.b 'it'\\''s new'", "--a.c '[1,2]'", "--a.d '\"1\"'", "--a.e adam",
      ])
  }

  @Test func saysWhereCurvesPart() {
    var (x, y) = (details(2), details(2))
    y.evaluations[1].scores = [("ents_f", 0.5)]
    #expect(
      TrialDifference(x, y).render().contains(
        """
        Curves
        they part at step 200 (ents_f)
        a  ents_f 0.0000 ▁ 0.0000 at step 0
        b  ents_f 0.0000 ▁█ 0.5000 at step 200
        """))
    x.evaluations.removeLast()
    #expect(TrialDifference(x, y).json["curves"]?["first_different_step"] == 200)
  }

  @Test func showsSettingsThatOneTrialLacksAndConfigsItCannotRead() {
    func difference(_ a: String, _ b: String) -> JSONValue? {
      var (x, y) = (details(2), details(2))
      (x.config, y.config) = (a, b)
      return TrialDifference(x, y).json["config"]
    }
    let adam = "[a]\nx = null\n\n[a.b]\n@optimizers = \"Adam.v1\"\nL2 = 0.01\n"
    let sgd = "[a]\nx = \"null\"\n\n[a.b]\n@optimizers = \"SGD.v1\"\ny = ${a.x}\n"
    #expect(
      difference(adam, sgd) == [
        "a.b.@optimizers: \"Adam.v1\" → \"SGD.v1\"", "a.b.L2: 0.01 → –", "a.x: null → \"null\"",
        "a.b.y: – → \"${a.x}\"",
      ])
    #expect(difference("[a]\nx = 1\ny = 2\n", "[a]\ny = 2\nx = 1\n") == ["- x = 1", "+ x = 1"])
    #expect(difference("no config", "[a]\n") == ["- no config", "+ [a]"])
  }

  @Test func showsAPlan() {
    func entry(_ id: Int, _ dropout: Double, _ proposal: Int?, _ seed: Int) -> TrialPlan.Entry {
      TrialPlan.Entry(
        id: id, row: proposal == nil ? 0 : 1,
        assignment: Assignment([Setting("training.dropout", .number(dropout))]),
        origin: proposal == nil ? .baseline : .proposed, proposal: proposal, seed: seed)
    }
    let entries = [entry(0, 0.1, nil, 0), entry(1, 0.1, nil, 1), entry(2, 0.25, 3, 0)]
    #expect(
      PlanTable(entries, done: [0], secondsPerTrial: 40, jobs: 2).render() == """
        trial  seed  dropout
            0     0      0.1  baseline, done
            1     1      0.1  baseline
            2     0     0.25

        2 assignments × 2 seeds: 3 trials, 2 to run, 2 at a time, about 40.0 s
        """)
    #expect(
      PlanTable(entries).render().hasSuffix(
        "2 assignments × 2 seeds: 3 trials, 3 to run, 1 at a time"))
    let json = PlanTable(entries, done: [0], secondsPerTrial: 40).json
    #expect(json["to_run"] == 2 && json["estimated_seconds"] == 80.0)
    #expect(json["trials"]?[2]?["assignment"]?["training.dropout"] == 0.25)
  }

  @Test func showsTheFoldsOfAPlan() {
    let entries = (0..<4).map { id in
      TrialPlan.Entry(
        id: id, row: 0, assignment: Assignment([Setting("training.dropout", 0.1)]),
        origin: .baseline, proposal: nil, seed: id / 2, fold: id % 2)
    }
    #expect(
      PlanTable(entries).render() == """
        trial  seed  fold  dropout
            0     0     0      0.1  baseline
            1     0     1      0.1  baseline
            2     1     0      0.1  baseline
            3     1     1      0.1  baseline

        1 assignment × 2 seeds × 2 folds: 4 trials, 4 to run, 1 at a time
        """)
    #expect(PlanTable(entries).json["trials"]?[3]?["fold"] == 1)
  }
}
