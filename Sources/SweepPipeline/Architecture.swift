public import SweepConfig
import SweepText

/// What a function under `@architectures` describes: a network, or a part of one.
public enum Architecture: Equatable, Sendable {
  /// A token-to-vector network.
  case tok2vec(Tok2VecSettings)
  /// The vectors of a shared `tok2vec` component.
  case listener(width: Int, upstream: String)
  /// Hashed embeddings of lexical attributes.
  case embed(EmbedArchitecture)
  /// Layers over windows of words.
  case encode(EncodeArchitecture)
  /// A transition-based parser of entities or trees on word vectors.
  case transitions(TransitionArchitecture)
  /// A classifier of words on word vectors.
  case tagger(TaggerArchitecture)
  /// A network for labels of whole texts.
  case textCat(TextCatArchitecture)
  /// A network for labels of suggested spans.
  case spanCat(SpanCatArchitecture)
  /// A network for the borders of spans.
  case spanFinder(SpanFinderArchitecture)
}

/// The settings of `TransitionBasedParser`, and where its word vectors come from.
public struct TransitionArchitecture: Equatable, Sendable {
  /// What the states of a parser are.
  public enum StateType: String, Equatable, Sendable {
    case ner
    case parser
  }

  /// What is parsed.
  public var stateType: StateType
  /// The word vectors.
  public var vectors: VectorArchitecture
  /// Whether states are described by more words: 6 instead of 3, or 13 instead of 8.
  public var extraStateTokens: Bool
  /// The width of the hidden layer.
  public var hiddenWidth: Int
  /// The pieces of the hidden layer.
  public var maxoutPieces: Int
  /// Whether there is an upper layer.
  public var usesUpper: Bool

  /// The words that describe a state.
  var featureCount: Int {
    switch stateType {
    case .ner: extraStateTokens ? 6 : 3
    case .parser: extraStateTokens ? 13 : 8
    }
  }

  /// The number of weights without those that depend on the number of classes.
  var leastWeightCount: Double {
    let (hidden, outputs) = (Double(hiddenWidth), usesUpper ? Double(hiddenWidth) : 1)
    let lower = Double(featureCount) * outputs * Double(maxoutPieces) * hidden
    return vectors.leastWeightCount + lower + hidden * Double(vectors.width)
  }

  /// The sizes of a model with this number of classes.
  func settings(classCount: Int) -> TransitionModelSettings {
    TransitionModelSettings(
      inputWidth: vectors.width, hiddenWidth: hiddenWidth, maxoutPieces: maxoutPieces,
      featureCount: featureCount, usesUpper: usesUpper, classCount: classCount)
  }
}

extension RegistryKind where Product == Architecture {
  /// The functions under `@architectures`.
  public static var architectures: RegistryKind { RegistryKind("architectures") }
}

extension Registry {
  /// Every function this module registers.
  public static let pipeline: [any RegistryEntryProtocol] = [
    Architecture.hashEmbedCNN("spacy.HashEmbedCNN.v2", isFirstVersion: false),
    Architecture.hashEmbedCNN("spacy-legacy.HashEmbedCNN.v1", isFirstVersion: true),
    Architecture.tok2vec("spacy.Tok2Vec.v2", isFirstVersion: false),
    Architecture.tok2vec("spacy-legacy.Tok2Vec.v1", isFirstVersion: true),
    Architecture.multiHashEmbed("spacy.MultiHashEmbed.v2", isFirstVersion: false),
    Architecture.multiHashEmbed("spacy-legacy.MultiHashEmbed.v1", isFirstVersion: true),
    Architecture.characterEmbed("spacy.CharacterEmbed.v2", isFirstVersion: false),
    Architecture.characterEmbed("spacy-legacy.CharacterEmbed.v1", isFirstVersion: true),
    Architecture.maxoutWindowEncoder("spacy.MaxoutWindowEncoder.v2", isFirstVersion: false),
    Architecture.maxoutWindowEncoder("spacy-legacy.MaxoutWindowEncoder.v1", isFirstVersion: true),
    Architecture.mishWindowEncoder("spacy.MishWindowEncoder.v2", isFirstVersion: false),
    Architecture.mishWindowEncoder("spacy-legacy.MishWindowEncoder.v1", isFirstVersion: true),
    Architecture.listenerEntry,
    Architecture.transitionBasedParser("spacy.TransitionBasedParser.v2", usesUpper: nil),
    Architecture.transitionBasedParser("spacy-legacy.TransitionBasedParser.v1", usesUpper: true),
    Architecture.tagger("spacy.Tagger.v2", hasNormalize: true),
    Architecture.tagger("spacy-legacy.Tagger.v1", hasNormalize: false),
    Architecture.textCatBOW("spacy.TextCatBOW.v3", version: 3),
    Architecture.textCatBOW("spacy.TextCatBOW.v2", version: 2),
    Architecture.textCatBOW("spacy-legacy.TextCatBOW.v1", version: 1),
    Architecture.textCatEnsemble,
    Architecture.textCatReduce,
    Architecture.textCatCNN("spacy.TextCatCNN.v2", isResizable: true),
    Architecture.textCatCNN("spacy-legacy.TextCatCNN.v1", isResizable: false),
    Architecture.textCatAttention,
    Architecture.spanCategorizer,
    Architecture.spanFinderEntry,
    SpanLayer.meanMaxReducer,
    SpanLayer.linearLogistic,
    SpanLayer.softmax("Softmax.v1"),
    SpanLayer.softmax("Softmax.v2"),
    SpanSuggester.ngramSizes,
    SpanSuggester.ngramRange,
    SpanSuggester.presetSpans,
  ]
}
