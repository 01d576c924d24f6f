import CProcess
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A program that runs as a child of this process, in a process group of its own.
///
/// Its output, its errors and its reports (descriptor 3) are read as they come, so that it never waits
/// for a reader. A class because it owns the process and the pipes.
package final class ChildProcess: Sendable {
  /// What to run.
  package struct Request: Sendable {
    /// The file of the program, absolute.
    package var path: String
    /// All arguments, the program's name first.
    package var arguments: [String]
    package var environment: [String: String]
    /// Where it runs.
    package var folder: String
    /// Whether it gets a pipe as its standard input, by which it can be told things.
    package var hasInput: Bool

    package init(
      path: String, arguments: [String], environment: [String: String], folder: String,
      hasInput: Bool = false
    ) {
      (self.path, self.arguments, self.environment) = (path, arguments, environment)
      (self.folder, self.hasInput) = (folder, hasInput)
    }
  }

  /// How a program has ended.
  package enum Exit: Equatable, Sendable {
    case status(Int)
    case signal(Int)
  }

  /// What has come since the last look.
  package struct Arrived: Sendable {
    package var output: [UInt8] = []
    package var errors: [UInt8] = []
    package var reports: [UInt8] = []

    package var isEmpty: Bool { output.isEmpty && errors.isEmpty && reports.isEmpty }
  }

  /// Its number, which is that of its group.
  package let pid: Int32
  private let state: Mutex<State>

  private struct State {
    /// Output, errors, reports; -1 where the other end is closed.
    var readers: [Int32]
    /// Standard input's end; -1 where there is none.
    var input: Int32
    var exit: Exit?
    var isReaped = false
  }

  /// Starts a program.
  ///
  /// - Throws: `ProcessError` when it cannot be started.
  package init(_ request: Request) throws(ProcessError) {
    var pipes: [Int32] = []
    defer { for file in pipes where file >= 0 { close(file) } }
    func pipe() throws(ProcessError) -> (reader: Int32, writer: Int32) {
      var ends: [Int32] = [-1, -1]
      let code = cprocess_pipe(&ends)
      guard code == 0 else { throw ProcessError(request.path, code) }
      pipes += ends
      return (ends[0], ends[1])
    }
    let (output, errors, reports) = (try pipe(), try pipe(), try pipe())
    let input: (reader: Int32, writer: Int32)
    if request.hasInput {
      input = try pipe()
    } else {
      input = (open("/dev/null", O_RDONLY | O_CLOEXEC), -1)
      pipes.append(input.reader)
    }
    let files = [input.reader, output.writer, errors.writer, reports.writer]
    pid = try Self.spawn(request, files)
    let kept = [output.reader, errors.reader, reports.reader]
    for file in kept { _ = fcntl(file, F_SETFL, O_NONBLOCK) }
    state = Mutex(State(readers: kept, input: input.writer))
    pipes.removeAll { kept.contains($0) || $0 == input.writer }
  }

  private static func spawn(_ request: Request, _ files: [Int32]) throws(ProcessError) -> Int32 {
    let texts = request.arguments
    let variables = request.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    guard (texts + variables + [request.path]).allSatisfy({ !$0.utf8.contains(0) }) else {
      throw ProcessError(request.path, EINVAL)
    }
    var arguments = texts.map { strdup($0) } + [nil]
    var environment = variables.map { strdup($0) } + [nil]
    defer { for text in arguments + environment { free(text) } }
    var pid: pid_t = 0
    let code = cprocess_spawn(
      request.path, &arguments, &environment, request.folder, files, Int32(files.count), &pid)
    guard code == 0 else {
      // The folder may be what is missing.
      let folder = access(request.folder, X_OK) == 0 ? nil : request.folder
      throw ProcessError(folder ?? request.path, code)
    }
    return pid
  }

  deinit {
    kill()
    state.withLock { state in
      for file in state.readers + [state.input] where file >= 0 { close(file) }
    }
  }

  /// Waits until something comes or the program ends.
  ///
  /// - Parameter milliseconds: How long at most.
  /// - Returns: What has come; nothing where the time has passed.
  package func read(within milliseconds: Int) -> Arrived {
    state.withLock { state in
      var arrived = Self.arrived(&state)
      guard arrived.isEmpty else { return arrived }
      let open = state.readers.filter { $0 >= 0 }
      var polls = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      // What still writes may be a child of the child: the end is looked for at least this often.
      let patience = open.isEmpty ? 1 : min(milliseconds, 20)
      _ = poll(&polls, nfds_t(polls.count), Int32(patience))
      arrived = Self.arrived(&state)
      return arrived
    }
  }

  private static func arrived(_ state: inout State) -> Arrived {
    var arrived = Arrived()
    arrived.output = read(&state.readers[0])
    arrived.errors = read(&state.readers[1])
    arrived.reports = read(&state.readers[2])
    return arrived
  }

  /// What can be read now, up to a quarter of a megabyte.
  private static func read(_ file: inout Int32) -> [UInt8] {
    guard file >= 0 else { return [] }
    var bytes: [UInt8] = []
    var isAtEnd = false
    while bytes.count < 1 << 18, !isAtEnd {
      var got = 0
      bytes += [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        got = readSome(file, buffer)
        count = max(0, got)
      }
      if got < 0, errno == EINTR { continue }
      if got < 0 { break }
      isAtEnd = got == 0
    }
    if isAtEnd {
      close(file)
      file = -1
    }
    return bytes
  }

  /// Tells the program something through its standard input; a program that does not listen is none
  /// of our business.
  package func send(_ text: String) {
    state.withLock { state in
      guard state.input >= 0 else { return }
      let bytes = Array(text.utf8)
      var done = 0
      while done < bytes.count {
        let count = bytes[done...].withUnsafeBytes { write(state.input, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return }
        done += count
      }
    }
  }

  /// How the program has ended; `nil` while it runs.
  package var exit: Exit? {
    state.withLock { state in
      if let exit = state.exit { return exit }
      var (status, signal): (Int32, Int32) = (0, 0)
      switch cprocess_has_ended(pid, &status, &signal) {
      case 0: return nil
      case 1: state.exit = signal == 0 ? .status(Int(status)) : .signal(Int(signal))
      default: state.exit = .signal(Int(SIGKILL))
      }
      return state.exit
    }
  }

  /// Sends a signal to the program and all that it has started in its group.
  package func signal(_ number: Int32) {
    state.withLock { state in
      // Until it is reaped, no other process can have its number.
      if !state.isReaped { _ = Self.killGroup(pid, number) }
    }
  }

  private static func killGroup(_ pid: Int32, _ number: Int32) -> Int32 { killpg(pid, number) }

  /// Ends the program and its group at once, and reaps it.
  package func kill() {
    state.withLock { state in
      guard !state.isReaped else { return }
      _ = Self.killGroup(pid, SIGKILL)
      if state.input >= 0 {
        close(state.input)
        state.input = -1
      }
      var status: Int32 = 0
      if state.exit == nil {
        var signal: Int32 = 0
        while cprocess_has_ended(pid, &status, &signal) == 0 { usleep(500) }
        state.exit = signal == 0 ? .status(Int(status)) : .signal(Int(signal))
      }
      while waitpid(pid, &status, 0) < 0, errno == EINTR {}
      state.isReaped = true
    }
  }
}

/// `read(2)`, outside of the type whose own `read` would hide it.
private func readSome(_ file: Int32, _ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
  read(file, buffer.baseAddress, buffer.count)
}

/// Why a program could not be started.
package struct ProcessError: Error, Equatable, Sendable, CustomStringConvertible {
  package var path: String
  package var reason: String

  init(_ path: String, _ code: Int32) {
    (self.path, reason) = (path, String(cString: strerror(code)))
  }

  package var description: String { "cannot start \(path): \(reason)" }
}
