/// Classes of characters that tokenizers look at, as pattern sources.
///
/// They are fixed here and not asked of Unicode's tables, so that a text has the same tokens
/// whatever version of Unicode the program was built with. Letters are those of Latin, Cyrillic and
/// Greek, where case is known, and of scripts without case, which count as both.
///
/// - Source: Unicode 11; which blocks are taken is as in spaCy 3.8, so that tokens are the same.
struct CharacterClasses {
  /// Cased letters.
  let upper = CharacterClasses.members(CharacterClasses.upperRanges)
  let lower = CharacterClasses.members(CharacterClasses.lowerRanges)
  /// Letters of scripts without case, with what stands in their blocks.
  let uncased = CharacterClasses.members(CharacterClasses.uncasedRanges)
  /// Letters with a capital and a small half, and one without case.
  let mixed = CharacterClasses.members("1BB 1C5 1C8 1CB 1F2")
  /// Pictures, dingbats and other symbols.
  let symbols = CharacterClasses.members(CharacterClasses.symbolRanges)

  /// Any letter.
  var letters: String { upper + lower + uncased + mixed }

  /// The members of a class in a pattern.
  ///
  /// - Parameter table: hexadecimal numbers and ranges; `/2` takes every second one.
  /// - Returns: Escaped characters and ranges.
  static func members(_ table: String) -> String {
    table.split { $0 == " " || $0 == "\n" }.map { item in
      let parts = item.split(separator: "/")
      let ends = parts[0].split(separator: "-").map { UInt32($0, radix: 16) ?? 0 }
      guard parts.count == 2 else { return ends.map(escaped).joined(separator: "-") }
      return stride(from: ends[0], through: ends[1], by: 2).map(escaped).joined()
    }.joined()
  }

  private static func escaped(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    let width = value > 0xffff ? 8 : 4
    let zeros = String(repeating: "0", count: width - digits.count)
    return (width == 8 ? #"\U"# : #"\u"#) + zeros + digits
  }

  private static let upperRanges = """
    41-5A C0-D6 D8-DE 100-136/2 139-147/2 14A-178/2 179-17D/2 181-182 184 186-187 189-18B
    18E-191 193-194 196-198 19C-19D 19F-1A0 1A2-1A6/2 1A7 1A9 1AC 1AE-1AF 1B1-1B3 1B5 1B7-1B8
    1BC 1C4 1C7 1CA 1CD-1DB/2 1DE-1EE/2 1F1 1F4 1F6-1F8 1FA-232/2 23A-23B 23D-23E 241 243-246
    248-24E/2 386 388-38A 38C 38E-38F 391-3A9 400-401 403-40A 40C-40D 410-42F 490 496 4A2 4AE
    4BA 4D8 4E8 1E00-1E94/2 1E9E-1EFE/2 2C60 2C62-2C64 2C67-2C6D/2 2C6E-2C70 2C72 2C75
    2C7E-2C7F A722-A72E/2 A732-A76E/2 A779-A77D/2 A77E-A786/2 A78B A78D A790 A792 A796-A7AA/2
    A7AB-A7AE A7B0-A7B4 A7B6 A7B8 FF21-FF3A
    """

  private static let lowerRanges = """
    61-7A DF-F6 F8-FF 101-137/2 138-148/2 149-177/2 17A-17E/2 17F-180 183 185 188 18C-18D 192
    195 199-19B 19E 1A1-1A5/2 1A8 1AA-1AB 1AD 1B0 1B4 1B6 1B9-1BA 1BD-1BF 1C6 1C9 1CC-1DC/2
    1DD-1EF/2 1F0 1F3 1F5 1F9-233/2 234-239 23C 23F-240 242 247-24F/2 250-2AF 3AC-3AF 3B1-3C9
    3CC-3CE 430-451 453-45A 45C-45D 491 497 4A3 4AF 4BB 4D9 4E9 1D00-1D25 1D6B-1D77 1D79-1D9A
    1E01-1E95/2 1E96-1E9D 1E9F-1EFF/2 2C61 2C65-2C66 2C68-2C6C/2 2C71 2C73-2C74 2C76-2C7B
    A723-A72F/2 A730-A731 A733-A771/2 A772-A778 A77A A77C A77F-A787/2 A78C A78E A791 A793-A795
    A797-A7A9/2 A7AF A7B5-A7B9/2 A7FA AB30-AB5A AB60-AB64 FF41-FF5A
    """

  /// Hebrew, Arabic, the Indic and Ethiopic scripts, Hangul, and Chinese and Japanese.
  private static let uncasedRanges = """
    591-5F4 620-64A 66E-6D5 6E5-6FF 750-77F 8A0-8BD 900-9FF B80-CFF D80-DFF 1100-137F
    2E80-2FDF 2FF0-30FF 31C0-31EF 3200-4DBF 4E00-9FFF AC00-D7AF F900-FAFF FB1D-FBB1 FBD3-FD3D
    FD50-FDC7 FDF0-FDFB FE30-FE4F FE70-FEFC 1EE00-1EEBB 1F200-1F2FF 20000-2A6DF 2A700-2EBEF
    2F800-2FA1F
    """

  /// The general category "other symbol".
  private static let symbolRanges = """
    A6 A9 AE B0 482 58D-58E 60E-60F 6DE 6E9 6FD-6FE 7F6 9FA B70 BF3-BF8 BFA C7F D4F D79
    F01-F03 F13 F15-F17 F1A-F1F F34-F38/2 FBE-FC5 FC7-FCC FCE-FCF FD5-FD8 109E-109F 1390-1399
    1940 19DE-19FF 1B61-1B6A 1B74-1B7C 2100-2101 2103-2106 2108-2109 2114 2116-2117 211E-2123
    2125-2129/2 212E 213A-213B 214A 214C-214D 214F 218A-218B 2195-2199 219C-219F 21A1-21A2
    21A4-21A5 21A7-21AD 21AF-21CD 21D0-21D1 21D3 21D5-21F3 2300-2307 230C-231F 2322-2328
    232B-237B 237D-239A 23B4-23DB 23E2-2426 2440-244A 249C-24E9 2500-25B6 25B8-25C0 25C2-25F7
    2600-266E 2670-2767 2794-27BF 2800-28FF 2B00-2B2F 2B45-2B46 2B4D-2B73 2B76-2B95 2B98-2BC8
    2BCA-2BFE 2CE5-2CEA 2E80-2E99 2E9B-2EF3 2F00-2FD5 2FF0-2FFB 3004 3012-3013 3020 3036-3037
    303E-303F 3190-3191 3196-319F 31C0-31E3 3200-321E 322A-3247 3250 3260-327F 328A-32B0
    32C0-32FE 3300-33FF 4DC0-4DFF A490-A4C6 A828-A82B A836-A837 A839 AA77-AA79 FDFD FFE4 FFE8
    FFED-FFEE FFFC-FFFD 10137-1013F 10179-10189 1018C-1018E 10190-1019B 101A0 101D0-101FC
    10877-10878 10AC8 1173F 16B3C-16B3F 16B45 1BC9C 1D000-1D0F5 1D100-1D126 1D129-1D164
    1D16A-1D16C 1D183-1D184 1D18C-1D1A9 1D1AE-1D1E8 1D200-1D241 1D245 1D300-1D356 1D800-1D9FF
    1DA37-1DA3A 1DA6D-1DA74 1DA76-1DA83 1DA85-1DA86 1ECAC 1F000-1F02B 1F030-1F093 1F0A0-1F0AE
    1F0B1-1F0BF 1F0C1-1F0CF 1F0D1-1F0F5 1F110-1F16B 1F170-1F1AC 1F1E6-1F202 1F210-1F23B
    1F240-1F248 1F250-1F251 1F260-1F265 1F300-1F3FA 1F400-1F6D4 1F6E0-1F6EC 1F6F0-1F6F9
    1F700-1F773 1F780-1F7D8 1F800-1F80B 1F810-1F847 1F850-1F859 1F860-1F887 1F890-1F8AD
    1F900-1F90B 1F910-1F93E 1F940-1F970 1F973-1F976 1F97A 1F97C-1F9A2 1F9B0-1F9B9 1F9C0-1F9C2
    1F9D0-1F9FF 1FA60-1FA6D
    """
}
