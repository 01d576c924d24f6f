import SweepText

/// The `tokenizer` file of a model folder, its patterns, and texts.
///
/// The input is the length of the file in two bytes (the lower one first), the file, and a text.
enum TokenizerFuzzing {
  /// A text with something for every kind of rule.
  private static let sample = "Don't (e.g. 1990s) wait-and-see... http://a.b/c?d  10km\n«é» U.S.A."

  static func brokenPromise(_ bytes: [UInt8]) -> String? {
    guard bytes.count >= 2 else { return nil }
    let rest = bytes[2...]
    let file = Array(rest.prefix(Int(bytes[0]) | Int(bytes[1]) << 8))
    let text = String(decoding: rest.dropFirst(file.count), as: UTF8.self)
    do throws(TokenizerError) {
      let tokenizer = try Tokenizer(bytes: file, file: "tokenizer")
      for text in [text, sample] {
        let doc = tokenizer.tokenize(text)
        // Nothing of a text is lost; that it ends in white space is the last token's to know.
        guard doc.text.utf8.elementsEqual(text.utf8) else {
          return "the tokens' text is another: \(doc.words) of \(text)"
        }
        if doc.words.contains(where: \.isEmpty) { return "an empty token: \(doc.words)" }
      }
      let again = try Tokenizer(bytes: tokenizer.bytes, file: "written")
      return again.bytes == tokenizer.bytes ? nil : "the written file changes when read"
    } catch {
      return error.description.isEmpty ? "an error without words" : nil
    }
  }

  /// Rules of each kind, and none at all.
  static var seeds: [[UInt8]] {
    let rules = TokenizerRules(
      prefixSearch: #"^(?:[\(\[«"']|§|…|\.\.+)"#,
      suffixSearch: #"(?:[\)\]»"'.,]|'s|(?<=[0-9])km)$"#,
      infixFinditer: #"(?<=[a-z])[-~/](?=[a-z])|…"#, tokenMatch: #"^\d+s$"#,
      urlMatch: #"(?u)^(?:(?:https?)://)?(?:\S+\.)+\w{1,3}(?:[/?#]\S*)?$"#,
      exceptions: [
        TokenizerException([("Do", nil), ("n't", "not")]), TokenizerException("e.g."),
      ], usesFasterHeuristics: true)
    return [rules.bytes, [0x80]].map { file in
      [UInt8(file.count & 0xff), UInt8(file.count >> 8)] + file + Array("a-b 10km (x)".utf8)
    }
  }
}
