import SweepConfig
import SweepTestSupport
import SweepText
import Testing

@Suite struct StringStoreTests {
  @Test func givesEveryStringTheIDThatSpacyGives() throws {
    let cases = try #require(Fixture.json("cases_strings.json")["stringstore"]?.objectValue)
    for text in cases.keys {
      #expect(StringStore.id(of: text) == UInt64(cases[text]?.stringValue ?? ""), "\(text)")
    }
    #expect(cases.count == 87)
  }

  @Test func knowsEverySymbol() throws {
    let symbols = try #require(Fixture.json("symbols.json").objectValue)
    let store = StringStore()
    for name in symbols.keys {
      let id = try #require(symbols[name]?.uint64Value)
      #expect(StringStore.id(of: name) == id)
      #expect(store[id] == name)
    }
    #expect(symbols.count == 457)
  }

  @Test func remembersWhatWasAdded() {
    var store = StringStore(["kiln", "Oslo", "kiln"])
    let id = store.add("stew")
    #expect(store[id] == "stew")
    #expect(store[StringStore.id(of: "kiln")] == "kiln")
    #expect(store[StringStore.id(of: "never added")] == nil)
    #expect(store.count == 3)
  }

  @Test func addsToACopyWithoutChangingWhatIsShared() {
    let plain = StringStore(["kiln", "Oslo"])
    let shared = plain.shared()
    #expect(shared == plain)
    var (one, two) = (shared, shared)
    let id = one.add("stew")
    one.add("kiln")
    two.add("quay")
    #expect(one[id] == "stew")
    #expect(two[id] == nil && shared[id] == nil)
    #expect(one.count == 3)
    #expect(one.sorted == ["Oslo", "kiln", "stew"])
    #expect(one == StringStore(["stew", "Oslo", "kiln"]))
    #expect(one != two)
    two.formUnion(one)
    #expect(two.sorted == ["Oslo", "kiln", "quay", "stew"])
    #expect(two.shared().sorted == two.sorted)
    var empty = StringStore()
    empty.formUnion(two)
    #expect(empty == two)
  }

  @Test func doesNotCountSymbolsAndTheEmptyString() {
    var store = StringStore()
    #expect(store.add("") == 0)
    #expect(store.add("ORG") == 383)
    #expect(store.count == 0)
    #expect(store[0] == "")
  }

  @Test func sortsByScalarsAndNotByTheLocale() {
    #expect(StringStore(["b", "É", "a", "Z", "😀", "Ω"]).sorted == ["Z", "a", "b", "É", "Ω", "😀"])
  }

  /// Swift's `String` takes the two for equal.
  @Test func tellsComposedFromDecomposedCharacters() {
    var store = StringStore()
    let (composed, decomposed) = (store.add("caf\u{e9}"), store.add("cafe\u{301}"))
    #expect(composed != decomposed)
    #expect(store[composed]?.unicodeScalars.count == 4)
    #expect(store[decomposed]?.unicodeScalars.count == 5)
  }

  @Test func namesAttributesAsConfigsDo() {
    #expect(Attribute(name: "NORM") == .norm)
    #expect(Attribute(name: "ENT_ID") == .entID)
    #expect(Attribute(name: "IS_CURRENCY") == .isCurrency)
    #expect(Attribute(name: "norm") == nil)
    #expect(Attribute(name: "PERSON") == nil)
    #expect(Attribute(name: "") == nil)
    #expect("\(Attribute.sentStart)" == "SENT_START")
    #expect("\(Attribute(rawValue: 9999))" == "9999")
  }
}
