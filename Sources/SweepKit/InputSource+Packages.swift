import Foundation
import SweepConfig
package import SweepTraining

extension InputSource {
  /// Reads from the disk, and model folders of that name from the packages of the Python environment.
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
    return InputSource(files: disk.files) { path throws(FileError) in
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
