import SweepBase
import SweepText

/// What folds are balanced by: for each document its labels, its words, and that it is one.
///
/// Labels are those of entities and the categories that hold.
struct DocumentProfiles: Sendable {
  /// A label of an entity or of a whole text.
  private enum Label: Hashable, Sendable {
    case entity(String)
    case category(String)
  }

  /// How often a document has what a column counts.
  private struct Entry: Sendable {
    let column: Int
    let count: Int
  }

  /// Column 0 counts documents, column 1 words; labels follow as they come.
  private var columns: [Label: Int] = [:]
  private var documents: [[Entry]] = []

  /// No documents.
  init() {}

  /// How many documents there are.
  var count: Int { documents.count }

  /// Adds a document at the end.
  mutating func add(_ doc: Doc) {
    var entries = [Entry(column: 0, count: 1), Entry(column: 1, count: doc.count)]
    func add(_ label: Label) {
      let column = columns[label] ?? columns.count + 2
      columns[label] = column
      if let index = entries.firstIndex(where: { $0.column == column }) {
        entries[index] = Entry(column: column, count: entries[index].count + 1)
      } else {
        entries.append(Entry(column: column, count: 1))
      }
    }
    for entity in doc.entities { add(.entity(entity.label)) }
    for category in doc.cats where category.value >= 0.5 { add(.category(category.label)) }
    documents.append(entries)
  }

  /// Deals the documents out to folds that are as alike as possible.
  ///
  /// Documents with much of something rare come first; each goes to the fold that has least of what it
  /// has, every column measured by its total: fold f costs Σ load[f, c] · count[c] / total[c]². That
  /// keeps Σ (load / total)² over folds and columns low, which is lowest for equal folds.
  ///
  /// - Parameters:
  ///   - folds: How many folds.
  ///   - seed: Decides the order among documents of about the same weight, and between folds that
  ///     cost the same.
  /// - Returns: The fold of each document; with at least as many documents as folds, none is empty.
  /// - Complexity: O(documents · (folds · labels of one + log documents)).
  func folds(_ folds: Int, seed: Int) -> [Int] {
    var totals = [Int](repeating: 0, count: columns.count + 2)
    for entries in documents {
      for entry in entries { totals[entry.column] += entry.count }
    }
    let scale = totals.map { 1 / (Double($0) * Double($0)) }
    var random = RandomStream(seed: UInt64(bitPattern: Int64(seed)), path: ["folds", "\(folds)"])
    var ranks = Array(0..<folds)
    random.shuffle(&ranks)
    var loads = [[Int]](repeating: [Int](repeating: 0, count: totals.count), count: folds)
    var result = [Int](repeating: 0, count: documents.count)
    for document in order(scale, &random) {
      let entries = documents[document]
      let costs = loads.map { load in
        entries.reduce(0.0) { $0 + Double(load[$1.column]) * Double($1.count) * scale[$1.column] }
      }
      let fold = loads.indices.min { (costs[$0], ranks[$0]) < (costs[$1], ranks[$1]) } ?? 0
      for entry in entries { loads[fold][entry.column] += entry.count }
      result[document] = fold
    }
    return result
  }

  /// The documents by falling weight, to a power of two; shuffled within one.
  private func order(_ scale: [Double], _ random: inout RandomStream) -> [Int] {
    // Sorted by exact weights, the folds would hardly depend on the seed.
    let weights = documents.map { entries in
      entries.reduce(0.0) {
        $0 + Double($1.count) * Double($1.count) * scale[$1.column]
      }.exponent
    }
    var order = Array(documents.indices)
    random.shuffle(&order)
    let places = order.indices.sorted { (weights[order[$1]], $0) < (weights[order[$0]], $1) }
    return places.map { order[$0] }
  }
}
