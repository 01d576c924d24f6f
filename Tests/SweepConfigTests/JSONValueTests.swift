import SweepConfig
import Testing

struct JSONValueTests {
  @Test func keepsWholeNumbersAndFloatsApart() throws {
    #expect(try JSONValue(parsing: "[1, 1.0, 1e3, -0, 2E-1]") == [1, 1.0, 1000.0, 0, 0.2])
    #expect(JSONValue.integer(1) != .number(1))
  }

  @Test func keepsLargeWholeNumbersExactly() throws {
    #expect(try JSONValue(parsing: "15902667101969193939") == .unsigned(15_902_667_101_969_193_939))
    #expect(try JSONValue(parsing: "-9223372036854775808") == .integer(.min))
    #expect(
      try JSONValue(parsing: "123456789012345678901234567890")
        == .number(1.2345678901234568e29))
    #expect(
      try JSONValue(parsing: String(repeating: "9", count: 400)) == .number(.infinity))
    #expect(try JSONValue(parsing: "18446744073709551615").uint64Value == .max)
  }

  @Test func comparesStringsByCodeUnit() throws {
    let composed = JSONValue.string("\u{E9}")
    let decomposed = JSONValue.string("e\u{301}")
    #expect(composed != decomposed)
    var object: JSONObject = ["\u{E9}": 1]
    object["e\u{301}"] = 2
    #expect(object.count == 2)
    #expect(object["\u{E9}"] == 1)
  }

  @Test(arguments: [
    ("0.3", 0.3), ("0.7", 0.7), ("0.35", 0.35), ("1e-8", 1e-8),
    ("2.2250738585072014e-308", .leastNormalMagnitude),
    ("179769313486231570000e288", Double.greatestFiniteMagnitude), ("1e400", .infinity),
    ("9007199254740993.0", 9_007_199_254_740_992),
  ])
  func roundsDecimalsCorrectly(text: String, value: Double) throws {
    #expect(try JSONValue(parsing: text) == .number(value))
  }

  @Test(arguments: [
    (0.001, "0.001"), (1e-8, "1e-08"), (0.0001, "0.0001"), (0.00001, "1e-05"), (1e16, "1e+16"),
    (1e15, "1000000000000000.0"), (12_345_678_901_234_568, "1.2345678901234568e+16"),
    (123.456, "123.456"), (100, "100.0"), (0, "0.0"), (-0.0, "-0.0"), (-1.5e-10, "-1.5e-10"),
    (1.0 / 3, "0.3333333333333333"), (1e100, "1e+100"), (.leastNonzeroMagnitude, "5e-324"),
    (.nan, "NaN"),
    (.infinity, "Infinity"), (-.infinity, "-Infinity"),
    (0.30000000000000004, "0.30000000000000004"),
  ])
  func writesFloatsAsPythonDoes(value: Double, text: String) {
    #expect(JSONValue.number(value).serialized(.python) == text)
  }

  @Test func writesEveryStyle() throws {
    let value: JSONValue = ["a": [1, 2.5, nil], "é\n": true, "o": [:], "l": []]
    #expect(
      value.serialized(.python) == #"{"a": [1, 2.5, null], "\u00e9\n": true, "o": {}, "l": []}"#)
    #expect(value.serialized(.compact) == #"{"a":[1,2.5,null],"é\n":true,"o":{},"l":[]}"#)
    #expect(
      value.serialized(.indented(2)) == """
        {
          "a": [
            1,
            2.5,
            null
          ],
          "é\\n": true,
          "o": {},
          "l": []
        }
        """)
    #expect(
      value.serialized(.srsly) == """
        {
          "a":[
            1,
            2.5,
            null
          ],
          "\\u00e9\\n":true,
          "o":{

          },
          "l":[

          ]
        }
        """)
    #expect(JSONValue.string("😀\u{7F}\u{1}").serialized(.python) == #""\ud83d\ude00\#u{7F}\u0001""#)
  }

  @Test func readsEscapes() throws {
    #expect(try JSONValue(parsing: #""\ud83d\ude00\u00e9\t\/\"""#) == .string("😀é\t/\""))
  }

  @Test(arguments: [
    ("", "line 1, offset 0: the text ends inside a value"),
    ("[1, ", "line 1, offset 4: the text ends inside a value"),
    ("[1 2]", "line 1, offset 3: expected ',' or ']'"),
    ("{\n\"a\" 1}", "line 2, offset 6: expected ':'"),
    ("{a: 1}", "line 1, offset 1: expected a key in double quotes"),
    ("1 2", "line 1, offset 2: more text follows the value"),
    ("007", "line 1, offset 1: expected no digit after a leading zero"),
    ("+3", "line 1, offset 0: expected a value"),
    ("nul", "line 1, offset 0: expected a value"),
    ("1.", "line 1, offset 1: more text follows the value"),
    (#""\x""#, "line 1, offset 2: this is no valid escape sequence"),
    (#""\ud83d""#, "line 1, offset 7: this escape is only half of a character (a lone surrogate)"),
    ("\"a\nb\"", "line 1, offset 2: a control character in a string must be escaped"),
  ])
  func namesWhatIsWrong(text: String, message: String) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error?.description == message)
  }

  @Test func refusesWhatIsNestedTooDeep() {
    for open in ["[", "{\"a\":"] {
      let error = #expect(throws: JSONError.self) {
        try JSONValue(parsing: String(repeating: open, count: 100_000))
      }
      #expect(error?.reason == .tooDeep(limit: 512))
    }
  }

  @Test func refusesBytesThatAreNotUTF8() {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
    #expect(error?.reason == .notUTF8)
  }

  @Test func keepsTheOrderOfLargeObjects() {
    var object = JSONObject()
    for index in (0..<100).reversed() { object["k\(index)"] = .integer(index) }
    object.removeValue(forKey: "k50")
    object["k99"] = 0
    #expect(object.count == 99)
    #expect(object.keys.first == "k99")
    #expect(object["k50"] == nil)
    #expect(object["k3"] == 3)
    #expect(object.keys.last == "k0")
  }
}
