/// The norms of words that are written in several ways and mean the same in every language.
///
/// - Source: spaCy 3.8, `BASE_NORMS`.
enum BaseNorms {
  /// The norms by the id of the word: ids and not strings, since `String` takes some of these
  /// characters for one another.
  static let norms: [UInt64: String] = Dictionary(
    uniqueKeysWithValues: table.flatMap { norm, words in
      words.split(separator: " ").map { (StringStore.id(of: String($0)), norm) }
    })

  /// Each norm and the words that have it.
  private static let table: [(String, String)] = [
    ("\"", "'' `` « ´´ » ‘‘ ’’ “ ” „"),
    ("'s", "'S 's ’S ’s"),
    ("-", "-- --- – — ——"),
    ("$", "A$ C$ E£ Mex$ US$ £ ¥ ৳ ฿ ₣ ₩ € ₹ ₺"),
    ("'", "` ´ ‘ ’"),
    (".", "। 。"),
    ("...", "…"),
    ("!", "！"),
    (",", "，"),
    (":", "："),
    (";", "；"),
    ("?", "？"),
  ]
}
