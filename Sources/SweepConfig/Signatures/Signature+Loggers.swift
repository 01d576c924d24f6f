// Loggers of spaCy 3.8, spacy-legacy 3.0 and spacy-loggers 1.0.

extension Signature {
  /// The functions of `@loggers`.
  static let loggers: [Signature] = functions(of: "loggers") { f in
    [
      f("spacy-legacy.ConsoleLogger.v1", p("progress_bar", .bool, false)),
      f(
        "spacy-legacy.ConsoleLogger.v2", p("progress_bar", .bool, false),
        p("console_output", .bool, true), p("output_file", .optional(.string), .null)),
      f(
        "spacy-legacy.WandbLogger.v1", p("project_name", .string),
        p("remove_config_values", .list(.string), [])),
      f(
        "spacy.ChainLogger.v1", p("logger1", .optional(.function(["loggers"])), .null),
        p("logger2", .optional(.function(["loggers"])), .null),
        p("logger3", .optional(.function(["loggers"])), .null),
        p("logger4", .optional(.function(["loggers"])), .null),
        p("logger5", .optional(.function(["loggers"])), .null),
        p("logger6", .optional(.function(["loggers"])), .null),
        p("logger7", .optional(.function(["loggers"])), .null),
        p("logger8", .optional(.function(["loggers"])), .null),
        p("logger9", .optional(.function(["loggers"])), .null),
        p("logger10", .optional(.function(["loggers"])), .null)),
      f(
        "spacy.ClearMLLogger.v1", p("project_name", .string), p("task_name", .string),
        p("remove_config_values", .list(.string), []),
        p("model_log_interval", .optional(.integer), .null),
        p("log_dataset_dir", .optional(.string), .null),
        p("log_best_dir", .optional(.string), .null),
        p("log_latest_dir", .optional(.string), .null)),
      f(
        "spacy.ClearMLLogger.v2", p("project_name", .string), p("task_name", .string),
        p("remove_config_values", .list(.string), []),
        p("model_log_interval", .optional(.integer), .null),
        p("log_dataset_dir", .optional(.string), .null),
        p("log_best_dir", .optional(.string), .null),
        p("log_latest_dir", .optional(.string), .null),
        p("log_custom_stats", .optional(.list(.string)), .null)),
      f(
        "spacy.ConsoleLogger.v2", p("progress_bar", .bool, false),
        p("console_output", .bool, true), p("output_file", .optional(.string), .null)),
      f(
        "spacy.ConsoleLogger.v3", p("progress_bar", .optional(.string), .null),
        p("console_output", .bool, true), p("output_file", .optional(.string), .null)),
      f("spacy.CupyLogger.v1", p("prefix", .string, "cupy")),
      f("spacy.LookupLogger.v1", p("patterns", .list(.string))),
      f(
        "spacy.MLflowLogger.v1", p("run_id", .optional(.string), .null),
        p("experiment_id", .optional(.string), .null), p("run_name", .optional(.string), .null),
        p("nested", .bool, false), p("tags", .optional(.dictionary(.any)), .null),
        p("remove_config_values", .list(.string), [])),
      f(
        "spacy.MLflowLogger.v2", p("run_id", .optional(.string), .null),
        p("experiment_id", .optional(.string), .null), p("run_name", .optional(.string), .null),
        p("nested", .bool, false), p("tags", .optional(.dictionary(.any)), .null),
        p("remove_config_values", .list(.string), []),
        p("log_custom_stats", .optional(.list(.string)), .null)),
      f(
        "spacy.PyTorchLogger.v1", p("prefix", .string, "pytorch"), p("device", .integer, 0),
        p("cuda_mem_pool", .string, "all"), p("cuda_mem_metric", .string, "all")),
      f(
        "spacy.WandbLogger.v1", p("project_name", .string),
        p("remove_config_values", .list(.string), [])),
      f(
        "spacy.WandbLogger.v2", p("project_name", .string),
        p("remove_config_values", .list(.string), []),
        p("model_log_interval", .optional(.integer), .null),
        p("log_dataset_dir", .optional(.string), .null)),
      f(
        "spacy.WandbLogger.v3", p("project_name", .string),
        p("remove_config_values", .list(.string), []),
        p("model_log_interval", .optional(.integer), .null),
        p("log_dataset_dir", .optional(.string), .null), p("entity", .optional(.string), .null),
        p("run_name", .optional(.string), .null)),
      f(
        "spacy.WandbLogger.v4", p("project_name", .string),
        p("remove_config_values", .list(.string), []),
        p("model_log_interval", .optional(.integer), .null),
        p("log_dataset_dir", .optional(.string), .null), p("entity", .optional(.string), .null),
        p("run_name", .optional(.string), .null), p("log_best_dir", .optional(.string), .null),
        p("log_latest_dir", .optional(.string), .null)),
      f(
        "spacy.WandbLogger.v5", p("project_name", .string),
        p("remove_config_values", .list(.string), []),
        p("model_log_interval", .optional(.integer), .null),
        p("log_dataset_dir", .optional(.string), .null), p("entity", .optional(.string), .null),
        p("run_name", .optional(.string), .null), p("log_best_dir", .optional(.string), .null),
        p("log_latest_dir", .optional(.string), .null),
        p("log_custom_stats", .optional(.list(.string)), .null)),
    ]
  }
}
