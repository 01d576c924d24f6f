import SweepPipeline
import SweepText
import Synchronization

/// The examples of a corpus that is read anew in each pass, for `max_epochs = -1`.
///
/// A value, as a run is one: a copy goes on from where it was taken, if need be by reading again.
struct StreamedCorpus: Sendable {
  /// Where one reader is.
  ///
  /// A class because copies of the value share it; it owns its lock.
  private final class Cursor: Sendable {
    let place = Mutex<Place?>(nil)
  }

  private struct Place {
    var epoch: Int
    /// The number of the next example in the pass.
    var number = 0
    var reader: CorpusReader
    var examples: ArraySlice<PreparedExample> = []
  }

  /// About how many words are prepared at once, with one memory of those that were seen.
  private static let pieceSize = 8192

  private let settings: CorpusSettings
  private let files: [InputFile]
  private let records: [InputDescription]
  private let cursor = Cursor()
  private var epoch = 0
  private var next = 0
  /// Examples that were read and that no batch has had yet.
  private var waiting: [Int: PreparedExample] = [:]
  /// Examples of the pass that batches had before this value was made.
  private var given: Set<Int> = []

  /// A corpus whose files were read once and found to be as `records` says.
  init(_ settings: CorpusSettings, _ files: [InputFile], _ records: [InputDescription]) {
    self.settings = settings
    self.files = files
    self.records = records
  }

  /// The examples of a batch.
  ///
  /// - Parameters:
  ///   - batch: Numbers of examples; each is asked for once per pass, in about their order.
  ///   - epoch: The pass, from 0.
  ///   - skipped: Numbers that no batch of the pass has.
  /// - Returns: The examples in the order of the batch.
  /// - Throws: `FileError` or `DocBinError`, and `TrainingError.inputChanged` when a file is no
  ///   longer what it was.
  mutating func examples(
    _ batch: [Int], epoch: Int, skipping skipped: Set<Int>
  ) throws -> [PreparedExample] {
    if epoch != self.epoch { (self.epoch, next, waiting, given) = (epoch, 0, [:], []) }
    return try batch.map { number in
      while next <= number {
        let example = try read(next)
        if !skipped.contains(next), !given.contains(next) { waiting[next] = example }
        next += 1
      }
      guard let example = waiting.removeValue(forKey: number) else {
        preconditionFailure("example \(number) was asked for twice in a pass")
      }
      return example
    }
  }

  /// Goes on in the midst of a pass, by reading it again.
  ///
  /// - Parameters:
  ///   - epoch: The pass.
  ///   - given: The numbers of the examples that will not be asked for again.
  mutating func goOn(epoch: Int, without given: Set<Int>) {
    (self.epoch, next, waiting, self.given) = (epoch, 0, [:], given)
  }

  /// Reads one example; from the start of the corpus if another copy has moved on.
  private func read(_ number: Int) throws -> PreparedExample {
    try cursor.place.withLock { place in
      var here: Place
      if let known = place, known.epoch == epoch, known.number <= number {
        here = known
      } else {
        here = Place(epoch: epoch, reader: CorpusReader(settings, files))
      }
      place = nil
      while true {
        guard let example = here.examples.popFirst() else {
          here.examples = try piece(&here.reader)[...]
          continue
        }
        here.number += 1
        guard here.number > number else { continue }
        place = here
        return example
      }
    }
  }

  /// The next examples, at least one.
  private func piece(_ reader: inout CorpusReader) throws -> [PreparedExample] {
    var examples: [Example] = []
    var words = 0
    while words < Self.pieceSize, let next = try reader.next() {
      let count = reader.records.count
      guard reader.records.last == records[count - 1] else {
        throw TrainingError.inputChanged(path: records[count - 1].path)
      }
      words += next.reduce(0) { $0 + $1.count }
      examples += next
    }
    guard !examples.isEmpty else { throw TrainingError.inputChanged(path: settings.path) }
    return PreparedExample.prepare(examples)
  }
}
