/// A part of a report in any format: a heading, and in this order sentences, a table, a list of
/// sentences, sentences, and commands.
struct ReportSection: Equatable, Sendable {
  /// The anchor of the section, of lower-case letters.
  var id: String
  var title: RichText
  var before: [RichText]
  var table: Table?
  var bullets: [RichText]
  var after: [RichText]
  var commands: String?
  /// Whether a page shows the table only when it is asked to.
  var isFolded = false

  init(
    _ id: String, _ title: RichText, _ before: [RichText] = [], table: Table? = nil,
    bullets: [RichText] = [], after: [RichText] = [], commands: String? = nil
  ) {
    (self.id, self.title, self.before) = (id, title, before)
    (self.table, self.bullets, self.after) = (table, bullets, after)
    self.commands = commands
  }

  /// The section in Markdown, with pictures behind the first sentences.
  func markdown(_ pictures: [String] = []) -> String {
    var parts = ["## " + title.markdown] + before.map(\.markdown) + pictures
    if let table { parts.append(table.markdown) }
    if !bullets.isEmpty { parts.append(bullets.map { "- " + $0.markdown }.joined(separator: "\n")) }
    parts += after.map(\.markdown)
    if let commands { parts.append("```sh\n\(commands)\n```") }
    return parts.joined(separator: "\n\n")
  }
}
