// Writes a corpus of texts with categories or spans from its grammar: train.jsonl, dev.jsonl and
// test.jsonl, the same bytes on every run.
//
//   swift generate-jsonl.swift FOLDER TRAIN DEV        (the numbers of texts; test has as many as dev)
//
// A text is an expansion of `text` in FOLDER/grammar.txt. Random bits come from the generator in this
// file and from nothing else.

import Foundation

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

/// The alternatives of one symbol; those of `unseen` are for the development and test sets only.
struct Symbol {
  var seen: [String] = []
  var unseen: [String] = []
}

func readGrammar(_ text: String) -> [String: Symbol] {
  var symbols: [String: Symbol] = [:]
  var name = ""
  for line in text.split(separator: "\n") where !line.hasPrefix("#") {
    let parts = line.split(separator: " ").map(String.init)
    let rest = parts.dropFirst().joined(separator: " ")
    if parts[0] == "=" {
      name = parts[1]
    } else if parts[0] == ":" {
      let list = parts.dropFirst(2).split(separator: "*", omittingEmptySubsequences: false)
      symbols[parts[1], default: Symbol()].seen += list[0]
      symbols[parts[1], default: Symbol()].unseen += list.count > 1 ? Array(list[1]) : []
    } else if parts[0] == "~" {
      symbols[name, default: Symbol()].unseen.append(rest)
    } else if parts[0].hasSuffix("x"), let weight = Int(parts[0].dropLast()) {
      symbols[name, default: Symbol()].seen += Array(
        repeating: rest == "-" ? "" : rest, count: weight)
    } else {
      symbols[name, default: Symbol()].seen.append(line == "-" ? "" : String(line))
    }
  }
  return symbols
}

struct Span {
  var start: Int
  var end: Int
  var label: String
}

struct Writer {
  let symbols: [String: Symbol]
  var bits: Bits
  /// How many of 100 choices fall on an alternative that training does not have, where there is one.
  let unseen: Int

  mutating func expand(_ name: String) -> String {
    guard let symbol = symbols[name] else { preconditionFailure("no symbol {\(name)}") }
    let isUnseen = !symbol.unseen.isEmpty && bits.below(100) < unseen
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

  /// One text with its category and its spans, which may lie in each other.
  mutating func text() -> (text: String, category: String?, spans: [Span]) {
    var (text, category, isStart) = ("", String?.none, true)
    var (spans, open) = ([Span](), [(start: Int, label: String)]())
    for part in expand("text").split(separator: " ").map(String.init) {
      if part.hasPrefix("@") {
        category = String(part.dropFirst())
      } else if part.hasPrefix("[") {
        open.append((-1, String(part.dropFirst())))
      } else if part == "]" {
        let span = open.removeLast()
        spans.append(Span(start: span.start, end: text.unicodeScalars.count, label: span.label))
      } else {
        let isGlued = [",", ".", "!", "?", "'s", "n't", ":", ";"].contains(part)
        if !text.isEmpty && !isGlued { text += " " }
        for index in open.indices where open[index].start < 0 {
          open[index].start = text.unicodeScalars.count
        }
        text += isStart ? part.prefix(1).uppercased() + part.dropFirst() : part
        isStart = [".", "!", "?"].contains(part)
      }
    }
    spans.sort { ($0.start, $1.end) < ($1.start, $0.end) }
    return (text, category, spans)
  }
}

func quoted(_ text: String) -> String {
  "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
}

let arguments = CommandLine.arguments
guard arguments.count == 4, let train = Int(arguments[2]), let dev = Int(arguments[3]) else {
  print("usage: swift generate-jsonl.swift FOLDER TRAIN DEV")
  exit(64)
}
let folder = arguments[1]
let symbols = readGrammar(try String(contentsOfFile: "\(folder)/grammar.txt", encoding: .utf8))
let categories = (symbols["categories"]?.seen ?? [])
var written: Set<String> = []
for (file, count, unseen, seed) in [
  ("train", train, 0, UInt64(21)), ("dev", dev, 25, 22), ("test", dev, 25, 23),
] {
  var writer = Writer(symbols: symbols, bits: Bits(state: seed), unseen: unseen)
  var lines: [String] = []
  while lines.count < count {
    let (text, category, spans) = writer.text()
    guard written.insert(text).inserted else { continue }
    var fields = ["\"text\":" + quoted(text)]
    if !categories.isEmpty {
      let values = categories.map { "\(quoted($0)):\($0 == category ? 1 : 0)" }
      fields.append("\"cats\":{\(values.joined(separator: ","))}")
    } else {
      let values = spans.map {
        "{\"start\":\($0.start),\"end\":\($0.end),\"label\":\(quoted($0.label))}"
      }
      fields.append("\"spans\":[\(values.joined(separator: ","))]")
      fields.append("\"answer\":\"accept\"")
    }
    lines.append("{\(fields.joined(separator: ","))}\n")
  }
  try lines.joined().write(
    toFile: "\(folder)/\(file).jsonl", atomically: true, encoding: .utf8)
}
