import Foundation
import Synchronization

/// What commands print: results to standard output, all else to standard error.
package enum Console {
  /// Takes what is printed, where commands run inside a test.
  @TaskLocal package static var capture: ConsoleCapture?

  /// Prints a result.
  static func result(_ text: String) {
    write(text + "\n", isResult: true)
  }

  /// Prints a remark that is no result.
  static func note(_ text: String) {
    write(text + "\n", isResult: false)
  }

  /// Prints without a line end, for a block that is redrawn.
  static func draw(_ text: String) {
    write(text, isResult: false)
  }

  /// Whether standard error is a terminal that can redraw lines.
  static var isInteractive: Bool {
    let terminal = ProcessInfo.processInfo.environment["TERM"] ?? ""
    return isatty(2) == 1 && terminal != "dumb" && !terminal.isEmpty
  }

  /// Whether standard output is a terminal.
  static var outputIsTerminal: Bool { capture == nil && isatty(1) == 1 }

  /// Whether colours are wanted where they can be shown; see no-color.org.
  static var wantsColor: Bool {
    (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
  }

  /// The width of the terminal in columns, 80 where there is none.
  static var columns: Int { size.ws_col > 20 ? Int(size.ws_col) : 80 }

  /// The height of the terminal in lines, 24 where there is none.
  static var rows: Int { size.ws_row > 0 ? Int(size.ws_row) : 24 }

  private static var size: winsize {
    var size = winsize()
    return ioctl(2, UInt(TIOCGWINSZ), &size) == 0 ? size : winsize()
  }

  private static func write(_ text: String, isResult: Bool) {
    if let capture { return capture.add(text, isResult: isResult) }
    let handle = isResult ? FileHandle.standardOutput : .standardError
    // A reader that left, such as `head`, is no reason to fail.
    try? handle.write(contentsOf: Data(text.utf8))
  }
}

/// What commands have printed inside a test.
package final class ConsoleCapture: Sendable {
  // A class, since commands and tests look at the same one.
  private let texts = Mutex((output: "", notes: "", all: ""))

  package init() {}

  /// What went to standard output.
  package var output: String { texts.withLock { $0.output } }

  /// What went to standard error.
  package var notes: String { texts.withLock { $0.notes } }

  /// Both, in order.
  package var text: String { texts.withLock { $0.all } }

  fileprivate func add(_ text: String, isResult: Bool) {
    texts.withLock { texts in
      if isResult { texts.output += text } else { texts.notes += text }
      texts.all += text
    }
  }
}
