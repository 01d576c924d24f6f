/// A kind of pipeline component: its arguments, their defaults, and what its scores are worth.
///
/// A component's arguments have no defaults in code; they all stand here, so that a filled config
/// shows them.
///
/// - Source: spaCy 3.8.18.
struct ComponentFactory: Sendable {
  let name: String
  let parameters: [Parameter]
  /// The settings of a component that gives none, without its `factory`.
  let defaults: JSONObject
  /// The weight of each score in choosing the best model; null ones are not shown.
  let scoreWeights: JSONObject

  /// All factories by name.
  static let all: [String: ComponentFactory] = {
    let defaults = knownGood(tokenDefaults).merging(knownGood(otherDefaults))
    let weights = knownGood(defaultWeights)["weights"]?.objectValue ?? [:]
    var factories: [String: ComponentFactory] = [:]
    for signature in Signature.factories {
      factories[signature.name] = ComponentFactory(
        name: signature.name, parameters: signature.parameters,
        defaults: defaults[signature.name]?.objectValue ?? [:],
        scoreWeights: weights[signature.name]?.objectValue ?? [:])
    }
    return factories
  }()

  /// The defaults in a pipeline of a language: English ones, but for the mode of lemmatizers.
  func defaults(in language: String) -> JSONObject {
    guard name == "lemmatizer" else { return defaults }
    var defaults = defaults
    let mode =
      switch language {
      case "bn", "ca", "el", "en", "es", "fa", "fr", "ht", "mk", "nb", "nl", "sv": "rule"
      case "ga", "it", "pl": "pos_lookup"
      case "ru", "uk": "pymorphy3"
      default: "lookup"
      }
    defaults["mode"] = .string(mode)
    return defaults
  }

  /// The tree of a config text that is part of this program.
  static func knownGood(_ text: String) -> JSONObject {
    do {
      return try Config(parsing: text, file: "built in").root
    } catch {
      preconditionFailure("a built-in config is broken: \(error)")
    }
  }

  /// The default weights of the components' scores.
  private static let defaultWeights = """
    [weights]
    beam_ner = {"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": null}
    beam_parser = {"dep_uas": 0.5, "dep_las": 0.5, "dep_las_per_type": null, "sents_p": null,
      "sents_r": null, "sents_f": 0.0}
    entity_linker = {"nel_micro_f": 1.0, "nel_micro_r": null, "nel_micro_p": null}
    entity_ruler = {"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": null}
    future_entity_ruler = {"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": null}
    lemmatizer = {"lemma_acc": 1.0}
    morphologizer = {"pos_acc": 0.5, "morph_acc": 0.5, "morph_per_feat": null}
    ner = {"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": null}
    parser = {"dep_uas": 0.5, "dep_las": 0.5, "dep_las_per_type": null, "sents_p": null,
      "sents_r": null, "sents_f": 0.0}
    sentencizer = {"sents_f": 1.0, "sents_p": 0.0, "sents_r": 0.0}
    senter = {"sents_f": 1.0, "sents_p": 0.0, "sents_r": 0.0}
    span_finder = {"spans_sc_f": 1.0, "spans_sc_p": 0.0, "spans_sc_r": 0.0}
    span_ruler = {"spans_ruler_f": 1.0, "spans_ruler_p": 0.0, "spans_ruler_r": 0.0,
      "spans_ruler_per_type": null}
    spancat = {"spans_sc_f": 1.0, "spans_sc_p": 0.0, "spans_sc_r": 0.0}
    spancat_singlelabel = {"spans_sc_f": 1.0, "spans_sc_p": 0.0, "spans_sc_r": 0.0}
    tagger = {"tag_acc": 1.0, "pos_acc": 0.0, "tag_micro_p": null, "tag_micro_r": null,
      "tag_micro_f": null}
    textcat = {"cats_score": 1.0, "cats_score_desc": null, "cats_micro_p": null,
      "cats_micro_r": null, "cats_micro_f": null, "cats_macro_p": null, "cats_macro_r": null,
      "cats_macro_f": null, "cats_macro_auc": null, "cats_f_per_type": null}
    textcat_multilabel = {"cats_score": 1.0, "cats_score_desc": null, "cats_micro_p": null,
      "cats_micro_r": null, "cats_micro_f": null, "cats_macro_p": null, "cats_macro_r": null,
      "cats_macro_f": null, "cats_macro_auc": null, "cats_f_per_type": null}
    trainable_lemmatizer = {"lemma_acc": 1.0}
    """
}

extension JSONObject {
  /// These entries and the other's.
  fileprivate func merging(_ other: JSONObject) -> JSONObject {
    JSONObject(entries.map { ($0.key, $0.value) } + other.entries.map { ($0.key, $0.value) })
  }
}
