import ArgumentParser
import SweepConfig
import SweepKit
import SweepReport
import SweepStore

/// The command `sweep list`.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the studies of a store and their trials, a line each.",
    discussion: """
      Examples:
        sweep list ner
        sweep list --where 'ents_f > 0.8 and dropout < 0.3' --sort ents_f:desc --limit 10
        sweep list ner --columns +ents_p,+ents_r
        sweep list ner --columns seed,ents_f,training.max_steps,note

      Settings are shown that change in the study. The conditions of --where and all names are \
      described in docs/command-line.md.
      """)

  @Argument(help: "The study (default: all).", completion: .studies)
  var study: String?

  @OptionGroup var queryOptions: QueryOptions
  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let query = try queryOptions.query()
    let store = try StudyStore(path: storeOptions.path, access: .read)
    let studies = try study.map { [try store.study(named: $0)] } ?? store.studies()
    if jsonOption.json {
      Console.result(try store.listingJSON(query, of: studies).serialized(.indented(2)))
      return
    }
    let listings = try store.listings(query, of: studies)
    // With a condition, studies without such trials are not worth a line.
    let shown = query.filter == nil ? listings : listings.filter { !$0.table.isEmpty }
    if studies.isEmpty { Console.note("there is no study in \(storeOptions.path)") }
    if shown.isEmpty, !studies.isEmpty { Console.note("no trial fulfils the condition") }
    if !shown.isEmpty { Console.result(shown.map { $0.render() }.joined(separator: "\n\n")) }
  }
}
