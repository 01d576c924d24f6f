/// The settings of the sections that no function declares.
///
/// - Source: spaCy 3.8.18, whose strict whole numbers and floats are read leniently here.
enum SectionSchema {
  /// The settings of each section by its name; other keys in it are errors.
  static let all: [(section: String, parameters: [Parameter])] = [
    ("nlp", nlp), ("training", training), ("pretraining", pretraining), ("initialize", initialize),
  ]

  /// The settings of a section; `nil` when it is open to all keys.
  static func parameters(of section: String) -> [Parameter]? {
    all.first { $0.section == section }?.parameters
  }

  private static let nlp: [Parameter] = [
    Parameter("lang", .string), Parameter("pipeline", .list(.string)),
    Parameter("disabled", .list(.string)), Parameter("tokenizer", .function(["tokenizers"])),
    Parameter("before_creation", callback), Parameter("after_creation", callback),
    Parameter("after_pipeline_creation", callback),
    Parameter("batch_size", .optional(.integer)), Parameter("vectors", .function(["vectors"])),
  ]

  private static let training: [Parameter] = [
    Parameter("dev_corpus", .string), Parameter("train_corpus", .string),
    Parameter("batcher", .function(["batchers"])), Parameter("dropout", .schedule),
    Parameter("patience", .integer), Parameter("max_epochs", .integer),
    Parameter("max_steps", .integer), Parameter("eval_frequency", .integer),
    Parameter("seed", .optional(.integer)), Parameter("gpu_allocator", .optional(.string)),
    Parameter("accumulate_gradient", .integer),
    Parameter("score_weights", .dictionary(.optional(.number))),
    Parameter("optimizer", .function(["optimizers"])), Parameter("logger", .function(["loggers"])),
    Parameter("frozen_components", .list(.string)),
    Parameter("annotating_components", .list(.string)),
    Parameter("before_to_disk", callback), Parameter("before_update", callback),
  ]

  // Not filled unless asked for, so nothing in it is required.
  private static let pretraining: [Parameter] = [
    Parameter(optional: "max_epochs", .integer), Parameter(optional: "dropout", .number),
    Parameter(optional: "n_save_every", .optional(.integer)),
    Parameter(optional: "n_save_epoch", .optional(.integer)),
    Parameter(optional: "optimizer", .function(["optimizers"])),
    Parameter(optional: "corpus", .string),
    Parameter(optional: "batcher", .function(["batchers"])),
    Parameter(optional: "component", .string), Parameter(optional: "layer", .string),
    Parameter(optional: "objective", .layer),
  ]

  private static let initialize: [Parameter] = [
    Parameter("vocab_data", .optional(.string)),
    Parameter("lookups", .optional(.function(["misc"]))),
    Parameter("vectors", .optional(.string)), Parameter("init_tok2vec", .optional(.string)),
    Parameter("tokenizer", .dictionary(.any)), Parameter("components", .dictionary(.any)),
    Parameter("before_init", callback), Parameter("after_init", callback),
  ]

  private static let callback = ParameterType.optional(.function(["callbacks"]))
}
