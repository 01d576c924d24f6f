import SweepConfig
import Testing

struct EditDistanceTests {
  @Test(arguments: [
    ("droput", "dropout"), ("nre", "ner"), ("patiance", "patience"), ("lr", nil), ("", nil),
    ("something_else", nil), ("max_step", "max_steps"),
  ])
  func findsTheNameThatWasMeant(written: String, meant: String?) {
    let names = ["ner", "dropout", "patience", "max_steps", "l2", "max_stops"]
    #expect(written.nearest(among: names) == meant)
  }
}
