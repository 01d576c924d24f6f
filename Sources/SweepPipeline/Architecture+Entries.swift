import SweepConfig
import SweepText

extension Architecture {
  /// `HashEmbedCNN`: hashed embeddings of fixed attributes and a window encoder.
  static func hashEmbedCNN(_ name: String) -> RegistryEntry<Architecture> {
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
      return .tok2vec(
        Tok2VecSettings(
          width: try arguments.positive("width"),
          attributes: hasSubwords ? ["NORM", "PREFIX", "SUFFIX", "SHAPE"] : ["NORM"],
          rows: hasSubwords ? [size, size / 2, size / 2, size / 2] : [size],
          depth: try arguments.positive("depth"),
          windowSize: try arguments.positive("window_size"),
          maxoutPieces: try arguments.positive("maxout_pieces"),
          hasStaticVectors: try arguments.optionalBool("pretrained_vectors") ?? false))
    }
  }

  /// `Tok2Vec`: an embedding and an encoder.
  static func tok2vec(_ name: String) -> RegistryEntry<Architecture> {
    RegistryEntry(
      .architectures, name,
      [
        Parameter("embed", .function(["architectures"])),
        Parameter("encode", .function(["architectures"])),
      ]
    ) { (arguments: inout ArgumentReader) throws(ConfigError) in
      let embed = try arguments.object("embed", .architectures)
      guard case .embed(let width, let attributes, let rows, let hasVectors) = embed else {
        throw arguments.invalid(
          "embed", "an embedding such as spacy.MultiHashEmbed.v2", "another network")
      }
      let encode = try arguments.object("encode", .architectures)
      guard case .encode(let outputs, let window, let pieces, let depth, let isWrapped) = encode
      else {
        throw arguments.invalid(
          "encode", "an encoder such as spacy.MaxoutWindowEncoder.v2", "another network")
      }
      guard width == outputs else {
        throw arguments.invalid("encode", "the width of the embedding, \(width)", "\(outputs)")
      }
      return .tok2vec(
        Tok2VecSettings(
          width: width, attributes: attributes, rows: rows, depth: depth, windowSize: window,
          maxoutPieces: pieces, hasStaticVectors: hasVectors,
          layout: isWrapped ? .wrapped : .nested))
    }
  }

  /// `MultiHashEmbed`: a hashed embedding for each of a list of attributes.
  static func multiHashEmbed(_ name: String) -> RegistryEntry<Architecture> {
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
        width: try arguments.positive("width"), attributes: attributes, rows: rows,
        hasStaticVectors: try arguments.bool("include_static_vectors"))
    }
  }

  /// `MaxoutWindowEncoder`: residual maxout layers over windows.
  static func maxoutWindowEncoder(_ name: String, isWrapped: Bool) -> RegistryEntry<Architecture> {
    RegistryEntry(
      .architectures, name,
      [
        Parameter("width", .integer), Parameter("window_size", .integer),
        Parameter("maxout_pieces", .integer), Parameter("depth", .integer),
      ]
    ) { (arguments: inout ArgumentReader) throws(ConfigError) in
      .encode(
        width: try arguments.positive("width"), windowSize: try arguments.positive("window_size"),
        maxoutPieces: try arguments.positive("maxout_pieces"),
        depth: try arguments.positive("depth"), isWrapped: isWrapped)
    }
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
