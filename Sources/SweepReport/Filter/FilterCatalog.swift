import SweepConfig

/// Where the value of a name comes from.
public enum FilterSource: Hashable, Sendable {
  case field(FilterField)
  /// A score of the best evaluation, by the path of its keys.
  case score(String)
  /// A varied key.
  case setting(String)
  /// Another key of the recorded config.
  case config(String)
}

/// The names that there are beside the fields: those of some studies.
public struct FilterCatalog: Equatable, Sendable {
  /// Names of scores, with dots into tables.
  public var scores: [String]
  /// Keys that vary.
  public var settings: [String]
  /// All keys of the configs.
  public var configKeys: [String]

  public init(scores: [String] = [], settings: [String] = [], configKeys: [String] = []) {
    self.scores = scores
    self.settings = settings
    self.configKeys = configKeys
  }

  /// What a name stands for.
  ///
  /// `scores.NAME` is a score and `config.KEY` a config key, whatever else has the name. Else fields
  /// come first, then varied keys, scores, config keys, and the ends of varied keys that fit one only.
  ///
  /// - Returns: `nil` when there is no such name, or it is the end of several keys.
  public func source(of name: String) -> FilterSource? {
    if name.hasPrefix("scores.") {
      let rest = String(name.dropFirst(7))
      if scores.contains(rest) { return .score(rest) }
    }
    if name.hasPrefix("config.") {
      let rest = String(name.dropFirst(7))
      if settings.contains(rest) { return .setting(rest) }
      if configKeys.contains(rest) { return .config(rest) }
    }
    if let field = FilterField(rawValue: name) { return .field(field) }
    if settings.contains(name) { return .setting(name) }
    if scores.contains(name) { return .score(name) }
    if configKeys.contains(name) { return .config(name) }
    let ends = settings.filter { $0.hasSuffix("." + name) }
    return ends.count == 1 ? .setting(ends[0]) : nil
  }

  /// What to say of a name that stands for nothing.
  public func help(for name: String) -> String? {
    let ends = settings.filter { $0.hasSuffix("." + name) }
    if ends.count > 1 {
      return "it is the end of \(ends.joined(separator: ", ")): write more of it"
    }
    let short = settings.compactMap { $0.split(separator: ".").last.map(String.init) }
    let plain = FilterField.allCases.map(\.rawValue) + settings + short + scores
    if let near = name.nearest(among: plain) ?? name.nearest(among: configKeys) {
      return "did you mean `\(near)`?"
    }
    if name.hasPrefix("tags") { return "did you mean `tag`?" }
    let known = scores.filter { !$0.contains(".") } + settings
    return known.isEmpty
      ? "names are those of scores, config keys, and \(Self.fields)"
      : "there are \(known.prefix(12).joined(separator: ", "))\(known.count > 12 ? ", …" : "") and "
        + Self.fields
  }

  private static let fields = FilterField.allCases.map(\.rawValue).joined(separator: ", ")
}
