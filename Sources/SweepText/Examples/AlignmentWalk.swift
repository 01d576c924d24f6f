/// Walks through the characters of two tokenizations side by side and notes which tokens meet.
struct AlignmentWalk {
  private let x: CharacterTokens
  private let y: CharacterTokens
  private(set) var xToY: [[Int]]
  private(set) var yToX: [[Int]]

  init(_ x: [String], _ y: [String]) {
    self.x = CharacterTokens(x)
    self.y = CharacterTokens(y)
    xToY = Array(repeating: [], count: x.count)
    yToX = Array(repeating: [], count: y.count)
  }

  mutating func run() throws(AlignmentError) {
    guard x.visible.elementsEqual(y.visible) else { throw error }
    var (a, b) = (0, 0)
    while a < x.characters.count && b < y.characters.count {
      let (i, j) = (x.tokens[a], y.tokens[b])
      if x.isStart(a), y.isStart(b), PythonText.areEqual(x.words[i], y.words[j]) {
        link(i, j)
        a += x.length(from: a)
        b += y.length(from: b)
      } else if x.characters[a] == y.characters[b] {
        link(i, j)
        a += 1
        b += 1
      } else if PythonText.isSpace(x.characters[a]) {
        a += 1
      } else if PythonText.isSpace(y.characters[b]) {
        b += 1
      } else {
        throw error
      }
    }
  }

  private var error: AlignmentError {
    AlignmentError(x: Array(x.words.prefix(10)), y: Array(y.words.prefix(10)))
  }

  /// Partners come in ascending order, so only the last can be a repetition.
  private mutating func link(_ i: Int, _ j: Int) {
    if xToY[i].last != j { xToY[i].append(j) }
    if yToX[j].last != i { yToX[j].append(i) }
  }
}

/// The lower-cased characters of tokens, and the token of each.
private struct CharacterTokens {
  let words: [String]
  private(set) var characters: [Unicode.Scalar] = []
  private(set) var tokens: [Int] = []

  init(_ words: [String]) {
    self.words = words
    for (i, word) in words.enumerated() {
      for scalar in word.unicodeScalars {
        // The form of sigma depends on what surrounds it; which is no difference between texts.
        let lower = scalar == "\u{3c2}" ? "\u{3c3}" : scalar.properties.lowercaseMapping
        for scalar in lower.unicodeScalars {
          characters.append(scalar)
          tokens.append(i)
        }
      }
    }
  }

  var visible: some Sequence<Unicode.Scalar> {
    characters.lazy.filter { !PythonText.isSpace($0) }
  }

  func isStart(_ at: Int) -> Bool { at == 0 || tokens[at - 1] < tokens[at] }

  /// The number of characters of the token that starts here.
  func length(from start: Int) -> Int {
    var end = start
    while end < tokens.count && tokens[end] == tokens[start] { end += 1 }
    return end - start
  }
}
