import SweepConfig
import SweepPipeline
import SweepText

/// Model folders: config, meta, labels, tables and weights, some of whose files were changed.
///
/// The input is a list of files, each a number, the length in two bytes (the lower one first) and the
/// bytes. The others are those of a small folder: of `SmallModels.components` if the first byte is 255, which
/// is then none of a file, else of `SmallModels.entities`.
enum ModelFolderFuzzing {
  private static let mark: UInt8 = 255

  static func brokenPromise(_ bytes: [UInt8]) -> String? {
    let isOfComponents = bytes.first == mark
    var files = isOfComponents ? SmallModels.components : SmallModels.entities
    let changed = replacements(bytes.dropFirst(isOfComponents ? 1 : 0), files.map(\.path))
    for (path, content) in changed {
      files.removeAll { $0.path == path }
      files.append(PipelineFile(path, content))
    }
    do throws(ModelFolderError) {
      let pipeline = try Pipeline(files: files, folder: "model")
      _ = pipeline.predict([Doc(words: ["Anna", "met", "Ben"])])
      return brokenPromise(of: pipeline)
    } catch {
      return error.description.isEmpty ? "an error without words" : nil
    }
  }

  private static func hasDollar(_ files: [PipelineFile]) -> Bool {
    files.contains { $0.path == "config.cfg" && $0.bytes.contains(UInt8(ascii: "$")) }
  }

  /// What is written reads again, and is then written the same.
  private static func brokenPromise(of pipeline: Pipeline) -> String? {
    let written = pipeline.files(performance: scores)
    do throws(ModelFolderError) {
      let again = try Pipeline(files: written, folder: "written")
      let files = again.files(performance: scores)
      // As spaCy does, a dollar sign is doubled whenever a config is written.
      guard files == written || hasDollar(written) else {
        return "the written folder changes when read"
      }
      // By which a re-run is known to be identical.
      let isSame = ModelHash.of(files: written.reversed()) == ModelHash.of(files: written)
      return isSame ? nil : "the order of its files changes a model's hash"
    } catch {
      return "the written folder does not read: \(error)"
    }
  }

  private static let scores: JSONObject = [
    "ents_f": 0.12345678901234, "speed": 1234.5, "per": ["A": ["p": 1e9, "r": [0.1, nil]]],
  ]

  private static func replacements(
    _ bytes: ArraySlice<UInt8>, _ paths: [String]
  ) -> [(String, [UInt8])] {
    var found: [(String, [UInt8])] = []
    var rest = bytes
    while rest.count >= 3, found.count < paths.count {
      let (number, low, high) = (rest.removeFirst(), rest.removeFirst(), rest.removeFirst())
      let content = rest.prefix(Int(low) | Int(high) << 8)
      rest = rest.dropFirst(content.count)
      found.append((paths[Int(number) % paths.count], Array(content)))
    }
    return found
  }

  /// For each file of the small folders an input that has it, and one that has all of the first.
  static var seeds: [[UInt8]] {
    let (first, second) = (SmallModels.entities, SmallModels.components)
    return first.indices.map { input([$0], of: first) } + [input(Array(first.indices), of: first)]
      + second.indices.map { [mark] + input([$0], of: second) }
  }

  /// An input that replaces some files.
  private static func input(_ numbers: [Int], of files: [PipelineFile]) -> [UInt8] {
    numbers.flatMap { number -> [UInt8] in
      let bytes = files[number].bytes
      return [UInt8(number), UInt8(bytes.count & 0xff), UInt8(bytes.count >> 8 & 0xff)] + bytes
    }
  }
}
