import SweepBase
import SweepConfig
import SweepNN

/// What the plans of rulers share: a ruler is its files, and learns nothing.
protocol RulerPlan: ComponentPlan {
  /// The ruler without rules.
  var empty: any PipelineComponent { get }
}

extension RulerPlan {
  func component(
    learningFrom corpus: InitialCorpus, in parameters: inout Parameters
  ) throws(PipelineError) -> any PipelineComponent {
    guard corpus.settings.isEmpty else {
      throw .corpus(
        component: name,
        what: "expected nothing in [initialize.components.\(name)], found "
          + corpus.settings.keys.joined(separator: ", "),
        help:
          "rules are read from model folders: give the component a source, or run the config by "
          + "engine = \"spacy\"")
    }
    return empty
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
}

extension StateWriter {
  /// Writes the files of a ruler, which hold all of its rules.
  mutating func write(_ files: [PipelineFile]) {
    write(list: files) { writer, file in
      writer.write(file.path)
      writer.write(file.bytes)
    }
  }
}
