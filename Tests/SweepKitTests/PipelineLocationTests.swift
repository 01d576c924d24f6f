import Foundation
import SweepConfig
import SweepKit
import SweepTraining
import Testing

/// Pipeline packages of a Python environment.
struct PipelineLocationTests {
  /// Runs `body` with an environment that has the package `en_made_sm`.
  private func withEnvironment(_ body: (String, [String: String]) throws -> Void) throws {
    let root = FileManager.default.temporaryDirectory.path + "/packages-\(UUID().uuidString)"
    let package = root + "/lib/python3.12/site-packages/en_made_sm"
    let model = package + "/en_made_sm-1.2.0"
    defer { try? FileManager.default.removeItem(atPath: root) }
    try FileBytes.makeDirectory(model + "/vocab")
    try FileBytes.makeDirectory(root + "/lib/python3.12/site-packages/numpy")
    try FileBytes.write("", to: package + "/__init__.py")
    try FileBytes.write(
      #"{"lang": "en", "name": "made_sm", "version": "1.2.0"}"#, to: package + "/meta.json")
    try FileBytes.write("[nlp]\n", to: model + "/config.cfg")
    try FileBytes.write("{}", to: model + "/vocab/vectors.cfg")
    try body(model, ["VIRTUAL_ENV": root])
  }

  @Test func findsPackagesByName() throws {
    try withEnvironment { model, environment in
      let found = try PipelineLocation.folder(of: "en_made_sm", environment: environment)
      #expect(
        URL(fileURLWithPath: found).resolvingSymlinksInPath().path
          == URL(fileURLWithPath: model).resolvingSymlinksInPath().path)
      let packages = PipelineLocation.packages(environment: environment)
      #expect(packages.map(\.name) == ["en_made_sm"] && packages.map(\.version) == ["1.2.0"])
      // A path is a path.
      #expect(try PipelineLocation.folder(of: "a/b", environment: environment) == "a/b")
      let error = #expect(throws: PipelineLocationError.self) {
        try PipelineLocation.folder(of: "en_made_md", environment: environment)
      }
      #expect(error?.description.contains("did you mean `en_made_sm`?") == true)
    }
  }

  @Test func readsLookupTablesOfThePackageUnlessTheyAreHere() throws {
    try withEnvironment { model, environment in
      let site = model + "/../.."
      let path = "spacy_lookups_data/data/en_lemma_lookup.json"
      func read(_ folder: String) throws -> String {
        let source = InputSource.local(in: folder, environment: environment)
        let file = try #require(try source.files(path).first)
        #expect(file.path == path)
        return try String(decoding: FileBytes.read(file.resolvedPath), as: UTF8.self)
      }
      #expect(throws: FileError.self) { try read("/nowhere") }
      try FileBytes.makeDirectory(site + "/spacy_lookups_data/data")
      try FileBytes.write("{}", to: site + "/" + path)
      #expect(try read("/nowhere") == "{}")
      let own = model + "/own"
      try FileBytes.makeDirectory(own + "/spacy_lookups_data/data")
      try FileBytes.write("[]", to: own + "/" + path)
      #expect(try read(own) == "[]")
    }
  }

  @Test func readsTheFilesOfAPackageUnderItsName() throws {
    try withEnvironment { _, environment in
      let source = InputSource.local(in: "/nowhere", environment: environment)
      let files = try source.modelFiles("en_made_sm")
      #expect(
        files.map(\.path) == ["en_made_sm/config.cfg", "en_made_sm/vocab/vectors.cfg"])
      do throws(FileError) {
        _ = try source.modelFiles("en_other")
        Issue.record("a package that is not there")
      } catch {
        #expect(error.reason.contains("installed pipeline package"))
      }
    }
  }
}
