import Foundation

/// What commands print: results to standard output, all else to standard error.
enum Console {
  /// Prints a result.
  static func result(_ text: String) {
    write(text + "\n", to: .standardOutput)
  }

  /// Prints a remark that is no result.
  static func note(_ text: String) {
    write(text + "\n", to: .standardError)
  }

  /// Prints without a line end, for a block that is redrawn.
  static func draw(_ text: String) {
    write(text, to: .standardError)
  }

  /// Whether standard error is a terminal that can redraw lines.
  static var isInteractive: Bool {
    let terminal = ProcessInfo.processInfo.environment["TERM"] ?? ""
    return isatty(2) == 1 && terminal != "dumb" && !terminal.isEmpty
  }

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

  private static func write(_ text: String, to handle: FileHandle) {
    // A reader that left, such as `head`, is no reason to fail.
    try? handle.write(contentsOf: Data(text.utf8))
  }
}
