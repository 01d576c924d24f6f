extension Config {
  /// Whether this config is in the dialect of July 2020: `[nlp.pipeline.ner]`, no `[components]`.
  public var isPreRelease: Bool {
    root["components"] == nil && self["nlp.pipeline"]?.objectValue != nil
  }

  /// This config in the form of spaCy 3.
  public func mappedToV3() -> Config { self }

  func translated(_ key: String) -> [String] { [key] }
}
