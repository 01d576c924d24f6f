import Foundation
import SweepConfig

/// Where model folders are: paths, and packages of the active Python environment.
///
/// A pipeline package is a folder in `site-packages` with a `meta.json`; the model lies in a folder
/// of it that has its version in its name.
package enum PipelineLocation {
  /// A pipeline package.
  package struct Package: Equatable, Sendable {
    package let name: String
    package let version: String
    /// The model folder in it.
    package let folder: String
  }

  /// The model folder that a path or the name of a package stands for.
  ///
  /// - Parameters:
  ///   - name: As in `[initialize] vectors` or `source` of a component.
  ///   - folder: What a relative path is relative to.
  ///   - environment: Its `VIRTUAL_ENV` or `CONDA_PREFIX` is the Python environment, else that of
  ///     the `python3` in its `PATH`.
  /// - Returns: The folder.
  /// - Throws: `PipelineLocationError` where there is neither.
  package static func folder(
    of name: String, in folder: String = ".", environment: [String: String]
  ) throws(PipelineLocationError) -> String {
    let path = name.hasPrefix("/") || folder == "." ? name : "\(folder)/\(name)"
    if name.contains("/") || FileBytes.exists("\(path)/meta.json") { return path }
    let sites = sitePackages(environment)
    for site in sites {
      if let package = package(name, in: site) { return package.folder }
    }
    if FileBytes.isDirectory(path) { return path }
    throw PipelineLocationError(
      name: name, installed: packages(in: sites).map(\.name), sites: sites)
  }

  /// The file of a package of the Python environment, by its path in `site-packages`; `nil` where
  /// there is none.
  package static func file(_ path: String, environment: [String: String]) -> String? {
    sitePackages(environment).map { "\($0)/\(path)" }.first(where: FileBytes.exists)
  }

  /// The pipeline packages of the Python environment, by name.
  package static func packages(environment: [String: String]) -> [Package] {
    packages(in: sitePackages(environment))
  }

  private static func packages(in sites: [String]) -> [Package] {
    sites.flatMap { site in
      ((try? FileBytes.list(site)) ?? []).compactMap { package($0, in: site) }
    }
  }

  /// The package of a name in a `site-packages`; `nil` where there is none with a model.
  private static func package(_ name: String, in site: String) -> Package? {
    let root = "\(site)/\(name)"
    guard FileBytes.exists("\(root)/__init__.py"), FileBytes.exists("\(root)/meta.json"),
      let bytes = try? FileBytes.read("\(root)/meta.json", limit: 1 << 24),
      let meta = try? JSONValue(parsing: String(decoding: bytes, as: UTF8.self)),
      let language = meta["lang"]?.stringValue, let model = meta["name"]?.stringValue,
      let version = meta["version"]?.stringValue
    else { return nil }
    let folder = "\(root)/\(language)_\(model)-\(version)"
    guard FileBytes.exists("\(folder)/config.cfg") else { return nil }
    return Package(name: name, version: version, folder: folder)
  }

  /// The `site-packages` of the Python environment.
  private static func sitePackages(_ environment: [String: String]) -> [String] {
    for key in ["VIRTUAL_ENV", "CONDA_PREFIX"] {
      guard let root = environment[key], !root.isEmpty else { continue }
      return ["lib", "lib64"].flatMap { library in
        ((try? FileBytes.list("\(root)/\(library)")) ?? []).filter { $0.hasPrefix("python3") }
          .map { "\(root)/\(library)/\($0)/site-packages" }
      }.filter(FileBytes.isDirectory).reduce(into: [String]()) { sites, site in
        // `lib64` may be a link to `lib`.
        let real = URL(fileURLWithPath: site).resolvingSymlinksInPath().path
        if !sites.contains(real) { sites.append(real) }
      }
    }
    let script = "import sys; print('\\n'.join(sys.path[1:]))"
    let paths = outputOfProgram(["python3", "-c", script], in: "/", limit: 1 << 16) ?? ""
    return paths.split(separator: "\n").map(String.init).filter(FileBytes.isDirectory)
  }
}

/// A name that stands for no model.
package struct PipelineLocationError: Error, Equatable, Sendable, CustomStringConvertible {
  package let name: String
  /// The packages that there are.
  package let installed: [String]
  /// Where packages were looked for.
  package let sites: [String]

  /// What was expected, and what was found.
  var finding: String {
    "expected a model folder or an installed pipeline package, found neither"
  }

  /// What there is instead.
  var help: String {
    let known = installed.isEmpty ? "none" : installed.joined(separator: ", ")
    let place = sites.isEmpty ? "no Python environment" : sites.joined(separator: ", ")
    let near = name.nearest(among: installed).map { "; did you mean `\($0)`?" } ?? ""
    return "installed packages: \(known) (\(place))\(near)"
  }

  package var description: String { "\"\(name)\": \(finding)\n  help: \(help)" }
}
