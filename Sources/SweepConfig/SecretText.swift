/// Takes out of texts what must not be passed on: passwords in addresses, keys, tokens.
///
/// Better too much than too little: what a pattern hits becomes `[redacted]`, and nothing that was
/// hit can be had back.
public enum SecretText {
  /// What stands in place of a secret.
  public static let mark = "[redacted]"

  /// The text without what looks like a secret; line breaks stay.
  public static func stripped(_ text: String) -> String {
    guard mayHoldSecret(text) else { return text }
    var (result, isInKey) = ([Substring](), false)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      // A private key has many lines; those between its first and its last go.
      if line.contains("-----BEGIN "), line.contains("PRIVATE KEY") {
        isInKey = true
        let start = line.range(ofText: "-----BEGIN ")?.lowerBound ?? line.startIndex
        result.append(Substring(line[..<start] + mark))
      }
      if isInKey {
        if line.contains("-----END ") { isInKey = false }
        continue
      }
      result.append(Substring(stripped(line: line)))
    }
    return result.joined(separator: "\n")
  }

  /// Whether a text has anything that the patterns look for.
  public static func holdsSecret(_ text: String) -> Bool { stripped(text) != text }

  /// A quick look, as most texts have none: the marks that every pattern has one of.
  private static func mayHoldSecret(_ text: String) -> Bool {
    let lower = text.lowercased()
    let marks =
      ["://", "-----begin "] + keyPrefixes.map { $0.prefix.lowercased() } + secretNames
      + ["bearer ", "basic "]
    return marks.contains { lower.contains($0) }
  }

  private static func stripped(line: Substring) -> String {
    var bytes = Array(line.utf8)
    stripAddresses(&bytes)
    stripKeys(&bytes)
    stripSettings(&bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: - Addresses

  /// `scheme://user:password@host` becomes `scheme://[redacted]@host`; so does a lone user, as tokens
  /// stand there.
  private static func stripAddresses(_ bytes: inout [UInt8]) {
    var start = 0
    while let colon = bytes.firstRange(of: "://", from: start) {
      let begin = colon + 3
      let end = bytes[begin...].firstIndex { !isOfAddress($0) } ?? bytes.count
      let authorityEnd = bytes[begin..<end].firstIndex(of: slash) ?? end
      // A password may itself hold an @; the last one counts.
      guard let at = bytes[begin..<authorityEnd].lastIndex(of: UInt8(ascii: "@")), at > begin else {
        start = begin
        continue
      }
      bytes.replaceSubrange(begin..<at, with: mark.utf8)
      start = begin + mark.utf8.count
    }
  }

  private static let slash = UInt8(ascii: "/")

  private static func isOfAddress(_ byte: UInt8) -> Bool {
    byte > 32 && !"\"'<>`".utf8.contains(byte)
  }

  // MARK: - Keys by their form

  /// Beginnings of keys, and how many letters, digits, `-` or `_` follow at least.
  private static let keyPrefixes: [(prefix: String, count: Int)] = [
    ("AKIA", 16), ("ASIA", 16), ("AIza", 30), ("ghp_", 20), ("gho_", 20), ("ghu_", 20),
    ("ghs_", 20), ("ghr_", 20), ("github_pat_", 20), ("glpat-", 16), ("hf_", 20), ("sk-", 16),
    ("sk_live_", 10), ("rk_live_", 10), ("xoxb-", 10), ("xoxp-", 10), ("xoxa-", 10),
    ("npm_", 20), ("pypi-", 20), ("dop_v1_", 20), ("eyJ", 30),
  ]

  private static func stripKeys(_ bytes: inout [UInt8]) {
    for (prefix, count) in keyPrefixes {
      var start = 0
      while let found = bytes.firstRange(of: prefix, from: start) {
        let begin = found + prefix.utf8.count
        let end = bytes[begin...].firstIndex { !isOfKey($0) } ?? bytes.count
        // In the middle of a word it is none.
        let isWord = found > 0 && isOfKey(bytes[found - 1]) && bytes[found - 1] != hyphen
        guard end - begin >= count, !isWord, bytes[begin..<end].contains(where: isDigit) else {
          start = begin
          continue
        }
        // The parts of a JSON web token are joined by dots.
        let last = prefix == "eyJ" ? bytes[end...].firstIndex { !isOfKey($0) && $0 != dot } : end
        bytes.replaceSubrange(found..<(last ?? bytes.count), with: mark.utf8)
        start = found + mark.utf8.count
      }
    }
  }

  private static let hyphen = UInt8(ascii: "-")
  private static let dot = UInt8(ascii: ".")

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

  private static func isOfKey(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 32 >= 97 && byte | 32 <= 122) || byte == hyphen || byte == 95
  }

  // MARK: - Settings by their name

  /// What a setting is called whose value is secret; it may stand at the end of a longer name.
  private static let secretNames = [
    "password", "passwd", "passphrase", "secret", "token", "api_key", "apikey", "api-key",
    "access_key", "accesskey", "secret_key", "private_key", "auth_key", "credential",
    "credentials", "authorization",
  ]

  /// `api_token = "…"`, `"password": "…"`, `--password=…`, `SECRET_KEY=…`.
  private static func stripSettings(_ bytes: inout [UInt8]) {
    for name in secretNames {
      var start = 0
      while let found = bytes.firstRange(of: name, from: start, ignoringCase: true) {
        start = found + name.utf8.count
        guard let value = valueRange(bytes, after: start) else { continue }
        let text = String(decoding: bytes[value], as: UTF8.self)
        guard !isHarmless(text) else { continue }
        bytes.replaceSubrange(value, with: mark.utf8)
        start = value.lowerBound + mark.utf8.count
      }
    }
  }

  /// Where the value after a name is, quotes not included; `nil` where there is none.
  private static func valueRange(_ bytes: [UInt8], after start: Int) -> Range<Int>? {
    var index = start
    func skip(_ set: String) {
      while index < bytes.count, set.utf8.contains(bytes[index]) { index += 1 }
    }
    skip("\"'")
    skip(" \t")
    guard index < bytes.count, "=:".utf8.contains(bytes[index]) else { return nil }
    skip("=:")
    skip(" \t")
    guard index < bytes.count else { return nil }
    let quote = bytes[index]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      index += 1
      let end = bytes[index...].firstIndex(of: quote) ?? bytes.count
      return index < end ? index..<end : nil
    }
    // A header has the kind of its token first.
    for word in ["bearer ", "basic "] {
      if bytes.firstRange(of: word, from: index, ignoringCase: true) == index {
        index += word.utf8.count
      }
    }
    let end =
      bytes[index...].firstIndex { $0 <= 32 || ",;&\"'}])".utf8.contains($0) } ?? bytes.count
    return index < end ? index..<end : nil
  }

  /// Values that are no secrets: none, numbers, truth values, variables, and what was taken out.
  private static func isHarmless(_ text: String) -> Bool {
    ["null", "none", "nil", "true", "false", mark].contains(text.lowercased())
      || text.hasPrefix("$") || text.hasPrefix("{") || text.hasPrefix("[")
      || text.allSatisfy { $0.isNumber || ".-+e".contains($0) }
  }
}

extension JSONObject {
  /// The object with secrets taken out of all its texts.
  public var withoutSecrets: JSONObject {
    JSONObject(entries.map { ($0.key, $0.value.withoutSecrets(under: $0.key)) })
  }
}

extension JSONValue {
  fileprivate func withoutSecrets(under key: String) -> JSONValue {
    switch self {
    case .string(let text):
      // The key may be what tells that the text is one.
      let line = "\(key)=\(text)"
      let isSecret = SecretText.holdsSecret(line) && !text.contains("\n")
      return .string(
        isSecret && !SecretText.holdsSecret(text) ? SecretText.mark : SecretText.stripped(text))
    case .array(let items): return .array(items.map { $0.withoutSecrets(under: key) })
    case .object(let object): return .object(object.withoutSecrets)
    default: return self
    }
  }
}

extension [UInt8] {
  /// Where a text of ASCII begins at or after a place; `nil` where it does not occur.
  fileprivate func firstRange(
    of text: String, from start: Int, ignoringCase: Bool = false
  ) -> Int? {
    let wanted = Array(text.utf8)
    guard count >= wanted.count, start <= count - wanted.count else { return nil }
    func same(_ a: UInt8, _ b: UInt8) -> Bool {
      a == b || ignoringCase && a >= 65 && a <= 90 && a | 32 == b
    }
    return (start...(count - wanted.count)).first { index in
      wanted.indices.allSatisfy { same(self[index + $0], wanted[$0]) }
    }
  }
}

extension Substring {
  /// Where a text occurs first.
  fileprivate func range(ofText text: String) -> Range<Index>? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(text) { return index..<self.index(index, offsetBy: text.count) }
      index = self.index(after: index)
    }
    return nil
  }
}
