import SweepConfig
import SweepKit
import SweepSearch
import Testing

@Suite struct ResolvedTextsTests {
  /// Texts that are filled into patterns are those of configs that are resolved one by one.
  @Test(arguments: [
    (
      "sobol",
      """
      "training.optimizer.learn_rate" = { distribution = "log_uniform_values", min = 1e-7, max = 1e3 }
      "components.ner.model.hidden_width" = { distribution = "int_uniform", min = 8, max = 200 }
      "components.ner.model.tok2vec.width" = { copy = "components.ner.model.hidden_width" }
      "training.dropout" = { min = 0.0, max = 0.5 }
      "training.accumulate_gradient" = { values = [2, 3], when = { "training.dropout" = { min = 0.2 } } }
      """
    ),
    (
      "random",
      """
      "training.batcher.tolerance" = { distribution = "q_uniform", min = 0, max = 3, q = 0.5 }
      "training.score_weights.ents_f" = { min = 0.1, max = 2.0 }
      "nlp.batch_size" = { values = [10, 1000, 100000] }
      "training.max_epochs" = { values = [-1, 0, 7] }
      """
    ),
  ])
  func areThoseOfTheSlowWay(method: String, parameters: String) throws {
    let bench = try Bench(parameters: parameters, options: "trials = 40", method: method)
    let plan = try bench.plan()
    #expect(plan.trials.count > 60)
    for trial in plan.trials {
      var overrides = plan.sweep.configOverrides(for: trial.entry.assignment)
      for key in ["training.seed", "system.seed"] {
        overrides.append(ConfigOverride(key, .integer(trial.entry.seed)))
      }
      let slow = try plan.base.resolving(overrides, registry: .native)
      #expect(trial.configText == slow.recordText())
    }
  }
}
