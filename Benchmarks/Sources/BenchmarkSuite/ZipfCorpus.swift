import Foundation
package import SweepBase
import SweepText

/// A generated corpus for named entities, as large as wanted, with fresh words however large it is.
///
/// Words come from Pitman and Yor's process: after n words, V of them different, the next one is
/// fresh with probability (θ + d V)/(θ + n); otherwise it is an old one, the more likely the more
/// often it has occurred: (c − d)/(θ + n). So the word of rank r has a frequency near r^(−1/d), which
/// is Zipf's law, and the number of different words grows as n^d, which is Heaps'. With d = 0.75 and
/// θ = 65, 62,730 words hold some 14,900 different ones; so does a corpus of tweets of that size.
///
/// Documents have 4 to 33 words, all lengths equally likely. Every 32nd word on average begins a
/// name of one to four words and one of six types; each type has a process of its own, and its names
/// have an ending of its own, so that something can be learned. The same factor and seed give the
/// same bytes everywhere.
package struct ZipfCorpus {
  /// The documents of a corpus of factor 1, for training and for development.
  package static let (trainDocuments, devDocuments) = (3394, 1009)
  /// The documents of one file.
  private static let documentsPerFile = 20_000
  private static let types: [(name: String, ending: String)] = [
    ("PERSON", "son"), ("PLACE", "ton"), ("GROUP", "ers"), ("COMPANY", "corp"),
    ("PRODUCT", "ix"), ("WORK", "iad"),
  ]

  private let factor: Int
  private var random: RandomStream
  private var words = WordProcess()
  private var names = types.map { _ in WordProcess() }

  /// - Parameters:
  ///   - factor: how many times the documents of a corpus of factor 1; the development corpus stays
  ///     as it is.
  ///   - seed: of the random bits.
  package init(factor: Int, seed: UInt64 = 0) {
    self.factor = factor
    random = RandomStream(seed: seed, path: ["benchmark", "corpus"])
  }

  /// Writes `train/` with one or more files, and `dev.spacy`.
  package func write(to folder: String) throws {
    var corpus = self
    let train = folder + "/train"
    try FileManager.default.createDirectory(atPath: train, withIntermediateDirectories: true)
    var (left, number) = (Self.trainDocuments * factor, 0)
    while left > 0 {
      let count = min(left, Self.documentsPerFile)
      let name = String(repeating: "0", count: 4 - String(number).count) + String(number)
      try DocBin((0..<count).map { _ in corpus.document() }).write(to: "\(train)/\(name).spacy")
      left -= count
      number += 1
    }
    let dev = (0..<Self.devDocuments).map { _ in corpus.document() }
    try DocBin(dev).write(to: folder + "/dev.spacy")
  }

  private mutating func document() -> Doc {
    let length = 4 + random.below(30)
    var (texts, entities) = ([String](), [EntitySpan]())
    while texts.count < length {
      guard random.below(32) == 0 else {
        texts.append(Spelling.word(words.next(&random)))
        continue
      }
      let type = random.below(Self.types.count)
      // Of ten names, six have one word, two have two, one has three, one has four.
      let size = min([1, 1, 1, 1, 1, 1, 2, 2, 3, 4][random.below(10)], length - texts.count)
      entities.append(EntitySpan(texts.count, texts.count + size, Self.types[type].name))
      for _ in 0..<size {
        let word = Spelling.syllables(names[type].next(&random)) + Self.types[type].ending
        texts.append(Spelling.capitalized(word))
      }
    }
    var doc = Doc(words: texts)
    doc.setEntities(entities)
    return doc
  }
}

/// Numbers of words, drawn by Pitman and Yor's process.
package struct WordProcess {
  private let discount = 0.75
  private let strength = 65.0
  private var drawn: [Int32] = []
  private var counts: [Int32] = []

  package init() {}

  /// How many different words have been drawn.
  package var differentCount: Int { counts.count }
  /// How many words have been drawn.
  package var drawnCount: Int { drawn.count }

  /// The next word; fresh words are numbered as they come.
  package mutating func next(_ random: inout RandomStream) -> Int {
    let (n, different) = (Double(drawn.count), Double(counts.count))
    if random.double() * (strength + n) < strength + discount * different {
      drawn.append(Int32(counts.count))
      counts.append(1)
      return counts.count - 1
    }
    // A word drawn before is as likely as it is frequent; some draws are refused for the discount.
    while true {
      let word = Int(drawn[random.below(drawn.count)])
      if random.double() * Double(counts[word]) < discount { continue }
      counts[word] += 1
      drawn.append(Int32(word))
      return word
    }
  }
}

/// Made-up words.
package enum Spelling {
  private static let marks = [".", ",", "the", ":", "!", "?", "a", "'"]
  private static let onsets = Array("bdfgklmnprstvz").map(String.init)
  private static let vowels = Array("aeiou").map(String.init)

  /// The text of a word: a mark, a number, a capitalized word or a plain one.
  package static func word(_ number: Int) -> String {
    if number < marks.count { return marks[number] }
    if number % 25 == 0 { return String(number) }
    return number % 10 == 3 ? capitalized(syllables(number)) : syllables(number)
  }

  /// A number in syllables, each number in its own.
  package static func syllables(_ number: Int) -> String {
    var (text, rest) = ("", number)
    let count = onsets.count * vowels.count
    repeat {
      text += onsets[rest % count % onsets.count] + vowels[rest % count / onsets.count]
      rest = rest / count - 1
    } while rest >= 0
    return text
  }

  static func capitalized(_ word: String) -> String {
    word.prefix(1).uppercased() + word.dropFirst()
  }
}
