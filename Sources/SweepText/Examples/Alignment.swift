/// Which tokens of two tokenizations of one text share characters.
///
/// - Source: spaCy 3.8 `Alignment.from_strings`; white space and case may differ between the texts.
public struct Alignment: Equatable, Sendable {
  /// The tokens of `y` that each token of `x` shares characters with.
  public let xToY: TokenLinks
  /// The tokens of `x` that each token of `y` shares characters with.
  public let yToX: TokenLinks

  /// Whether both sides have the same tokens, each linked to its equal.
  public var isIdentity: Bool { xToY.isIdentity && yToX.isIdentity }

  /// The alignment of a tokenization with itself.
  public init(identity count: Int) {
    self.init(TokenLinks(identity: count), TokenLinks(identity: count))
  }

  private init(_ xToY: TokenLinks, _ yToX: TokenLinks) {
    self.xToY = xToY
    self.yToX = yToX
  }

  /// Aligns two lists of tokens.
  ///
  /// - Throws: `AlignmentError` when the texts differ in more than white space and case.
  public init(x: [String], y: [String]) throws(AlignmentError) {
    if x.elementsEqual(y, by: PythonText.areEqual) {
      self.init(identity: x.count)
      return
    }
    var walk = AlignmentWalk(x, y)
    try walk.run()
    self.init(TokenLinks(walk.xToY), TokenLinks(walk.yToX))
  }
}

/// Two texts that cannot be aligned, since they differ in more than white space and case.
public struct AlignmentError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The first tokens of both texts.
  public let x: [String]
  public let y: [String]

  public var description: String {
    "expected the same text with other token borders, found \(x) and \(y)"
  }
}

/// For each token of one side, its partners on the other in ascending order.
public struct TokenLinks: Equatable, Sendable {
  /// Empty where each token has itself as its only partner, as nearly always.
  private let offsets: [Int32]
  private let indices: [Int32]
  /// How many tokens the side has.
  public let count: Int
  /// Whether each token has itself as its only partner.
  public let isIdentity: Bool

  init(identity count: Int) {
    offsets = []
    indices = []
    self.count = count
    isIdentity = true
  }

  init(_ links: [[Int]]) {
    var offsets: [Int32] = [0]
    for link in links { offsets.append((offsets.last ?? 0) + Int32(link.count)) }
    self.offsets = offsets
    count = links.count
    indices = links.joined().map(Int32.init)
    isIdentity = false
  }

  /// The partners of a token.
  public subscript(token: Int) -> [Int] { self[token..<token + 1] }

  /// The partners of several tokens, one after the other.
  public subscript(tokens: Range<Int>) -> [Int] {
    if isIdentity { return Array(tokens) }
    return indices[Int(offsets[tokens.lowerBound])..<Int(offsets[tokens.upperBound])].map(Int.init)
  }

  /// The partner of a token that has exactly one.
  public func only(_ token: Int) -> Int? {
    if isIdentity { return token }
    return offsets[token + 1] - offsets[token] == 1 ? Int(indices[Int(offsets[token])]) : nil
  }

  /// The partners of all tokens.
  public var all: [[Int]] { (0..<count).map { self[$0] } }
}
