/// The patterns by which tokenizers take marks off the ends of words, and words apart.
///
/// - Source: behaviour of spaCy 3.8 for English (`en`) and for any language (`xx`).
struct AffixPatterns {
  private let classes = CharacterClasses()
  /// Whether a hyphen after a digit divides a word, as in English.
  let splitsAtHyphenAfterDigit: Bool

  /// Marks that are tokens of their own at both ends of a word; a lone full stop is none of them.
  private let punctuation: String = [
    #",:;!?()\[\]{}<>_#*&"#,  // ASCII
    "¿¡·…",  // Latin
    "؟،۔؛٪।",  // Arabic, Indic
    "。？！，、；：～",  // Chinese, Japanese
  ].joined()

  private let quotes = #"'"”“`‘´’‚,„»«「」『』（）〔〕【】《》〈〉〈〉⟦⟧"#

  /// Signs of currencies; the longer ones are one token with their letters.
  private let currencies =
    #"(?:[$£¥฿₠-₿﷼]|(?:US|C|A)\$)"#

  /// Two full stops or more.
  private let dots = #"\.\.+"#

  /// What is taken off the front.
  var prefixes: String {
    let anywhere = [
      "[§%=—–]", #"\+(?![0-9])"#, "[\(punctuation)]", dots, "[\(quotes)]", currencies,
    ]
    return (anywhere + ["[\(classes.symbols)]"]).map { "^" + $0 }.joined(separator: "|")
  }

  /// What is taken off the end.
  var suffixes: String {
    let before = "0-9\(classes.lower)\(classes.uncased)%²\\-+\(punctuation)|\(quotes)"
    let capital = "[\(classes.upper)\(classes.uncased)]"
    return [
      "[\(punctuation)]", "……", dots, "[\(quotes)]", "[\(classes.symbols)]", "['’][sS]", "[—–]",
      #"(?<=[0-9])\+"#, #"(?<=°[FfCcKk])\."#,
      "(?<=[0-9])\(currencies)", "(?<=[0-9])(?:\(units))",
      #"(?<=[\#(before)])\."#, #"(?<=\#(capital)\#(capital))\."#,
    ].map { $0 + "$" }.joined(separator: "|")
  }

  /// What divides a word, and is a token itself.
  var infixes: String {
    let letter = "[\(classes.letters)]"
    let letterOrDigit = "[\(classes.letters)0-9]"
    // Quotes count as letters on both sides of a full stop.
    let lower = "[\(classes.lower)\(classes.uncased)\(quotes)]"
    let upper = "[\(classes.upper)\(classes.uncased)\(quotes)]"
    let beforeHyphen = splitsAtHyphenAfterDigit ? letterOrDigit : letter
    return [
      dots, "…", "[\(classes.symbols)]",
      #"(?<=[0-9])[+\-*^](?=[0-9-])"#,
      #"(?<=\#(lower))\.(?=\#(upper))"#,
      "(?<=\(letter)),(?=\(letter))",
      // The first alternative that matches counts: one hyphen of several is no divider.
      "(?<=\(beforeHyphen))(?:-|–|—|--|---|——|~)(?=\(letter))",
      "(?<=\(letterOrDigit))[:<>=/](?=\(letter))",
    ].joined(separator: "|")
  }

  /// Units of measurement that are tokens of their own behind a digit, the first that fits.
  private var units: String {
    let powers = ["", "²", "³"]
    func squaredAndCubed(_ units: String) -> [String] {
      units.split(separator: " ").flatMap { unit in powers.map { unit + $0 } }
    }
    let latin =
      squaredAndCubed("km m dm cm mm")
      + words("ha µm nm yd in ft kg g mg µg t lb oz m/s km/h kmh mph hPa Pa mbar")
      + words("mb MB kb KB gb GB tb TB T G M K %")
    // The last Cyrillic and the first Arabic unit have no bar between them in spaCy either.
    let cyrillic =
      squaredAndCubed("км м дм см мм")
      + words("нм кг г мг м/с км/ч кПа Па мбар Кб КБ кб Мб МБ мб Гб ГБ гб Тб ТБ тбكم")
    let arabic =
      words("كم² كم³") + squaredAndCubed("م سم مم") + words("كم غرام جرام جم كغ ملغ كوب اكواب")
    return (latin + cyrillic + arabic).joined(separator: "|")
  }

  private func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }

  /// A whole word that is an address of the web or of mail.
  ///
  /// A scheme, names and passwords before an @, a host whose last part is in lower case or a public
  /// IPv4 address, a port, and a path; all but the host may be missing.
  var address: String {
    let label = #"[A-Za-z0-9\u00a1-\uffff]"#
    let scheme = #"(?:[\w+.\-]{2,}://)?"#
    let user = #"(?:\S+(?::\S*)?@)?"#
    let isPrivate =
      #"(?!(?:10|127)(?:\.\d{1,3}){3})(?!(?:169\.254|192\.168)(?:\.\d{1,3}){2})"#
      + #"(?!172\.(?:1[6-9]|2\d|3[0-1])(?:\.\d{1,3}){2})"#
    let number =
      #"(?:[1-9]\d?|1\d\d|2[01]\d|22[0-3])(?:\.(?:1?\d{1,2}|2[0-4]\d|25[0-5])){2}"#
      + #"(?:\.(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-4]))"#
    let name =
      #"(?:(?:\#(label)[A-Za-z0-9\u00a1-\uffff_\-]{0,62})?\#(label)\.)+"#
      + "[\(classes.lower)\(classes.uncased)]{2,63}"
    return "^" + scheme + user + "(?:\(isPrivate)\(number)|\(name))"
      + #"(?::\d{2,5})?(?:[/?#]\S*)?$"#
  }
}
