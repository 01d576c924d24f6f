import SweepCLI
import SweepConfig
import SweepKit
import SweepSearch
import SweepStore
import Testing

@Suite struct AnnotationCommandTests {
  @Test func tagsAreGivenTakenAndFound() throws {
    let store = try CommandStore.filled()
    #expect(
      store.run("tag", "ner/0", "ner/1", "+good", "+final").notes
        == "✔ 2 trials: 4 added, 0 taken away\n")
    #expect(
      store.run("tag", "ner/1", "--remove", "good").notes == "✔ 1 trial: 0 added, 1 taken away\n")
    #expect(store.run("tag", "--where", "ents_f > 0.75", "+good").notes.contains("2 added"))
    #expect(store.run("list", "--where", "tag = good").firstWords == ["0", "3", "4"])
    #expect(store.run("list", "ner").output.contains("#final #good"))
    #expect(store.run("tag", "ner/0").output == "ner/0  final good\n")
    #expect(store.run("tag").output == "tag    trials\nfinal       2\ngood        3\n")
    #expect(store.run("show", "ner/0").output.contains("tags final good\n"))
    #expect(store.run("tag", "ner/0", "+a b").status != 0)
    #expect(store.run("tag", "+good").status != 0)
    #expect(
      TagArguments.rewriting(["tag", "3", "-bad", "--json", "-h"])
        == ["tag", "3", "--remove", "bad", "--json", "-h"])
    #expect(TagArguments.rewriting(["list", "-bad"]) == ["list", "-bad"])
  }

  @Test func notesAreKeptShownAndRemoved() throws {
    let store = try CommandStore.filled()
    #expect(store.run("note", "ner/2", "too slow").notes == "✔ Noted of ner/2\n")
    #expect(store.run("note", "ner/2", "but good", "--append").status == 0)
    #expect(store.run("note", "ner/2").output == "too slow\nbut good\n")
    #expect(store.run("list", "--where", "note ~ slow").firstWords == ["2"])
    #expect(store.run("show", "ner/2").output.contains("note too slow"))
    #expect(store.run("note", "ner", "a first try").status == 0)
    #expect(store.run("note", "ner").output == "a first try\n")
    #expect(store.run("note", "ner/2", "--clear").status == 0)
    #expect(store.run("note", "ner/2", "--json").output.contains("\"note\": null"))
    #expect(store.run("note", "ner/99", "x").status == 1)
  }

  @Test func aRenamedStudyIsFoundByBothNames() throws {
    let store = try CommandStore.filled()
    let old = try StudyStore(path: store.path, access: .read).trial("ner/3")
    #expect(store.run("rename", "ner", "ner-small").notes.contains("✔ ner is now ner-small"))
    let read = try StudyStore(path: store.path, access: .read)
    let new = try read.trial("ner-small/3")
    #expect(new.id == old.id && new.contentID != old.contentID)
    #expect(
      new.contentID == StudyStore.contentID(study: "ner-small", config: try read.config(of: new)))
    #expect(try read.trial("ner/3").id == old.id)
    #expect(try read.trial(old.shortID).id == old.id)
    #expect(try read.trial(new.shortID).id == old.id)
    #expect(try read.study(named: "ner").name == "ner-small")
    #expect(
      store.run("rename", "ner-small", "tiny").notes.contains("there is a study \"tiny\" already"))
    #expect(store.run("rename", "ner-small", "a/b").status != 0)
    // And back: the IDs are those of before.
    #expect(store.run("rename", "ner-small", "ner").status == 0)
    #expect(try read.trial("ner/3").contentID == old.contentID)
    #expect(try read.trial(new.shortID).id == old.id)
  }

  @Test func removesTrialsAndFreesTheirSpace() throws {
    let store = try CommandStore.filled()
    let before = try StudyStore(path: store.path, access: .read).bytesOnDisk
    let planned = store.run("rm", "ner/0", "ner/1", "--dry-run")
    #expect(planned.notes.contains("would remove 2 trials, 2 kept files; "), "\(planned)")
    #expect(try StudyStore(path: store.path, access: .read).trials().count == 8)
    #expect(store.run("rm", "ner/0").notes.contains("add --yes"))
    let done = store.run("rm", "ner/0", "ner/1", "--yes", "--json")
    let json = try JSONValue(parsing: done.output)
    #expect(json["removed_trials"] == 2 && json["removed_files"] == 2)
    let read = try StudyStore(path: store.path, access: .read)
    // Later ones follow, so their places stay.
    #expect(try read.trials().map(\.state).prefix(3) == [.waiting, .waiting, .done])
    #expect(json["empty_places"] == 2)
    #expect(try read.evaluations(of: read.trial("ner/0")).isEmpty)
    #expect(read.bytesOnDisk <= before)
    #expect(
      store.run("rm", "--where", "state = failed", "--yes").notes.contains("Removed 1 trial;"))
    #expect(throws: StoreError.self) { try read.trial("ner/5") }
    #expect(store.run("rm", "tiny", "--yes").notes.contains("Removed 2 trials, the study tiny;"))
    #expect(try read.studies().map(\.name) == ["ner"])
    #expect(store.run("rm", "ner/99", "--yes").status == 1)
  }

  @Test func refusesToRemoveWhatRuns() throws {
    let store = try CommandStore.filled()
    let write = try StudyStore(path: store.path)
    let trial = try write.trial("tiny/0")
    let attempt = try #require(
      try write.begin(trial, worker: .current(), now: 1, provenance: [:], inputs: []))
    for arguments in [["rm", "tiny/0"], ["rm", "tiny"]] {
      let result = CommandResult(running: arguments + ["--yes", "--store", store.path])
      #expect(result.notes.contains("trial tiny/0 is running"), "\(result)")
      #expect(result.status == 1)
    }
    #expect(store.run("rename", "tiny", "other").notes.contains("trial tiny/0 is running"))
    try write.append(
      EvaluationRecord(step: 5, epoch: 0, scores: [.init("ents_f", 0.5)], losses: []), to: attempt)
    try write.fail(attempt, error: "out of memory", log: "", now: 2)
    let tail = store.run("tail", "tiny/0")
    #expect(tail.output.contains("     step     ents_f\n        5     0.5000\n"), "\(tail)")
    #expect(tail.notes.contains("failed"))
    #expect(tail.status == 1)
    #expect(store.run("tail", "tiny/0", "--json").output.contains("{\"step\":5,"))
  }

  @Test func collectsWhatNothingRefersTo() throws {
    let store = try CommandStore.filled()
    try FileBytes.makeDirectory(store.path + ".checkpoints")
    let read = try StudyStore(path: store.path, access: .read)
    let (done, failed) = (try read.trial("ner/0").contentID, try read.trial("ner/5").contentID)
    for id in [done, failed, "0123"] {
      try FileBytes.write("x", to: "\(store.path).checkpoints/\(id).ckpt")
    }
    try FileBytes.write("old", to: store.path + ".backup-1")
    let planned = store.run("gc", "--dry-run")
    #expect(
      planned.notes.contains("would remove 2 checkpoints, 1 old copy of the store; 5 B freed"),
      "\(planned)")
    #expect(FileBytes.exists(store.path + ".backup-1"))
    #expect(store.run("gc", "--yes", "--keep-backups").notes.contains("Removed 2 checkpoints;"))
    #expect(FileBytes.exists("\(store.path).checkpoints/\(failed).ckpt"))
    #expect(FileBytes.exists(store.path + ".backup-1"))
    #expect(store.run("gc", "--yes").notes.contains("1 old copy"))
    #expect(!FileBytes.exists(store.path + ".backup-1"))
    #expect(store.run("gc", "--yes").notes.contains("Removed nothing"))
  }

  /// Of these, `tiny/0` runs, and `notes` is no trial's.
  @Test func collectsFoldersOfProgramsThatDoNotRun() throws {
    let store = try CommandStore.filled()
    let write = try StudyStore(path: store.path)
    _ = try write.begin(
      try write.trial("tiny/0"), worker: .current(), now: 1, provenance: [:], inputs: [])
    for name in ["ner-0", "tiny-0", "ner-99", "notes"] {
      try FileBytes.makeDirectory("\(store.path).trials/\(name)/output")
      try FileBytes.write("12345", to: "\(store.path).trials/\(name)/output/x")
    }
    #expect(store.run("gc", "--yes", "--keep-folders").notes.contains("Removed nothing"))
    let planned = store.run("gc", "--dry-run")
    #expect(planned.notes.contains("would remove 2 folders;"), "\(planned)")
    #expect(planned.notes.contains("\(store.path).trials/ner-99\n"))
    #expect(FileBytes.exists("\(store.path).trials/ner-0"))
    #expect(store.run("gc", "--yes").notes.contains("Removed 2 folders;"))
    #expect(try FileBytes.list("\(store.path).trials").sorted() == ["notes", "tiny-0"])
  }

  @Test func aReportThatCannotBeWrittenLeavesNoPictures() throws {
    let store = try CommandStore.filled()
    let pictures = store.path + ".pictures"
    let result = store.run(
      "report", "ner", "--output", store.path + ".none/r.md", "--plots", pictures)
    #expect(result.status == 1 && result.notes.contains("No such file or directory"), "\(result)")
    #expect(!FileBytes.exists(pictures))
    let written = store.run("report", "ner", "--output", store.path + ".md", "--plots", pictures)
    #expect(written.status == 0, "\(written)")
    #expect(try !FileBytes.list(pictures).isEmpty)
  }
}
