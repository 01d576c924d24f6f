import Foundation
import SweepBase
import SweepConfig
import SweepEngine
import SweepKit
import SweepSearch
import SweepStore
import Testing

@Suite struct CapsuleTests {
  /// A capsule of a trial of a small study, without the program.
  private func capsule(
    of bench: Bench, _ number: Int = 0, to name: String = "t.capsule", isRedacted: Bool = false
  ) throws -> String {
    let store = try StudyStore(path: bench.store, access: .read)
    let path = bench.folder + "/" + name
    _ = try Capsule.write(
      store.trial("\(number)"), in: store, to: path,
      contents: CapsuleContents(program: .never, isRedacted: isRedacted))
    return path
  }

  private func rerun(_ path: String) throws -> RerunVerdict {
    let capsule = try Capsule(path: path)
    let temporary = try TemporaryStore()
    let trial = try capsule.unpack(into: temporary.store)
    return try Rerun(of: trial, in: temporary.store, registry: .native, capsule: path).run(
      output: nil, provenance: .current(in: "/", environment: [:]), stop: StopSignal()
    ) { _ in }
  }

  private func error(_ path: String) -> String {
    do {
      _ = try Capsule(path: path)
      return ""
    } catch {
      return "\(error)".replacingOccurrences(of: path, with: "CAPSULE")
    }
  }

  private func bench() throws -> Bench {
    let bench = try Bench(parameters: #""training.dropout" = { values = [0.1] }"#, seeds: "[0]")
    _ = try bench.run()
    return bench
  }

  /// The files of an archive by name, in order.
  private func files(_ path: String) throws -> [(name: String, bytes: [UInt8])] {
    let archive = try TarReader(path)
    return try archive.entries.map { ($0.name, try archive.bytes($0)) }
  }

  private func write(_ files: [(name: String, bytes: [UInt8])], to path: String) throws {
    let archive = try TarWriter(path, seconds: 0)
    for file in files { try archive.add(file.name, file.bytes) }
    try archive.finish()
  }

  @Test func trainsAgainFromTheFileAloneInAnotherFolder() throws {
    let other = NSTemporaryDirectory() + "sweep-\(UUID().uuidString).capsule"
    defer { try? FileManager.default.removeItem(atPath: other) }
    do {
      let bench = try bench()
      try FileManager.default.copyItem(atPath: capsule(of: bench), toPath: other)
    }
    // The store, the corpora and the config are gone by now.
    let verdict = try rerun(other)
    #expect(verdict.isIdentical)
    #expect(verdict.comparison.comparedSteps == 3)
    #expect(verdict.origins == ["train.spacy from \(other)", "dev.spacy from \(other)"])
  }

  @Test func aPrunedTrialEndsWhereItWasEnded() throws {
    let bench = try bench()
    let path = try capsule(of: bench)
    var contents = try files(path)
    func replace(_ name: String, _ change: (String) -> String) {
      for index in contents.indices where contents[index].name == name {
        contents[index].bytes = Array(
          change(String(decoding: contents[index].bytes, as: UTF8.self)).utf8)
      }
    }
    // As if a pruner had ended it after step 2.
    replace("trial.json") { text in
      text.replacingOccurrences(of: "\"state\": \"done\"", with: "\"state\": \"pruned\"")
        .replacingOccurrences(of: "\"ended_step\": null", with: "\"ended_step\": 2")
        .replacing(/"model_sha256": "[0-9a-f]+"/, with: "\"model_sha256\": null")
        .replacingOccurrences(of: "\"has_counts\": true", with: "\"has_counts\": false")
    }
    replace("evaluations.jsonl") { text in
      text.split(separator: "\n").prefix(2).map { $0 + "\n" }.joined()
    }
    contents.removeAll { $0.name == "documents.csv" }
    let pruned = bench.folder + "/pruned.capsule"
    try write(resealed(contents), to: pruned)
    let verdict = try rerun(pruned)
    #expect(verdict.isIdentical)
    #expect(verdict.comparison.comparedSteps == 2)
  }

  /// Files with a manifest that fits them.
  private func resealed(
    _ files: [(name: String, bytes: [UInt8])]
  ) throws -> [(name: String, bytes: [UInt8])] {
    var manifest = try JSONValue(parsing: files[0].bytes).objectValue ?? [:]
    manifest["files"] = .array(
      files.dropFirst().map {
        ["path": .string($0.name), "sha256": .string(Fingerprint.hex(of: $0.bytes)), "bytes": 0]
      })
    return [("manifest.json", Array(manifest.serialized(.compact).utf8))] + files.dropFirst()
  }

  @Test func aNumberThatIsAnotherIsADifference() throws {
    let bench = try bench()
    var contents = try files(capsule(of: bench))
    for index in contents.indices where contents[index].name == "evaluations.jsonl" {
      let text = String(decoding: contents[index].bytes, as: UTF8.self)
      let zero = "\"0000000000000000\""
      #expect(text.contains(zero))
      let range = try #require(text.range(of: zero))
      contents[index].bytes = Array(
        text.replacingCharacters(in: range, with: "\"8000000000000000\"").utf8)
    }
    let path = bench.folder + "/other.capsule"
    try write(resealed(contents), to: path)
    let verdict = try rerun(path)
    #expect(!verdict.isIdentical)
    // 0 is not −0.
    #expect(verdict.comparison.differences.count == 1)
  }

  @Test func hasTheSameBytesForTheSameRecord() throws {
    let bench = try bench()
    let a = try FileBytes.read(capsule(of: bench, to: "a.capsule"))
    let b = try FileBytes.read(capsule(of: bench, to: "b.capsule"))
    #expect(a == b)
    let names = try files(bench.folder + "/a.capsule").map(\.name)
    #expect(
      names == [
        "manifest.json", "README.txt", "study.json", "trial.json", "config.cfg", "provenance.json",
        "evaluations.jsonl", "sweep.toml", "documents.csv", "log.txt", "inputs/0-train.spacy",
        "inputs/1-dev.spacy",
      ])
  }

  @Test func takesTheProgramAlongWhereItIsSmall() throws {
    let bench = try bench()
    let program = bench.folder + "/program"
    try FileBytes.write("a program", to: program)
    let store = try StudyStore(path: bench.store, access: .read)
    let path = bench.folder + "/p.capsule"
    let summary = try Capsule.write(
      store.trial("0"), in: store, to: path, contents: CapsuleContents(programPath: program))
    #expect(summary.files.last?.name == "program/sweep")
    #expect(summary.notices.isEmpty)
    let manifest = try Capsule(path: path).manifest
    #expect(
      manifest["program"]?["sha256"]?.stringValue == Fingerprint.hex(of: Array("a program".utf8)))
    #expect(manifest["program"]?["file"] == "program/sweep")
  }

  @Test func namesWhatIsWrongWithAFile() throws {
    let bench = try bench()
    let path = bench.folder + "/x.capsule"
    let good = try FileBytes.read(capsule(of: bench))
    func found(_ bytes: [UInt8]) throws -> String {
      try FileBytes.write(bytes, to: path)
      return error(path)
    }
    let help = "\n  help: `sweep export TRIAL FILE.capsule` makes one"
    let expected = "CAPSULE: expected a capsule of `sweep export`, found "
    #expect(try found([]) == expected + "an empty file" + help)
    #expect(try found([0x1F, 0x8B, 8, 0]) == expected + "a file that gzip has compressed" + help)
    #expect(try found(Array("text".utf8)) == expected + "a file that is no archive" + help)
    #expect(error(bench.folder).contains("found a folder"))
    #expect(error(bench.folder + "/none.capsule").hasSuffix("No such file or directory"))
    try write([("a.txt", [1])], to: path)
    #expect(error(path) == expected + "another archive" + help)
    // Cut anywhere, it is noticed.
    let cut =
      "CAPSULE: the capsule is cut off: it ends before its last file does\n  help: copy it again from where it was made"
    for count in [513, 2000, good.count / 2, good.count - 1025, good.count - 1] {
      #expect(try found(Array(good[..<count])) == cut)
    }
    // So is a changed byte in any file and header.
    for offset in stride(from: 3000, to: good.count - 1024, by: 20_011) {
      var bytes = good
      bytes[offset] ^= 1
      #expect(!(try found(bytes)).isEmpty, "byte \(offset)")
    }
  }

  @Test func reportsAllFilesThatAreNotAsTheyWere() throws {
    let bench = try bench()
    let path = bench.folder + "/x.capsule"
    var contents = try files(capsule(of: bench))
    for index in contents.indices {
      if contents[index].name == "inputs/0-train.spacy" { contents[index].bytes[9] ^= 1 }
    }
    contents.removeAll { $0.name == "config.cfg" }
    contents.append(("more.txt", []))
    try write(contents, to: path)
    let text = error(path)
    #expect(
      text.hasPrefix("CAPSULE: the capsule is not as it was made:\n    config.cfg is missing\n"))
    #expect(text.contains("\n    inputs/0-train.spacy: expected SHA-256 "))
    #expect(text.contains("\n    more.txt is not in the manifest\n"))
  }

  @Test func refusesANewerOneAndNamesThatLeadOut() throws {
    let bench = try bench()
    let path = bench.folder + "/x.capsule"
    let contents = try files(capsule(of: bench))
    try write(
      [("manifest.json", Array(#"{"format": "sweep capsule", "version": 2}"#.utf8))], to: path)
    #expect(
      error(path)
        == "CAPSULE: the capsule is of version 2; this program reads up to 1\n  help: use that version of sweep, which is in the capsule where it was small enough"
    )
    for name in ["/etc/x", "../x", "inputs/../../x", "inputs//x", "./x", "a\\..\\x"] {
      try write(contents + [(name, [1])], to: path)
      #expect(
        error(path).hasPrefix(
          "CAPSULE: the capsule is refused: its file \"\(name)\" would lie outside of"))
    }
    try write(contents + [("config.cfg", [1])], to: path)
    #expect(error(path).contains("config.cfg is there twice"))
  }

  @Test func aConfigOfAnotherTrialIsNoticed() throws {
    let bench = try bench()
    var contents = try files(capsule(of: bench))
    for index in contents.indices where contents[index].name == "config.cfg" {
      contents[index].bytes += Array("\n[other]\nx = 1\n".utf8)
    }
    let path = bench.folder + "/x.capsule"
    try write(resealed(contents), to: path)
    #expect(error(path).contains("the ID of small/0 is not the one of its study and config"))
  }

  @Test func refusesATrialWithoutAResult() throws {
    let bench = try Bench(
      parameters: #""training.optimizer.learn_rate" = { values = [0.001, 0.1] }"#, seeds: "[0]")
    let run = try bench.studyRun(workers: 1)
    _ = try run.run(trainer: FunctionTrainer(microseconds: 0), stop: StopSignal()) { _ in }
    let store = try StudyStore(path: bench.store, access: .read)
    let failed = try #require(try store.trials().first { $0.state == .failed })
    #expect(
      throws: CapsuleError.self,
      "a failed trial has no numbers to compare with"
    ) { _ = try Capsule.write(failed, in: store, to: bench.folder + "/f.capsule") }
    #expect(!FileBytes.exists(bench.folder + "/f.capsule"))
  }

  @Test func nothingStaysOfWhatWasReadIn() throws {
    let bench = try bench()
    let capsule = try Capsule(path: capsule(of: bench))
    var folder = ""
    do {
      let temporary = try TemporaryStore()
      folder = temporary.folder
      #expect(try capsule.unpack(into: temporary.store).number == 0)
      #expect(FileBytes.isDirectory(folder))
    }
    #expect(!FileBytes.exists(folder))
  }

  @Test func aKeyInTheSweepFileStaysAtHome() throws {
    let key = "ghp_abcdefghij0123456789abcdefghij012345"
    let bench = try Bench(
      parameters: #""training.dropout" = { values = [0.1] }"#, options: "# token: \(key)",
      seeds: "[0]")
    _ = try bench.run()
    let path = try capsule(of: bench)
    #expect(!String(decoding: try FileBytes.read(path), as: UTF8.self).contains(key))
    #expect(try rerun(path).isIdentical)
  }

  @Test func aRedactedCapsuleNamesNoFolderAndHasNoTexts() throws {
    let bench = try bench()
    let path = try capsule(of: bench, isRedacted: true)
    let all = String(decoding: try FileBytes.read(path), as: UTF8.self)
    #expect(!all.contains(bench.folder))
    #expect(!all.contains(NSTemporaryDirectory()))
    let contents = try files(path)
    #expect(!contents.contains { $0.name.hasPrefix("inputs/") || $0.name == "log.txt" })
    let capsule = try Capsule(path: path)
    #expect(capsule.isRedacted)
    #expect(capsule.trial.inputs.map(\.resolved) == ["train.spacy", "dev.spacy"])
    #expect(throws: RerunError.self) { try rerun(path) }
  }

  /// A script that is gone, or was changed since, comes from the capsule.
  @Test func aCommandHasItsScriptInTheCapsule() throws {
    let bench = try ProgramBench(
      """
      echo "{\\"step\\": 1, \\"metrics\\": {\\"acc\\": 0.$1}}" >&3
      """, parameters: #""model.rate" = { values = [1, 2] }"#)
    _ = try bench.run()
    let store = try StudyStore(path: bench.store, access: .read)
    let path = bench.folder + "/t.capsule"
    _ = try Capsule.write(
      store.trial("1"), in: store, to: path, contents: CapsuleContents(program: .never))
    let names = try files(path).map(\.name)
    #expect(names.contains("inputs/0-train.sh"), "\(names)")
    #expect(try rerun(path).isIdentical)
    for text in ["exit 1", nil] {
      try FileBytes.remove(bench.folder + "/train.sh")
      if let text { try FileBytes.write(text, to: bench.folder + "/train.sh") }
      let verdict = try rerun(path)
      #expect(verdict.isIdentical && verdict.changes.isEmpty, "\(verdict.changes)")
      let origin = verdict.origins.first ?? ""
      #expect(origin.hasPrefix("{sweep}/train.sh from the record, since "), "\(origin)")
    }
    // One that is not as it was any more is no proof.
    try FileBytes.write("exit 1", to: bench.folder + "/train.sh")
    let summary = try Capsule.write(
      store.trial("1"), in: store, to: path, contents: CapsuleContents(program: .never))
    #expect(summary.notices.first?.hasPrefix("{sweep}/train.sh is not as it was") == true)
  }
}
