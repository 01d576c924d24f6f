import SweepTraining
import Testing

@Suite struct TrainingTableTests {
  @Test func looksLikeSpacys() {
    let table = TrainingTable(losses: ["ner"], scores: ["ents_f", "ents_p", "ents_r"])
    #expect(
      table.heading == [
        "E    #       LOSS NER  ENTS_F  ENTS_P  ENTS_R  SCORE ",
        "---  ------  --------  ------  ------  ------  ------",
      ])
  }

  @Test func cutsLongNames() {
    let table = TrainingTable(losses: ["morphologizer"], scores: ["ents_per_type_macro"])
    #expect(table.heading[0] == "E    #       LOSS MORPH...  ENTS_PER_T...  SCORE ")
  }
}
