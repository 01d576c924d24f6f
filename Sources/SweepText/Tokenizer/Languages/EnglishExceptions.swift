/// English words that are several tokens, and abbreviations that keep their full stop.
///
/// A contraction is a word and what is joined to it, with or without its apostrophe. What each word
/// takes is listed in one line; endings are named as they are written.
///
/// - Source: behaviour of spaCy 3.8 for English, norms included.
enum EnglishExceptions {
  private typealias Part = (text: String, norm: String?)

  static var exceptions: [TokenizerException] {
    var found = contractions.filter { !realWords.contains(StringStore.id(of: $0.text)) }
    found += clippings + times + abbreviations + phrases
    return found
  }

  /// Words that a contraction without its apostrophe would be taken for.
  private static let realWords = ids("Ill ill Its its Hell hell Shell shell Shed shed")
    .union(ids("Were were Well well Whore whore"))

  private static func ids(_ words: String) -> Set<UInt64> {
    Set(words.split(separator: " ").map { StringStore.id(of: String($0)) })
  }

  // MARK: - Contractions

  /// What is joined to a word, with the norms of its parts.
  private static let endings: [(name: String, parts: [Part])] = [
    ("'m", [("'m", "am")]), ("'ma", [("'m", "am"), ("a", "gonna")]),
    ("'ll", [("'ll", "will")]), ("'ll've", [("'ll", "will"), ("'ve", "have")]),
    ("'d", [("'d", "'d")]), ("'d've", [("'d", "would"), ("'ve", "have")]),
    ("'ve", [("'ve", "have")]), ("'re", [("'re", "are")]), ("'s", [("'s", "'s")]),
    ("n't", [("n't", "not")]), ("n't've", [("n't", "not"), ("'ve", "have")]),
  ]

  private static let willAndWould = "'ll 'll've 'd 'd've"

  /// Words, what they may be joined with, and their norms where those differ.
  private static let joints: [(words: String, endings: String)] = [
    ("i", "'m 'ma 've \(willAndWould)"),
    ("you we they", "'re 've \(willAndWould)"),
    ("he she it", "'s \(willAndWould)"),
    ("who what when where why how there", "'s 're +'ve \(willAndWould)"),
    ("that this", "'s \(willAndWould)"),
    ("these those", "'re +'ve \(willAndWould)"),
    ("could might must should would", "-'ve n't n't've"),
    ("ca=can do does did=do had=have may need ought sha=shall wo=will", "n't n't've"),
    ("ai= are is was were have has dare", "n't"),
  ]

  private static var contractions: [TokenizerException] {
    joints.flatMap { words, names in
      words.split(separator: " ").flatMap { word in
        names.split(separator: " ").flatMap { contractions(of: word, with: String($0)) }
      }
    }
  }

  /// A word with one ending: capitalized or not, with an apostrophe or without.
  private static func contractions(of entry: Substring, with name: String) -> [TokenizerException] {
    let word = entry.split(separator: "=", omittingEmptySubsequences: false)
    let text = String(word[0])
    let norm = word.count == 1 ? text : String(word[1])
    let ending = name.trimmingPrefix { $0 == "+" || $0 == "-" }
    guard let parts = endings.first(where: { $0.name == ending })?.parts else { return [] }
    return [text, capitalized(text)].flatMap { text -> [TokenizerException] in
      let head: Part = (text, norm.isEmpty ? nil : norm)
      let full = TokenizerException([head] + parts)
      let bare = TokenizerException([head] + parts.map { (without($0.text), $0.norm) })
      switch name {
      case "'s", "'m":
        let last = without(parts[0].text)
        // Without its apostrophe, the ending may mean something else.
        return [full, TokenizerException([head, (last, nil)])]
      case "+'ve":
        return [
          TokenizerException([head, ("'ve", nil)]),
          TokenizerException([(text, nil), ("ve", "have")]),
        ]
      case "-'ve":
        return [
          TokenizerException([head, ("'ve", nil)]), TokenizerException([head, ("ve", nil)]),
        ]
      default: return [full, bare]
      }
    }
  }

  private static func capitalized(_ word: String) -> String {
    word.prefix(1).uppercased() + word.dropFirst()
  }

  private static func without(_ text: String) -> String { text.filter { $0 != "'" } }

  // MARK: - One token

  /// Words with a letter less at the end or the start, and what they stand for.
  private static var clippings: [TokenizerException] {
    let ends = [
      "doin doing", "goin going", "nothin nothing", "nuthin nothing", "ol old",
      "somethin something", "lovin loving", "havin having",
    ].flatMap { line -> [TokenizerException] in
      let words = line.split(separator: " ").map(String.init)
      return [words[0], capitalized(words[0])].flatMap { word in
        [TokenizerException([(word, words[1])]), TokenizerException([(word + "'", words[1])])]
      }
    }
    let starts = ["em them", "ll will", "nuff enough"].flatMap { line -> [TokenizerException] in
      let words = line.split(separator: " ").map(String.init)
      return ["", "'"].map { TokenizerException([($0 + words[0], words[1])]) }
    }
    return ends + starts + entries(of: wholes)
  }

  /// Hours with the half of the day they are in.
  private static var times: [TokenizerException] {
    (1...12).flatMap { hour in
      ["a", "p"].flatMap { half in
        ["\(half).m.", "\(half)m"].map {
          TokenizerException([("\(hour)", nil), ($0, "\(half).m.")])
        }
      }
    }
  }

  private static var abbreviations: [TokenizerException] {
    entries(of: months) + entries(of: states)
      + titles.split { $0 == " " || $0 == "\n" }.map { TokenizerException(String($0)) }
  }

  /// One token each: the text, `=` and the norm, with `_` for a blank.
  private static func entries(of table: String) -> [TokenizerException] {
    table.split { $0 == " " || $0 == "\n" }.map { entry in
      let parts = entry.split(separator: "=")
      return TokenizerException([
        (String(parts[0]), parts[1].split(separator: "_").joined(separator: " "))
      ])
    }
  }

  private static let wholes = """
    'S='s 's='s ‘S='s ‘s='s and/or=and/or w/o=without 're=are 'Cause=because 'cause=because
    'Cos=because 'cos=because 'Coz=because 'coz=because 'Cuz=because 'cuz=because 'bout=about
    Ma'am=madam ma'am=madam O'clock=o'clock o'clock=o'clock Mt.=Mount
    """

  private static let months = """
    Jan.=January Feb.=February Mar.=March Apr.=April Jun.=June Jul.=July Aug.=August
    Sep.=September Sept.=September Oct.=October Nov.=November Dec.=December
    """

  private static let states = """
    Ak.=Alaska Ala.=Alabama Ariz.=Arizona Ark.=Arkansas Calif.=California Colo.=Colorado
    Conn.=Connecticut Del.=Delaware Fla.=Florida Ga.=Georgia Ia.=Iowa Id.=Idaho Ill.=Illinois
    Ind.=Indiana Kan.=Kansas Kans.=Kansas Ky.=Kentucky La.=Louisiana Mass.=Massachusetts
    Mich.=Michigan Minn.=Minnesota Miss.=Mississippi N.C.=North_Carolina N.D.=North_Dakota
    N.H.=New_Hampshire N.J.=New_Jersey N.M.=New_Mexico N.Y.=New_York Neb.=Nebraska
    Nebr.=Nebraska Nev.=Nevada Okla.=Oklahoma Ore.=Oregon Pa.=Pennsylvania
    S.C.=South_Carolina Tenn.=Tennessee Va.=Virginia Wash.=Washington Wis.=Wisconsin
    """

  /// What is written with a full stop and has no norm of its own.
  private static let titles = """
    'd Adm. Dr. Gen. Gov. Jr. Messrs. Mr. Mrs. Ms. Ph.D. Prof. Rep. Rev. Sen. St.
    Bros. co. Co. Corp. Inc. Ltd. D.C. Md. Mo. Mont.
    a.m. p.m. e.g. E.g. E.G. i.e. I.e. I.E. vs. v.s.
    """

  // MARK: - Several tokens

  /// Contractions of their own kind: parts divided by `+`, each with its norm behind `=`.
  private static let phrases: [TokenizerException] = """
    y'=you+all y=you+all how+'d+'y=you How=how+'d+'y=you
    not+'ve=have not+ve=have Not=not+'ve=have Not=not+ve=have
    can+not Can=can+not gon=going+na=to Gon=going+na=to got+ta=to Got=got+ta=to
    let+'s=us Let=let+'s=us c'm=come+on C'm=come+on
    """.split { $0 == " " || $0 == "\n" }.map { entry in
      TokenizerException(
        entry.split(separator: "+").map { part in
          let parts = part.split(separator: "=").map(String.init)
          return (parts[0], parts.count > 1 ? parts[1] : nil)
        })
    }
}
