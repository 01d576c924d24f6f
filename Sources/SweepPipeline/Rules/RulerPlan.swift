import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// What the plans of components of rules and tables share: they are their files, and learn nothing.
protocol RulerPlan: ComponentPlan {
  /// The files of the component as a config describes it, by their paths in its folder.
  ///
  /// - Throws: `PipelineError` for settings in `[initialize.components]` that make no rules.
  func files(learningFrom corpus: InitialCorpus) throws(PipelineError) -> [PipelineFile]
}

extension RulerPlan {
  func component(
    learningFrom corpus: InitialCorpus, in parameters: inout Parameters
  ) throws(PipelineError) -> any PipelineComponent {
    var files = try files(learningFrom: corpus).map { PipelineFile("\(name)/\($0.path)", $0.bytes) }
    if let tokenizer = corpus.tokenizer { files.append(PipelineFile("tokenizer", tokenizer)) }
    do throws(ModelFolderError) {
      return try component(from: ComponentFiles(name, ModelFiles(files, "")), in: &parameters)
    } catch {
      guard case .badFile(_, let file, let expected) = error else {
        throw .source(component: name, error)
      }
      throw .corpus(
        component: name, what: "expected \(expected)",
        help: "\(file) would be written from [initialize.components.\(name)]: correct it there")
    }
  }

  func component(
    reading state: inout StateReader, in parameters: inout Parameters
  ) throws(StateError) -> any PipelineComponent {
    let files = try state.list { reader throws(StateError) in
      PipelineFile(try reader.text(), try reader.block())
    }
    do {
      return try component(from: ComponentFiles(name, ModelFiles(files, "")), in: &parameters)
    } catch {
      throw StateError("\(error)")
    }
  }

  /// Throws for keys of `[initialize.components.NAME]` that the component has no use for.
  func check(_ settings: JSONObject, knows keys: [String]) throws(PipelineError) {
    let others = settings.keys.filter { key in !keys.contains { same($0, key) } }
    guard !others.isEmpty else { return }
    throw .corpus(
      component: name,
      what: "expected \(keys.joined(separator: ", ")) in [initialize.components.\(name)], found "
        + others.joined(separator: ", "),
      help: others[0].nearest(among: keys).map { "did you mean `\($0)`?" } ?? "remove it")
  }
}

extension StateWriter {
  /// Writes the files of a ruler, which hold all of its rules.
  mutating func write(_ files: [PipelineFile]) {
    write(list: files) { writer, file in
      writer.write(file.path)
      writer.write(file.bytes)
    }
  }

  /// Writes the files of a ruler, and the rules that its phrases were divided by.
  mutating func write(_ files: [PipelineFile], dividedBy tokenizer: [UInt8]?) {
    write(files + (tokenizer.map { [PipelineFile("tokenizer", $0)] } ?? []))
  }
}
