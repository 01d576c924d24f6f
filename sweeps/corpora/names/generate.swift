// Writes the corpus "names": train.conll, dev.conll and test.conll, the same bytes on every run.
//
//   swift generate.swift [FOLDER]        (default: the working directory)
//
// A sentence is an expansion of FOLDER/grammar.txt. Random bits come from the generator in this
// file and from nothing else.

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
}

// MARK: - Expansion

/// The alternatives of one symbol; those of `unseen` are for the development and test sets only.
struct Symbol {
  var seen: [String] = []
  var unseen: [String] = []
  var isWordList = false
}

func readGrammar(_ text: String) -> [String: Symbol] {
  var symbols: [String: Symbol] = [:]
  var name = ""
  for line in text.split(separator: "\n") where !line.hasPrefix("#") {
    let parts = line.split(separator: " ").map(String.init)
    if parts[0] == "=" {
      name = parts[1]
    } else if parts[0] == ":" {
      let list = parts.dropFirst(2).split(separator: "*", omittingEmptySubsequences: false)
      symbols[parts[1], default: Symbol(isWordList: true)].seen += list[0]
      symbols[parts[1], default: Symbol()].unseen += list.count > 1 ? Array(list[1]) : []
    } else if parts[0] == "~" {
      symbols[name, default: Symbol()].unseen.append(parts.dropFirst().joined(separator: " "))
    } else if parts[0].hasSuffix("x"), let weight = Int(parts[0].dropLast()) {
      let rule = parts.dropFirst().joined(separator: " ")
      symbols[name, default: Symbol()].seen += Array(repeating: rule, count: weight)
    } else {
      symbols[name, default: Symbol()].seen.append(String(line))
    }
  }
  return symbols
}

struct Writer {
  let symbols: [String: Symbol]
  var bits: Bits
  /// How many of 100 choices fall on an unseen word or rule, where there is one.
  let unseenWords: Int
  let unseenRules: Int

  mutating func expand(_ name: String) -> String {
    guard let symbol = symbols[name] else { preconditionFailure("no symbol {\(name)}") }
    let unseenPercent = symbol.isWordList ? unseenWords : unseenRules
    let isUnseen = !symbol.unseen.isEmpty && bits.below(100) < unseenPercent
    let choices = isUnseen ? symbol.unseen : symbol.seen
    var rest = choices[bits.below(choices.count)][...]
    var result = ""
    while let open = rest.firstIndex(of: "{"), let close = rest.firstIndex(of: "}") {
      result += rest[..<open]
      result += expand(String(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  /// One sentence as lines of token, tab, IOB tag.
  mutating func sentence() -> String {
    var tokens: [(word: String, tag: String)] = []
    var style = ""
    var type: String?
    var isInside = false
    for part in expand("sentence").split(separator: " ").map(String.init) {
      if part.hasPrefix("@") {
        style = part
      } else if part.hasPrefix("[") {
        (type, isInside) = (String(part.dropFirst()), false)
      } else if part == "]" {
        type = nil
      } else {
        tokens.append((part, type.map { (isInside ? "I-" : "B-") + $0 } ?? "O"))
        isInside = true
      }
    }
    return tokens.indices.map { index in
      let next = index + 1 < tokens.count ? tokens[index + 1].word : ""
      let word = spelled(tokens[index].word, before: next, style: style, isFirst: index == 0)
      return "\(word)\t\(tokens[index].tag)\n"
    }.joined()
  }
}

func spelled(_ word: String, before next: String, style: String, isFirst: Bool) -> String {
  var word = word
  if word.lowercased() == "a", let letter = next.lowercased().first, "aeiou".contains(letter) {
    word += "n"
  }
  let isShort = ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "the", "to"]
    .contains(word)
  switch style {
  case "@lower": return word.lowercased()
  case "@upper": return word.uppercased()
  case "@title" where isShort && !isFirst: return word
  case "@title": return word.prefix(1).uppercased() + word.dropFirst()
  default: return isFirst ? word.prefix(1).uppercased() + word.dropFirst() : word
  }
}

// MARK: - Files

let folder = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : "."
let symbols = readGrammar(try String(contentsOfFile: "\(folder)/grammar.txt", encoding: .utf8))
var written: Set<String> = []
for (file, count, unseenWords, unseenRules, seed) in [
  ("train", 3000, 0, 0, 1), ("dev", 600, 35, 15, 2), ("test", 600, 35, 15, 3),
] {
  var writer = Writer(
    symbols: symbols, bits: Bits(state: UInt64(seed)), unseenWords: unseenWords,
    unseenRules: unseenRules)
  var blocks: [String] = []
  while blocks.count < count {
    let block = writer.sentence()
    if written.insert(block).inserted { blocks.append(block) }
  }
  try blocks.joined(separator: "\n")
    .write(toFile: "\(folder)/\(file).conll", atomically: true, encoding: .utf8)
}
