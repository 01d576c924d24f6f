import SweepBase

/// The strings that have small fixed ids in every string store.
///
/// Attribute names, part-of-speech tags, entity types and dependency labels: a text that equals one
/// of them, a word of the corpus included, gets its number instead of a hash.
///
/// - Source: spaCy 3.8, `symbols`.
enum Symbols {
  /// The names by id; id 0 is the empty string.
  static let names: [String] =
    [""] + words(first) + (19...63).map { "FLAG\($0)" } + words(second)
    + (1...276).map { "DEPRECATED" + String("00\($0)".suffix(3)) } + words(third)

  /// The ids by the hash of the name.
  static let ids: [UInt64: UInt64] = Dictionary(
    uniqueKeysWithValues: names.enumerated().dropFirst().map {
      (MurmurHash.hash64A($1), UInt64($0))
    })

  /// The length of the longest name in bytes.
  static let longest = names.map(\.utf8.count).max() ?? 0

  private static func words(_ text: String) -> [String] {
    text.split { $0 == " " || $0 == "\n" }.map(String.init)
  }

  /// Ids 1 to 18.
  private static let first = """
    IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_PUNCT IS_SPACE IS_TITLE IS_UPPER LIKE_URL LIKE_NUM
    LIKE_EMAIL IS_STOP IS_OOV_DEPRECATED IS_BRACKET IS_QUOTE IS_LEFT_PUNCT IS_RIGHT_PUNCT
    IS_CURRENCY
    """

  /// Ids 64 to 104.
  private static let second = """
    ID ORTH LOWER NORM SHAPE PREFIX SUFFIX LENGTH CLUSTER LEMMA POS TAG DEP ENT_IOB ENT_TYPE
    HEAD SENT_START SPACY PROB LANG ADJ ADP ADV AUX CONJ CCONJ DET INTJ NOUN NUM PART PRON PROPN
    PUNCT SCONJ SYM VERB X EOL SPACE
    """

  /// Ids 380 to 456.
  private static let third = """
    PERSON NORP FACILITY ORG GPE LOC PRODUCT EVENT WORK_OF_ART LANGUAGE LAW DATE TIME PERCENT
    MONEY QUANTITY ORDINAL CARDINAL acomp advcl advmod agent amod appos attr aux auxpass cc
    ccomp complm conj cop csubj csubjpass dep det dobj expl hmod hyph infmod intj iobj mark meta
    neg nmod nn npadvmod nsubj nsubjpass num number oprd obj obl parataxis partmod pcomp pobj
    poss possessive preconj prep prt punct quantmod relcl rcmod root xcomp acl ENT_KB_ID MORPH
    ENT_ID IDX _
    """
}
