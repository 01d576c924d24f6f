/// Words that look like places in the web, or like e-mail addresses.
///
/// - Source: spaCy 3.8 `lex_attrs.py`.
enum WebText {
  /// Whether a word looks like a URL.
  static func isURL(_ word: String) -> Bool {
    let bytes = Array(word.utf8)
    if word.hasPrefix("http://") || word.hasPrefix("https://") { return true }
    if word.hasPrefix("www."), word.unicodeScalars.count >= 5 { return true }
    let dot = UInt8(ascii: ".")
    guard bytes.first != dot, bytes.last != dot, !bytes.contains(UInt8(ascii: "@")),
      let place = bytes.lastIndex(of: dot)
    else { return false }
    let domain = bytes[(place + 1)...].prefix { $0 != UInt8(ascii: ":") }
    if domain.last == UInt8(ascii: "/") { return true }
    let text = String(decoding: domain, as: UTF8.self)
    if domains.contains(StringStore.id(of: text)) { return true }
    return urlPattern?.matchesStart(of: word) ?? false
  }

  /// Whether a word begins as an e-mail address does.
  static func isEmail(_ word: String) -> Bool { emailPattern?.matchesStart(of: word) ?? false }

  private static let emailPattern = try? Pattern(
    #"([a-zA-Z0-9_.+-]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9-.]+)"#)

  /// The pattern by which tokenizers keep URLs whole.
  private static let urlPattern = TokenizerRules(language: "en")?.urlMatch.flatMap {
    try? Pattern($0)
  }

  /// What the last part of a domain may be.
  private static let domains = LexicalFlags.ids(
    """
    aero asia biz cat com coop edu gov icu info int jobs mil mobi museum name net org pro tel
    travel xxx xyz ac ad ae af ag ai al am an ao aq ar as at au aw ax az ba bb bd be bf bg bh bi
    bj bm bn bo br bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cs cu cv cx cy cz dd
    de dj dk dm do dz ec ee eg eh er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn
    gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh
    ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp
    mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm
    pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv
    sy sz tc td tf tg th tj tk tl tm tn to tp tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn
    vu wf ws ye yt za zm zw
    """)
}
