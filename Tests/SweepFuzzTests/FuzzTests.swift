import Foundation
import SweepFuzzing
import SweepTestSupport
import Testing

/// What `make fuzz` does at length, in seconds: the corpora, and some thousand mutations of them.
///
/// The same bytes each time, so that a failure repeats.
@Suite struct FuzzTests {
  @Test(arguments: FuzzTarget.allCases)
  func keepsItsPromisesOnItsCorpus(target: FuzzTarget) throws {
    let corpus = try FuzzCorpus(target)
    #expect(!corpus.inputs.isEmpty)
    for (name, bytes) in corpus.inputs {
      #expect(target.brokenPromise(bytes, isThorough: true) == nil, "\(target.rawValue)/\(name)")
    }
  }

  @Test(arguments: FuzzTarget.allCases)
  func keepsItsPromisesOnMutations(target: FuzzTarget) throws {
    var mutator = Mutator(try FuzzCorpus(target), longest: target.longestInput)
    let wanted = ProcessInfo.processInfo.environment["SWEEP_MUTATIONS"].flatMap { Int($0) }
    let count =
      wanted ?? ([.modelFolder, .tokenizer, .conversion].contains(target) ? 2_000 : 10_000)
    for _ in 0..<count {
      let bytes = mutator.next()
      if let broken = target.brokenPromise(bytes) {
        Issue.record("\(broken): \(target.rawValue) of \(Data(bytes).base64EncodedString())")
        return
      }
    }
  }
}

/// The inputs and words that are kept of a target, in `Tests/Fuzz`.
struct FuzzCorpus {
  var inputs: [(name: String, bytes: [UInt8])] = []
  var words: [[UInt8]] = []

  init(_ target: FuzzTarget) throws {
    let folder = "\(Fixture.packageRoot)/Tests/Fuzz"
    let inputs = "\(folder)/\(target.rawValue)"
    for name in try FileManager.default.contentsOfDirectory(atPath: inputs).sorted() {
      self.inputs.append((name, try Fixture.bytes(at: "\(inputs)/\(name)")))
    }
    self.inputs += target.seeds.enumerated().map { ("seed \($0)", $1) }
    let text = try Fixture.bytes(at: "\(folder)/\(target.rawValue).dict")
    words = text.split(separator: UInt8(ascii: "\n")).map { Self.word(Array($0)) }
  }

  /// A line of a dictionary: a text in quotes, with bytes as `\xAB`.
  private static func word(_ line: [UInt8]) -> [UInt8] {
    var word: [UInt8] = []
    var rest = line.dropFirst().dropLast()
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "x") {
        let digits = String(decoding: rest.dropFirst().prefix(2), as: UTF8.self)
        word.append(UInt8(digits, radix: 16) ?? 0)
        rest = rest.dropFirst(3)
      } else {
        word.append(byte)
      }
    }
    return word
  }
}

/// Makes inputs out of inputs, always the same ones.
struct Mutator {
  private let corpus: FuzzCorpus
  private let longest: Int
  private var state: UInt64 = 1

  init(_ corpus: FuzzCorpus, longest: Int) {
    self.corpus = corpus
    self.longest = longest
  }

  mutating func next() -> [UInt8] {
    var bytes = corpus.inputs[below(corpus.inputs.count)].bytes
    for _ in 0...below(5) { mutate(&bytes) }
    return Array(bytes.prefix(longest))
  }

  private mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(max(1, limit)))
  }

  private mutating func range(in bytes: [UInt8], atMost length: Int) -> Range<Int> {
    let start = below(bytes.count + 1)
    return start..<min(bytes.count, start + below(length + 1))
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    switch below(8) {
    case 0: bytes.removeSubrange(range(in: bytes, atMost: 24))
    case 1:
      let copied = Array(bytes[range(in: bytes, atMost: 48)])
      bytes.insert(contentsOf: copied, at: below(bytes.count + 1))
    case 2:
      let other = corpus.inputs[below(corpus.inputs.count)].bytes
      let taken = Array(other[range(in: other, atMost: 200)])
      bytes.replaceSubrange(range(in: bytes, atMost: 100), with: taken)
    case 3 where !bytes.isEmpty: bytes[below(bytes.count)] = UInt8(below(256))
    case 4 where !bytes.isEmpty: bytes[below(bytes.count)] ^= 1 << UInt8(below(8))
    case 5: bytes = Array(bytes.prefix(below(bytes.count + 1)))
    default:
      guard !corpus.words.isEmpty else { return }
      let word = corpus.words[below(corpus.words.count)]
      bytes.replaceSubrange(range(in: bytes, atMost: below(2) * word.count), with: word)
    }
  }
}
