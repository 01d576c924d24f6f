// Writes the corpus "trees": train.conllu, dev.conllu and test.conllu, the same bytes on every run.
//
//   swift generate.swift [FOLDER]        (default: the working directory)
//
// Sentences are built as trees and then read off, so every head and label is known. Words come from
// FOLDER/vocabulary.txt, random bits from the generator in this file and from nothing else.

import Foundation

// MARK: - Random bits

/// SplitMix64: 64 bits of state, the same sequence on every machine.
struct Bits {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// True in so many of 100 cases.
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
}

// MARK: - Words

struct WordList {
  var seen: [[String]] = []
  var unseen: [[String]] = []
}

func readVocabulary(_ text: String) -> [String: WordList] {
  var lists: [String: WordList] = [:]
  for line in text.split(separator: "\n") where line.hasPrefix(":") {
    let parts = line.split(separator: " ").map(String.init)
    let halves = parts.dropFirst(2).split(separator: "*", omittingEmptySubsequences: false)
    func words(_ half: ArraySlice<String>) -> [[String]] {
      half.map { $0.split(separator: "|").map(String.init) }
    }
    lists[parts[1]] = WordList(
      seen: words(halves[0]), unseen: halves.count > 1 ? words(halves[1]) : [])
  }
  return lists
}

struct Token {
  var form: String
  var lemma: String
  var upos: String
  var xpos: String
  var feats = "_"
  /// Within the phrase; itself for the head of the phrase.
  var head = 0
  var dep = ""
  var hasSpaceAfter = true
}

/// Some tokens under one head.
struct Phrase {
  var tokens: [Token]
  var head: Int
  /// Tokens that belong to the phrase and stand at the end of the sentence, under a token of it.
  var extraposed: [(tokens: [Token], head: Int, under: Int, dep: String)] = []

  init(_ token: Token) { (tokens, head) = ([token], 0) }

  /// Puts dependents around a head, each with its label.
  init(_ left: [(Phrase, String)], _ middle: Phrase, _ right: [(Phrase, String)]) {
    tokens = []
    head = 0
    var starts: [(phrase: Phrase, start: Int, dep: String?)] = []
    for (phrase, dep) in left {
      starts.append((phrase, tokens.count, dep))
      append(phrase)
    }
    let start = tokens.count
    starts.append((middle, start, nil))
    append(middle)
    head = start + middle.head
    for (phrase, dep) in right {
      starts.append((phrase, tokens.count, dep))
      append(phrase)
    }
    for (phrase, start, dep) in starts {
      for item in phrase.extraposed {
        extraposed.append((item.tokens, item.head, item.under + start, item.dep))
      }
      guard let dep else { continue }
      tokens[start + phrase.head].head = head
      tokens[start + phrase.head].dep = dep
    }
    tokens[head].head = head
  }

  private mutating func append(_ phrase: Phrase) {
    let start = tokens.count
    tokens += phrase.tokens.map { token in
      var token = token
      token.head += start
      return token
    }
  }

  /// Puts what was held back at the end.
  mutating func settle() {
    for item in extraposed {
      let start = tokens.count
      for (index, token) in item.tokens.enumerated() {
        var token = token
        token.head = index == item.head ? item.under : token.head + start
        if index == item.head { token.dep = item.dep }
        tokens.append(token)
      }
    }
    extraposed = []
  }
}

// MARK: - Grammar

enum Tense { case past, present }

struct Writer {
  let lists: [String: WordList]
  var bits: Bits
  /// How many of 100 words are ones that training does not have, where a list has some.
  let unseen: Int

  mutating func word(_ list: String) -> [String] {
    guard let words = lists[list] else { preconditionFailure("no list \(list)") }
    return !words.unseen.isEmpty && bits.chance(unseen)
      ? bits.pick(words.unseen) : bits.pick(words.seen)
  }

  func token(_ form: String, _ upos: String, _ xpos: String, _ feats: String = "_") -> Phrase {
    Phrase(Token(form: form, lemma: form.lowercased(), upos: upos, xpos: xpos, feats: feats))
  }

  func lemma(_ phrase: Phrase, _ lemma: String) -> Phrase {
    var phrase = phrase
    phrase.tokens[0].lemma = lemma
    return phrase
  }

  mutating func noun(_ list: String, isPlural: Bool) -> Phrase {
    let forms = word(list)
    let plural = forms.count > 1 ? forms[1] : forms[0] + "s"
    return lemma(
      token(
        isPlural ? plural : forms[0], "NOUN", isPlural ? "NNS" : "NN",
        isPlural ? "Number=Plur" : "Number=Sing"), forms[0])
  }

  /// A verb of a list in one of its forms.
  func verb(_ forms: [String], _ xpos: String) -> Phrase {
    let base = forms[0]
    let hasE = base.hasSuffix("e")
    let all =
      forms.count > 1
      ? forms
      : [
        base, base + (base.hasSuffix("ch") || base.hasSuffix("sh") ? "es" : "s"),
        base + (hasE ? "d" : "ed"), base + (hasE ? "d" : "ed"),
        (hasE ? String(base.dropLast()) : base) + "ing",
      ]
    let (form, feats) =
      switch xpos {
      case "VBZ": (all[1], "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin")
      case "VBP": (all[0], "Mood=Ind|Tense=Pres|VerbForm=Fin")
      case "VBD": (all[2], "Mood=Ind|Tense=Past|VerbForm=Fin")
      case "VBN": (all[3], "Tense=Past|VerbForm=Part")
      case "VBG": (all[4], "Tense=Pres|VerbForm=Part")
      default: (all[0], "VerbForm=Inf")
      }
    return lemma(token(form, "VERB", xpos, feats), base)
  }

  func be(_ tense: Tense, isPlural: Bool, as upos: String = "AUX") -> Phrase {
    let form = tense == .past ? (isPlural ? "were" : "was") : (isPlural ? "are" : "is")
    let xpos = tense == .past ? "VBD" : (isPlural ? "VBP" : "VBZ")
    let number = isPlural ? "" : "Number=Sing|Person=3|"
    let feats = "Mood=Ind|\(number)Tense=\(tense == .past ? "Past" : "Pres")|VerbForm=Fin"
    return lemma(token(form, upos, xpos, feats), "be")
  }

  func have(_ tense: Tense, isPlural: Bool) -> Phrase {
    let form = tense == .past ? "had" : (isPlural ? "have" : "has")
    let xpos = tense == .past ? "VBD" : (isPlural ? "VBP" : "VBZ")
    let feats = "Mood=Ind|Tense=\(tense == .past ? "Past" : "Pres")|VerbForm=Fin"
    return lemma(token(form, "AUX", xpos, feats), "have")
  }

  mutating func adjective() -> Phrase { token(word("adjective")[0], "ADJ", "JJ", "Degree=Pos") }
  mutating func adverb() -> Phrase { token(word("adverb")[0], "ADV", "RB") }
  func preposition(_ form: String) -> Phrase { token(form, "ADP", "IN") }

  // MARK: Noun phrases

  struct Noun {
    var phrase: Phrase
    var isPlural: Bool
  }

  mutating func name() -> Phrase {
    var name = token(word("name")[0], "PROPN", "NNP", "Number=Sing")
    name.tokens[0].lemma = name.tokens[0].form
    return name
  }

  mutating func placeName() -> Phrase {
    var name = token(word("place-name")[0], "PROPN", "NNP", "Number=Sing")
    name.tokens[0].lemma = name.tokens[0].form
    return name
  }

  /// A determiner with what it depends on.
  mutating func determiner(isPlural: Bool) -> (Phrase, String)? {
    switch bits.below(12) {
    case 0..<5: (token("the", "DET", "DT", "Definite=Def|PronType=Art"), "det")
    case 5..<8 where !isPlural: (token("a", "DET", "DT", "Definite=Ind|PronType=Art"), "det")
    case 8:
      (
        lemma(
          token(
            isPlural ? "those" : "that", "DET", "DT",
            "Number=\(isPlural ? "Plur" : "Sing")|PronType=Dem"),
          "that"), "det"
      )
    case 9:
      (
        token(bits.pick(["her", "his", "their", "our"]), "PRON", "PRP$", "Poss=Yes|PronType=Prs"),
        "nmod:poss"
      )
    case 10:
      (Phrase([], name(), [(token("'s", "PART", "POS"), "case")]), "nmod:poss")
    case _ where isPlural && bits.chance(40):
      (token(bits.pick(["two", "three", "four", "seven"]), "NUM", "CD", "NumType=Card"), "nummod")
    default: isPlural ? nil : (token("the", "DET", "DT", "Definite=Def|PronType=Art"), "det")
    }
  }

  /// A noun with its determiner, adjectives and what follows; deeper ones get less.
  mutating func nounPhrase(_ list: String, depth: Int = 0, mayExtrapose: Bool = false) -> Noun {
    if list == "noun-person", bits.chance(30) {
      return Noun(phrase: name(), isPlural: false)
    }
    if list == "noun-place", bits.chance(25) {
      return Noun(phrase: placeName(), isPlural: false)
    }
    let isPlural = bits.chance(28)
    var left: [(Phrase, String)] = []
    if let first = determiner(isPlural: isPlural) {
      left.append(first)
    }
    for _ in 0..<bits.pick([0, 0, 0, 0, 1, 1, 1, 2]) { left.append((adjective(), "amod")) }
    if bits.chance(6) { left.append((noun("noun-place", isPlural: false), "compound")) }
    var right: [(Phrase, String)] = []
    var held: (Phrase, String)?
    if depth < 2, bits.chance(18) {
      switch bits.below(4) {
      case 0: right.append((prepositional("of", "noun-place", depth: depth + 1), "nmod"))
      case 1 where list == "noun-thing":
        right.append((prepositional("with", "noun-part", depth: depth + 1), "nmod"))
      case 2:
        right.append(
          (prepositional(word("preposition-place")[0], "noun-place", depth: depth + 1), "nmod"))
      default:
        let clause = relative(isPerson: list == "noun-person", isPlural: isPlural)
        if mayExtrapose, bits.chance(40) {
          held = (clause, "acl:relcl")
        } else {
          right.append((clause, "acl:relcl"))
        }
      }
    }
    var phrase = Phrase(left, noun(list, isPlural: isPlural), right)
    if let held {
      phrase.extraposed = [(held.0.tokens, held.0.head, phrase.head, held.1)]
    }
    if depth == 0, bits.chance(7) {
      let second = nounPhrase(list, depth: 2)
      let and = Phrase(
        [(token(bits.pick(["and", "or"]), "CCONJ", "CC"), "cc")], second.phrase, [])
      return Noun(phrase: Phrase([], phrase, [(and, "conj")]), isPlural: true)
    }
    return Noun(phrase: phrase, isPlural: isPlural)
  }

  mutating func prepositional(_ form: String, _ list: String, depth: Int = 1) -> Phrase {
    Phrase([(preposition(form), "case")], nounPhrase(list, depth: depth).phrase, [])
  }

  mutating func relative(isPerson: Bool, isPlural: Bool) -> Phrase {
    let pronoun = token(
      isPerson ? "who" : bits.pick(["that", "which"]), "PRON", isPerson ? "WP" : "WDT",
      "PronType=Rel")
    if bits.chance(55) {
      return Phrase(
        [(pronoun, "nsubj")], verb(word("verb-transitive"), "VBD"),
        [(nounPhrase("noun-thing", depth: 2).phrase, "obj")])
    }
    return Phrase(
      [(pronoun, "obj"), (nounPhrase("noun-person", depth: 2).phrase, "nsubj")],
      verb(word("verb-transitive"), "VBD"), [])
  }

  mutating func pronoun(isSubject: Bool) -> Noun {
    let choices: [(String, String, String, Bool)] = [
      ("she", "her", "Number=Sing|Person=3", false), ("he", "him", "Number=Sing|Person=3", false),
      ("they", "them", "Number=Plur|Person=3", true), ("we", "us", "Number=Plur|Person=1", true),
      ("it", "it", "Number=Sing|Person=3", false),
    ]
    let (subject, object, feats, isPlural) = bits.pick(choices)
    let phrase = token(
      isSubject ? subject : object, "PRON", "PRP",
      "Case=\(isSubject ? "Nom" : "Acc")|\(feats)|PronType=Prs")
    return Noun(phrase: lemma(phrase, subject), isPlural: isPlural)
  }

  mutating func subject() -> Noun {
    switch bits.below(10) {
    case 0..<3: pronoun(isSubject: true)
    case 3: nounPhrase("noun-animal", mayExtrapose: true)
    default: nounPhrase("noun-person", mayExtrapose: true)
    }
  }

  // MARK: Clauses

  /// What stands before the verb, and the verb in the form that follows from it.
  mutating func predicate(
    _ forms: [String], isPlural: Bool
  ) -> (left: [(Phrase, String)], verb: Phrase) {
    let adverbs: [(Phrase, String)] = bits.chance(12) ? [(adverb(), "advmod")] : []
    let not = (lemma(token("not", "PART", "RB", "Polarity=Neg"), "not"), "advmod")
    switch bits.below(20) {
    case 0..<9: return (adverbs, verb(forms, "VBD"))
    case 9..<12: return (adverbs, verb(forms, isPlural ? "VBP" : "VBZ"))
    case 12..<14:
      let modal = token(
        bits.pick(["will", "can", "must", "should", "may"]), "AUX", "MD", "VerbForm=Fin")
      return ([(modal, "aux")] + (bits.chance(30) ? [not] : adverbs), verb(forms, "VB"))
    case 14..<16:
      let tense = bits.pick([Tense.past, .present])
      return ([(have(tense, isPlural: isPlural), "aux")] + adverbs, verb(forms, "VBN"))
    case 16..<18:
      let tense = bits.pick([Tense.past, .present])
      return ([(be(tense, isPlural: isPlural), "aux")] + adverbs, verb(forms, "VBG"))
    default:
      let did = lemma(token("did", "AUX", "VBD", "Mood=Ind|Tense=Past|VerbForm=Fin"), "do")
      return ([(did, "aux"), not], verb(forms, "VB"))
    }
  }

  /// What may follow any verb.
  mutating func adjuncts() -> [(Phrase, String)] {
    var found: [(Phrase, String)] = []
    if bits.chance(22) {
      found.append((prepositional(word("preposition-place")[0], "noun-place"), "obl"))
    }
    if bits.chance(10) { found.append((adverb(), "advmod")) }
    if bits.chance(8) {
      let time = Phrase(
        [(token(bits.pick(["this", "every", "that"]), "DET", "DT", "PronType=Dem"), "det")],
        noun("noun-time", isPlural: false), [])
      found.append((time, "obl:tmod"))
    }
    return found
  }

  mutating func clause(depth: Int = 0) -> Phrase {
    let subject = subject()
    let start = [(subject.phrase, "nsubj")]
    switch bits.below(depth < 2 ? 22 : 14) {
    case 0..<3:
      let (left, verb) = predicate(word("verb-intransitive"), isPlural: subject.isPlural)
      let way: [(Phrase, String)] =
        bits.chance(35) ? [(prepositional(word("preposition-way")[0], "noun-place"), "obl")] : []
      return Phrase(start + left, verb, way + adjuncts())
    case 3..<8:
      let (left, verb) = predicate(word("verb-transitive"), isPlural: subject.isPlural)
      let object = bits.chance(15) ? pronoun(isSubject: false) : nounPhrase("noun-thing")
      // What is done with a tool belongs to the verb; a part belongs to the thing.
      let tool: [(Phrase, String)] =
        bits.chance(22) ? [(prepositional("with", "noun-tool"), "obl")] : []
      return Phrase(start + left, verb, [(object.phrase, "obj")] + tool + adjuncts())
    case 8..<10:
      let (left, verb) = predicate(word("verb-eat"), isPlural: subject.isPlural)
      var object = nounPhrase("noun-food", depth: 2).phrase
      var tool: [(Phrase, String)] = []
      if bits.chance(50) {
        if bits.chance(50) {
          object = Phrase([], object, [(prepositional("with", "noun-food", depth: 2), "nmod")])
        } else {
          tool = [(prepositional("with", "noun-tool", depth: 2), "obl")]
        }
      }
      return Phrase(start + left, verb, [(object, "obj")] + tool + adjuncts())
    case 10..<12:
      let (left, verb) = predicate(word("verb-give"), isPlural: subject.isPlural)
      let thing = nounPhrase("noun-thing", depth: 1).phrase
      let person = nounPhrase("noun-person", depth: 2).phrase
      let right: [(Phrase, String)] =
        bits.chance(50)
        ? [(person, "iobj"), (thing, "obj")]
        : [(thing, "obj"), (Phrase([(preposition("to"), "case")], person, []), "obl")]
      return Phrase(start + left, verb, right + adjuncts())
    case 12..<14:
      let copula = (be(bits.pick([.past, .present]), isPlural: subject.isPlural), "cop")
      if bits.chance(60) {
        let degree: [(Phrase, String)] =
          bits.chance(30)
          ? [(token(bits.pick(["very", "too", "quite"]), "ADV", "RB"), "advmod")] : []
        return Phrase(start + [copula] + degree, adjective(), [])
      }
      return Phrase(start + [copula], nounPhrase("noun-person", depth: 1).phrase, [])
    case 14..<17:
      let (left, verb) = predicate(word("verb-say"), isPlural: subject.isPlural)
      let mark: [(Phrase, String)] =
        bits.chance(70) ? [(token("that", "SCONJ", "IN"), "mark")] : []
      let inner = clause(depth: depth + 1)
      return Phrase(start + left, verb, [(Phrase(mark, inner, []), "ccomp")])
    case 17..<20:
      let (left, verb) = predicate(word("verb-want"), isPlural: subject.isPlural)
      let inner = Phrase(
        [(token("to", "PART", "TO"), "mark")], self.verb(word("verb-transitive"), "VB"),
        [(nounPhrase("noun-thing", depth: 1).phrase, "obj")] + adjuncts())
      return Phrase(start + left, verb, [(inner, "xcomp")])
    default:
      let thing = nounPhrase("noun-thing", mayExtrapose: true)
      let by: [(Phrase, String)] =
        bits.chance(60) ? [(prepositional("by", "noun-person"), "obl:agent")] : []
      return Phrase(
        [
          (thing.phrase, "nsubj:pass"),
          (be(bits.pick([.past, .present]), isPlural: thing.isPlural), "aux:pass"),
        ], verb(word("verb-transitive"), "VBN"), by + adjuncts())
    }
  }

  mutating func sentence() -> [Token] {
    var mark = "."
    var phrase: Phrase
    switch bits.below(20) {
    case 0..<12: phrase = clause()
    case 12..<14:
      var second = clause(depth: 1)
      second.settle()
      second = Phrase([(token(bits.pick(["and", "but", "so"]), "CCONJ", "CC"), "cc")], second, [])
      var first = clause(depth: 1)
      first.settle()
      phrase = Phrase([], first, [(punctuation(","), "punct"), (second, "conj")])
    case 14..<16:
      var inner = clause(depth: 1)
      inner.settle()
      let marker = bits.pick(["when", "because", "if", "while", "before"])
      inner = Phrase([(token(marker, "SCONJ", "IN"), "mark")], inner, [])
      if bits.chance(50) {
        var main = clause(depth: 1)
        let comma = (punctuation(","), "punct")
        main = Phrase([(inner, "advcl"), comma], main, [])
        phrase = main
      } else {
        var main = clause(depth: 1)
        main.settle()
        phrase = Phrase([], main, [(inner, "advcl")])
      }
    case 16..<18:
      mark = "?"
      let subject = subject()
      let did = lemma(token("did", "AUX", "VBD", "Mood=Ind|Tense=Past|VerbForm=Fin"), "do")
      let front: [(Phrase, String)] =
        bits.chance(50)
        ? [
          (
            token(bits.pick(["why", "when", "where", "how"]), "ADV", "WRB", "PronType=Int"),
            "advmod"
          )
        ]
        : []
      phrase = Phrase(
        front + [(did, "aux"), (subject.phrase, "nsubj")], verb(word("verb-transitive"), "VB"),
        [(nounPhrase("noun-thing", depth: 1).phrase, "obj")] + adjuncts())
    case 18:
      mark = bits.pick([".", "!"])
      var imperative = verb(word("verb-transitive"), "VB")
      imperative.tokens[0].feats = "Mood=Imp|VerbForm=Fin"
      phrase = Phrase([], imperative, [(nounPhrase("noun-thing").phrase, "obj")] + adjuncts())
    default:
      let idea = nounPhrase("noun-idea")
      let copula = (be(bits.pick([.past, .present]), isPlural: idea.isPlural), "cop")
      phrase = Phrase([(idea.phrase, "nsubj"), copula], adjective(), [])
    }
    phrase.settle()
    var whole = Phrase([], phrase, [(punctuation(mark), "punct")])
    whole.tokens[whole.head].dep = "root"
    return spelled(whole.tokens)
  }

  func punctuation(_ mark: String) -> Phrase { token(mark, "PUNCT", mark == "," ? "," : ".") }
}

/// Articles before vowels, capitals, and which words have no blank after them.
func spelled(_ tokens: [Token]) -> [Token] {
  var tokens = tokens
  for index in tokens.indices.dropLast() {
    let next = tokens[index + 1]
    if tokens[index].form == "a", let letter = next.form.first, "aeiou".contains(letter) {
      tokens[index].form = "an"
    }
    if next.upos == "PUNCT" || next.xpos == "POS" { tokens[index].hasSpaceAfter = false }
  }
  tokens[0].form = tokens[0].form.prefix(1).uppercased() + tokens[0].form.dropFirst()
  return tokens
}

// MARK: - Files

func lines(_ tokens: [Token], id: String) -> String {
  let text = tokens.enumerated().map { index, token in
    token.form + (token.hasSpaceAfter && index + 1 < tokens.count ? " " : "")
  }.joined()
  var result = "# sent_id = \(id)\n# text = \(text)\n"
  for (index, token) in tokens.enumerated() {
    let head = token.dep == "root" ? 0 : token.head + 1
    let misc = token.hasSpaceAfter ? "_" : "SpaceAfter=No"
    let columns = [
      "\(index + 1)", token.form, token.lemma, token.upos, token.xpos, token.feats, "\(head)",
      token.dep, "_", misc,
    ]
    result += columns.joined(separator: "\t") + "\n"
  }
  return result
}

let folder = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : "."
let lists = readVocabulary(
  try String(contentsOfFile: "\(folder)/vocabulary.txt", encoding: .utf8))
var written: Set<String> = []
for (file, count, unseen, seed) in [
  ("train", 1200, 0, UInt64(11)), ("dev", 250, 22, 12), ("test", 250, 22, 13),
] {
  var writer = Writer(lists: lists, bits: Bits(state: seed), unseen: unseen)
  var blocks: [String] = []
  while blocks.count < count {
    let tokens = writer.sentence()
    guard tokens.count <= 40, written.insert(tokens.map(\.form).joined(separator: " ")).inserted
    else { continue }
    blocks.append(lines(tokens, id: "\(file)-\(blocks.count + 1)"))
  }
  try (blocks.joined(separator: "\n") + "\n").write(
    toFile: "\(folder)/\(file).conllu", atomically: true, encoding: .utf8)
}
