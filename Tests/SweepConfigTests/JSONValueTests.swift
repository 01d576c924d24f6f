import SweepConfig
import Testing

struct JSONValueTests {
  @Test func keepsWholeNumbersAndFloatsApart() throws {
    #expect(try JSONValue(parsing: "[1, 1.0, 1e3]") == [1, 1.0, 1000.0])
    #expect(JSONValue.integer(1) != .number(1))
  }
}
