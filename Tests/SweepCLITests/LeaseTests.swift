import SweepCLI
import Testing

@Suite struct LeaseTests {
  @Test(arguments: [("90s", 90_000), ("30m", 1_800_000), ("1.5h", 5_400_000), ("2d", 172_800_000)])
  func readsATimeWithItsUnit(text: String, milliseconds: Int) {
    #expect(Lease(argument: text)?.milliseconds == milliseconds)
  }

  @Test(arguments: ["", "h", "2", "0h", "-1h", "2w", "nanh", "1e300d"])
  func refusesWhatIsNoTime(text: String) {
    #expect(Lease(argument: text) == nil)
  }
}
