import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// What a whole process took.
struct ProcessCost {
  /// Seconds of processor time, all threads.
  var processor = 0.0
  /// Seconds on the wall.
  var wall = 0.0
  /// The most memory it had at a time, in MB (10⁶ bytes).
  var memory = 0.0
}

/// Runs programs and measures them from outside.
enum Child {
  /// Runs a program to its end, without its output.
  ///
  /// A process starts with the peak memory of the one that started it, as the kernel counts, so a
  /// small process of this program's own, which runs nothing else, stands in between.
  ///
  /// - Throws: `Options.Problem` if it cannot be started or fails.
  static func measure(_ command: [String]) throws -> ProcessCost {
    let file = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: file) }
    let result = file + "/cost"
    let status = try wait(for: start([executable, "spawn", result] + command))
    guard status == 0, let text = try? String(contentsOfFile: result, encoding: .utf8) else {
      throw Options.Problem(description: "failed: " + command.joined(separator: " "))
    }
    let numbers = text.split(separator: " ").compactMap { Double($0) }
    guard numbers.count == 3 else { throw Options.Problem(description: "no cost in \(text)") }
    return ProcessCost(processor: numbers[0], wall: numbers[1], memory: numbers[2])
  }

  /// The command `spawn FILE COMMAND …`: runs the command and writes its cost to the file.
  static func spawn(_ arguments: [String]) throws {
    guard let file = arguments.first, arguments.count > 1 else {
      throw Options.Problem(description: "expected a file and a command")
    }
    let begin = Moment()
    let process = try start(Array(arguments.dropFirst()))
    var (status, usage) = (Int32(0), rusage())
    while wait4(process, &status, 0, &usage) < 0 && errno == EINTR {}
    let wall = Moment().wall - begin.wall
    #if os(macOS)
    let memory = Double(usage.ru_maxrss)
    #else
    let memory = Double(usage.ru_maxrss) * 1024
    #endif
    let processor = Moment.seconds(usage.ru_utime) + Moment.seconds(usage.ru_stime)
    guard status == 0 else { throw Options.Problem(description: "status \(status)") }
    try "\(processor) \(wall) \(memory * 1e-6)".write(
      toFile: file, atomically: false, encoding: .utf8)
  }

  /// A new folder.
  static func temporaryFolder() throws -> String {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "sweep-benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url.path
  }

  private static var executable: String {
    Bundle.main.executablePath ?? CommandLine.arguments[0]
  }

  private static func start(_ command: [String]) throws -> pid_t {
    #if canImport(Glibc)
    var actions = posix_spawn_file_actions_t()
    #else
    var actions: posix_spawn_file_actions_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    let problem = posix_spawnp(&process, command[0], &actions, nil, &words, environ)
    guard problem == 0 else {
      throw Options.Problem(
        description: "cannot run \(command[0]): " + String(cString: strerror(problem)))
    }
    return process
  }

  private static func wait(for process: pid_t) throws -> Int32 {
    var status = Int32(0)
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return status
  }
}
