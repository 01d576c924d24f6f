import SweepBase
import SweepConfig

extension EntityRecognizer {
  func files() -> [PipelineFile] {
    [
      PipelineFile("\(name)/cfg", Array(settings.json.serialized(.srsly).utf8)),
      PipelineFile("\(name)/moves", moves.bytes(negativeKey: settings.incorrectSpansKey)),
    ]
  }

  func write(to writer: inout StateWriter) {
    moves.write(to: &writer)
    writer.write(model.unseen)
  }
}

extension TypedMoveTable {
  /// Writes the table in the order in which labels were added.
  func write(to writer: inout StateWriter) {
    writer.write(list: entries) { writer, list in
      writer.write(list: list) { writer, entry in
        writer.write(entry.label)
        writer.write(entry.frequency)
      }
    }
    writer.write(list: moves) { writer, move in
      writer.write(Int(move.kind.rawValue))
      writer.write(move.label)
    }
  }

  init(reading reader: inout StateReader) throws(StateError) {
    let entries = try reader.list { reader throws(StateError) in
      try reader.list { reader throws(StateError) in
        Entry(try reader.text(), try reader.int())
      }
    }
    let moves = try reader.list { reader throws(StateError) in
      let id = try reader.int()
      guard let kind = Kind.allCases.first(where: { Int($0.rawValue) == id }) else {
        throw StateError("a move of kind \(id)")
      }
      return TypedMove(kind, try reader.text())
    }
    self.init(entries: entries, moves: moves)
  }
}
