extension Signature {
  /// The functions of a spaCy CPU pipeline.
  ///
  /// - Source: spaCy 3.8.18, spacy-legacy 3.0, spacy-loggers 1.0 and Thinc 8.3.14.
  static let spacy: [Signature] =
    architectures + layers + optimizers + schedules + initializers + losses + batchers + readers
    + augmenters + loggers + misc + callbacks + scorers + tokenizers + vectors + factories

  /// Makes the signatures of one registry: `f("name", arguments…)`.
  struct Maker {
    let registry: String

    func callAsFunction(_ name: String, _ parameters: Parameter...) -> Signature {
      Signature(registry, name, parameters)
    }
  }

  /// The signatures that a list written with `f("name", arguments…)` declares.
  static func functions(of registry: String, _ list: (Maker) -> [Signature]) -> [Signature] {
    list(Maker(registry: registry))
  }

  /// A required argument.
  static func p(_ name: String, _ type: ParameterType) -> Parameter { Parameter(name, type) }

  /// An argument with a default.
  static func p(
    _ name: String, _ type: ParameterType, _ defaultValue: JSONValue
  ) -> Parameter {
    Parameter(name, type, default: defaultValue)
  }

  /// An argument that may be absent and has no default that a config could hold.
  static func p(optional name: String, _ type: ParameterType) -> Parameter {
    Parameter(optional: name, type)
  }
}
