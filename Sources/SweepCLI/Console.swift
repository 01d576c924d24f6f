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

  /// The width of the terminal in columns, 80 where there is none.
  static var columns: Int {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return 80 }
    return Int(size.ws_col)
  }

  private static func write(_ text: String, to handle: FileHandle) {
    // A reader that left, such as `head`, is no reason to fail.
    try? handle.write(contentsOf: Data(text.utf8))
  }
}
