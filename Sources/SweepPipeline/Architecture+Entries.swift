import SweepConfig
import SweepText

extension Architecture {
  /// `HashEmbedCNN`: hashed embeddings of fixed attributes and a window encoder.
  static func hashEmbedCNN(
    _ name: String, isFirstVersion: Bool
  ) -> RegistryEntry<Architecture> {
    RegistryEntry(
      .architectures, name,
      [
        Parameter("width", .integer), Parameter("depth", .integer),
        Parameter("embed_size", .integer), Parameter("window_size", .integer),
        Parameter("maxout_pieces", .integer), Parameter("subword_features", .bool),
        Parameter("pretrained_vectors", .optional(.bool)),
      ]
    ) { (arguments: inout ArgumentReader) throws(ConfigError) in
      let size = try arguments.positive("embed_size")
      let hasSubwords = try arguments.bool("subword_features")
      if hasSubwords && size < 2 {
        throw arguments.invalid(
          "embed_size", "at least 2, for the subword tables of half its size", "\(size)")
      }
      let width = try arguments.positive("width")
      let hasVectors = try arguments.optionalBool("pretrained_vectors") ?? false
      return .tok2vec(
        Tok2VecSettings(
          embed: EmbedArchitecture(
            width: width,
            attributes: hasSubwords ? ["NORM", "PREFIX", "SUFFIX", "SHAPE"] : ["NORM"],
            rows: hasSubwords ? [size, size / 2, size / 2, size / 2] : [size],
            hasStaticVectors: hasVectors, usesLastVector: isFirstVersion),
          encode: try encoder(&arguments, hasPieces: true)))
    }
  }

  /// `Tok2Vec`: an embedding and an encoder.
  static func tok2vec(_ name: String, isFirstVersion: Bool) -> RegistryEntry<Architecture> {
    RegistryEntry(
      .architectures, name,
      [
        Parameter("embed", .function(["architectures"])),
        Parameter("encode", .function(["architectures"])),
      ]
    ) { (arguments: inout ArgumentReader) throws(ConfigError) in
      guard case .embed(let embed) = try arguments.object("embed", .architectures) else {
        throw arguments.invalid(
          "embed", "an embedding such as spacy.MultiHashEmbed.v2", "another network")
      }
      guard case .encode(let encode) = try arguments.object("encode", .architectures) else {
        throw arguments.invalid(
          "encode", "an encoder such as spacy.MaxoutWindowEncoder.v2", "another network")
      }
      guard embed.width == encode.width else {
        throw arguments.invalid(
          "encode", "the width of the embedding, \(embed.width)", "\(encode.width)")
      }
      guard isFirstVersion || !encode.isFirstVersion else {
        throw arguments.invalid(
          "encode", "an encoder of version 2, which takes documents as spacy.Tok2Vec.v2 gives them",
          "one of version 1, which goes with spacy.Tok2Vec.v1")
      }
      let inner: Tok2VecSettings.Layout = encode.isFirstVersion ? .wrapped : .wrappedTwice
      return .tok2vec(
        Tok2VecSettings(embed: embed, encode: encode, layout: isFirstVersion ? inner : .nested))
    }
  }

  /// `MultiHashEmbed`: a hashed embedding for each of a list of attributes.
  static func multiHashEmbed(
    _ name: String, isFirstVersion: Bool
  ) -> RegistryEntry<Architecture> {
    RegistryEntry(
      .architectures, name,
      [
        Parameter("width", .integer), Parameter("attrs", .list(.either([.string, .integer]))),
        Parameter("rows", .list(.integer)), Parameter("include_static_vectors", .bool),
      ]
    ) { (arguments: inout ArgumentReader) throws(ConfigError) in
      let attributes = try arguments.strings("attrs")
      let rows = try arguments.integers("rows")
      guard attributes.count == rows.count, !attributes.isEmpty else {
        throw arguments.invalid(
          "rows", "a number for each of the \(attributes.count) attrs", "\(rows.count) numbers")
      }
      for attribute in attributes {
        guard let known = Attribute(name: attribute), Vocab.supports(known) else {
          throw arguments.invalid("attrs", "lexical attributes such as NORM or SHAPE", attribute)
        }
      }
      for count in rows where count < 1 {
        throw arguments.invalid("rows", "numbers of at least 1", "\(count)")
      }
      return .embed(
        EmbedArchitecture(
          width: try arguments.positive("width"), attributes: attributes, rows: rows,
          hasStaticVectors: try arguments.bool("include_static_vectors"),
          usesLastVector: isFirstVersion))
    }
  }

  /// `CharacterEmbed`: a table of bytes beside the hashed embedding of one attribute.
  static func characterEmbed(
    _ name: String, isFirstVersion: Bool
  ) -> RegistryEntry<Architecture> {
    RegistryEntry(
      .architectures, name,
      [
        Parameter("width", .integer), Parameter("rows", .integer), Parameter("nM", .integer),
        Parameter("nC", .integer), Parameter("include_static_vectors", .bool),
        Parameter("feature", .either([.integer, .string]), default: "LOWER"),
      ]
    ) { (arguments: inout ArgumentReader) throws(ConfigError) in
      let characters = EmbedArchitecture.Characters(
        count: try arguments.positive("nC"), width: try arguments.positive("nM"))
      // Bytes of words are read before sizes are checked.
      guard characters.count <= 1 << 16 else {
        throw arguments.invalid("nC", "at most \(1 << 16) bytes of a word", "\(characters.count)")
      }
      return .embed(
        EmbedArchitecture(
          width: try arguments.positive("width"), attributes: [try feature(&arguments)],
          rows: [try arguments.positive("rows")], characters: characters,
          hasStaticVectors: try arguments.bool("include_static_vectors"),
          usesLastVector: isFirstVersion))
    }
  }

  /// The argument `feature`: the name of an attribute, or its number.
  private static func feature(
    _ arguments: inout ArgumentReader
  ) throws(ConfigError) -> String {
    let value = arguments.raw("feature") ?? "LOWER"
    let attribute =
      value.intValue.flatMap { UInt64(exactly: $0) }.map { Attribute(rawValue: $0) }
      ?? value.stringValue.flatMap { Attribute(name: $0.uppercased()) }
    guard let attribute, Vocab.supports(attribute) else {
      throw arguments.invalid(
        "feature", "a lexical attribute such as LOWER or NORM", value.serialized(.python))
    }
    return "\(attribute)"
  }

  /// `MaxoutWindowEncoder`: residual maxout layers over windows.
  static func maxoutWindowEncoder(
    _ name: String, isFirstVersion: Bool
  ) -> RegistryEntry<Architecture> {
    RegistryEntry(
      .architectures, name,
      [
        Parameter("width", .integer), Parameter("window_size", .integer),
        Parameter("maxout_pieces", .integer), Parameter("depth", .integer),
      ]
    ) { (arguments: inout ArgumentReader) throws(ConfigError) in
      var encode = try encoder(&arguments, hasPieces: true)
      encode.isFirstVersion = isFirstVersion
      return .encode(encode)
    }
  }

  /// `MishWindowEncoder`: residual Mish layers over windows.
  static func mishWindowEncoder(
    _ name: String, isFirstVersion: Bool
  ) -> RegistryEntry<Architecture> {
    RegistryEntry(
      .architectures, name,
      [
        Parameter("width", .integer), Parameter("window_size", .integer),
        Parameter("depth", .integer),
      ]
    ) { (arguments: inout ArgumentReader) throws(ConfigError) in
      var encode = try encoder(&arguments, hasPieces: false)
      encode.isFirstVersion = isFirstVersion
      return .encode(encode)
    }
  }

  private static func encoder(
    _ arguments: inout ArgumentReader, hasPieces: Bool
  ) throws(ConfigError) -> EncodeArchitecture {
    EncodeArchitecture(
      width: try arguments.positive("width"), windowSize: try arguments.positive("window_size"),
      maxoutPieces: hasPieces ? try arguments.positive("maxout_pieces") : nil,
      depth: try arguments.positive("depth"))
  }

  /// `Tok2VecListener`: the vectors of a shared component.
  static let listenerEntry = RegistryEntry(
    .architectures, "spacy.Tok2VecListener.v1",
    [Parameter("width", .integer), Parameter("upstream", .string, default: "*")]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    Architecture.listener(
      width: try arguments.positive("width"), upstream: try arguments.string("upstream"))
  }
}
