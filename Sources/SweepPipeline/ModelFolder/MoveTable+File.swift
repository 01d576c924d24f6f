import SweepConfig
import SweepText

extension TypedMoveTable {
  /// The bytes of the `moves` file; `negativeKey` is the key of spans that are known to be no
  /// entities.
  package func bytes(negativeKey: String?) -> [UInt8] {
    let key = negativeKey.map { MessagePack.Value.string($0) } ?? .null
    let settings = MessagePack.Value.map([MessagePack.Entry(.string("neg_key"), key)])
    return MessagePack.bytes(
      .map([
        MessagePack.Entry(.string("moves"), .string(jsonText)),
        MessagePack.Entry(.string("cfg"), settings),
      ]))
  }

  /// The labels of each move with their frequencies, as label files have them.
  var json: JSONObject {
    JSONObject(
      entries.enumerated().map { id, list in
        ("\(id)", .object(JSONObject(list.map { ($0.label, .integer($0.frequency)) })))
      })
  }

  /// The labels of each move with their frequencies, as JSON.
  ///
  /// Written by hand since an object's keys would lose labels that differ in their code points only.
  private var jsonText: String {
    let moves = entries.enumerated().map { id, list in
      let labels = list.map { JSONValue.string($0.label).serialized(.python) + ":\($0.frequency)" }
      return "\"\(id)\":{\(labels.joined(separator: ","))}"
    }
    return "{\(moves.joined(separator: ","))}"
  }

  /// Reads a `moves` file.
  ///
  /// - Returns: `nil` when the bytes are none.
  package init?(reading bytes: [UInt8]) {
    guard let root = try? MessagePack.read(bytes), let text = root["moves"]?.stringValue,
      let table = try? JSONValue(parsing: text), let entries = Self.entries(table)
    else { return nil }
    self.init(entries: entries)
  }

  /// The table of a component's label file, or `nil` where none is given.
  ///
  /// - Throws: `PipelineError` when it is no map of moves to labels with frequencies.
  init?(labels: JSONValue?, component: String) throws(PipelineError) {
    guard let labels else { return nil }
    guard let entries = Self.entries(labels) else { throw .badLabels(component: component) }
    self.init(entries: entries)
  }

  private static func entries(_ table: JSONValue) -> [[Entry]]? {
    guard let table = table.objectValue else { return nil }
    var entries: [[Entry]] = Array(repeating: [], count: Kind.allCases.count)
    for (key, labels) in table.entries {
      guard let id = Int(key), entries.indices.contains(id), let labels = labels.objectValue else {
        return nil
      }
      for (label, frequency) in labels.entries {
        guard let frequency = frequency.intValue else { return nil }
        entries[id].append(Entry(label, frequency))
      }
    }
    return entries
  }
}
