package import SweepBase
import SweepPipeline

extension Evaluation {
  /// Writes every stored property, numbers by their bits.
  package func write(to writer: inout StateWriter) {
    for number in [epoch, step, words] { writer.write(number) }
    writer.write(list: losses) { writer, loss in
      writer.write(loss.name)
      writer.write(loss.value)
    }
    scores.write(to: &writer)
    writer.write(score)
    writer.write(isBest)
    writer.write(counts.flatMap { [$0.correct, $0.predicted, $0.expected] })
    writer.write(optional: confusion) { writer, confusion in
      writer.write(list: confusion.labels) { $0.write($1) }
      writer.write(list: confusion.counts) { $0.write($1) }
    }
  }

  /// An evaluation as it was written.
  ///
  /// - Throws: `StateError` when there is none.
  package init(reading reader: inout StateReader) throws(StateError) {
    let (epoch, step, words) = (try reader.int(), try reader.int(), try reader.int())
    let losses = try reader.list { reader throws(StateError) in
      ComponentLoss(name: try reader.text(), value: try reader.double())
    }
    let scores = try Scores(reading: &reader)
    let (score, isBest) = (try reader.double(), try reader.bool())
    let numbers = try reader.ints()
    guard numbers.count % 3 == 0 else { throw StateError("\(numbers.count) counts of entities") }
    let confusion = try reader.optional { reader throws(StateError) in
      EntityConfusion(
        labels: try reader.list { reader throws(StateError) in try reader.text() },
        counts: try reader.list { reader throws(StateError) in try reader.ints() })
    }
    self.init(
      epoch: epoch, step: step, words: words, losses: losses, scores: scores, score: score,
      isBest: isBest,
      counts: stride(from: 0, to: numbers.count, by: 3).map {
        EntityCounts(correct: numbers[$0], predicted: numbers[$0 + 1], expected: numbers[$0 + 2])
      }, confusion: confusion)
  }
}

extension Scores {
  fileprivate func write(to writer: inout StateWriter) {
    writer.write(list: entries) { writer, entry in
      writer.write(entry.key)
      switch entry.value {
      case .null: writer.write(0)
      case .number(let value):
        writer.write(1)
        writer.write(value)
      case .perType(let types):
        writer.write(2)
        writer.write(list: types) { writer, type in
          writer.write(type.label)
          for value in [type.precision, type.recall, type.fScore] { writer.write(value) }
        }
      case .perLabel(let scores):
        writer.write(3)
        writer.write(list: scores) { writer, score in
          writer.write(score.label)
          writer.write(score.value != nil)
          writer.write(score.value ?? 0)
        }
      case .text(let text):
        writer.write(4)
        writer.write(text)
      }
    }
  }

  fileprivate init(reading reader: inout StateReader) throws(StateError) {
    self.init()
    for _ in 0..<(try reader.count()) {
      let key = try reader.text()
      switch try reader.int() {
      case 0: self[key] = .null
      case 1: self[key] = .number(try reader.double())
      case 2:
        self[key] = .perType(
          try reader.list { reader throws(StateError) in
            TypeScore(
              label: try reader.text(), precision: try reader.double(),
              recall: try reader.double(), fScore: try reader.double())
          })
      case 3:
        self[key] = .perLabel(
          try reader.list { reader throws(StateError) in
            let (label, isKnown, value) = (
              try reader.text(), try reader.bool(), try reader.double()
            )
            return LabelScore(label: label, value: isKnown ? value : nil)
          })
      case 4: self[key] = .text(try reader.text())
      default: throw StateError("a score of an unknown kind")
      }
    }
  }
}
