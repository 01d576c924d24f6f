import Foundation
import SweepConfig
package import SweepTraining

extension InputSource {
  /// Reads from the disk, and from the packages of the Python environment model folders of that name
  /// and lookup tables.
  ///
  /// - Parameters:
  ///   - folder: Where relative paths start.
  ///   - environment: Says which Python environment is active.
  /// - Returns: The source.
  package static func local(
    in folder: String,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> InputSource {
    let disk = InputSource.disk(in: folder)
    return InputSource { path throws(FileError) in
      let files = try disk.files(path)
      guard path.hasPrefix(LookupPackage.folder + "/"),
        !files.contains(where: { FileBytes.exists($0.resolvedPath) }),
        let found = PipelineLocation.file(path, environment: environment)
      else { return files }
      return [InputFile(path: path, resolvedPath: found)]
    } modelFiles: { path throws(FileError) in
      let place: String
      do throws(PipelineLocationError) {
        place = try PipelineLocation.folder(of: path, in: folder, environment: environment)
      } catch {
        throw FileError(.read, path, code: 0, reason: error.finding + "\n  help: " + error.help)
      }
      return try disk.modelFiles(place).map { file in
        var file = file
        file.path = path + file.path.dropFirst(place.count)
        return file
      }
    }
  }
}
