import Synchronization

/// Sees to it that no program outlives this process, however it ends.
///
/// A shell watches a pipe from this process. When the pipe closes, be it by `kill -9`, the shell kills
/// the process groups that it knows of, and then every process that has this process's mark in its
/// environment: those that were just being started, and those that have left their group. A class
/// because it owns the shell.
package final class ProcessGuard: Sendable {
  /// The variable that all guarded programs have in their environment.
  package static let variable = "SWEEP_RUN"

  /// What the variable is.
  package let mark: String
  private let shell: ChildProcess?

  /// Starts the shell.
  ///
  /// - Parameter mark: What tells the programs of this process from those of others.
  package init(mark: String) {
    self.mark = mark
    shell = try? ChildProcess(
      ChildProcess.Request(
        path: "/bin/sh", arguments: ["sh", "-c", Self.script, "sweep-guard", mark],
        environment: ["PATH": "/usr/bin:/bin"], folder: "/", hasInput: true))
  }

  /// Reads `+GROUP` and `-GROUP` until the end; its own environment has no mark.
  private static let script = """
    trap '' INT TERM HUP
    groups=' '
    while read -r line; do
      group=${line#?}
      case $line in
        +*) groups="$groups$group " ;;
        -*) groups="${groups%% $group *} ${groups#* $group }" ;;
      esac
    done
    for group in $groups; do kill -KILL -- "-$group" 2>/dev/null; done
    [ -d /proc/self ] || exit 0
    for round in 1 2 3 4 5 6 7 8 9 10; do
      found=$(grep -lsxzF "SWEEP_RUN=$1" /proc/[0-9]*/environ)
      [ -n "$found" ] || exit 0
      for file in $found; do
        process=${file#/proc/}
        kill -KILL "${process%/environ}" 2>/dev/null
      done
    done
    """

  /// Tells the shell of a program.
  package func add(_ child: ChildProcess) { shell?.send("+\(child.pid)\n") }

  /// Tells the shell that a program has ended, before its number can be another one's.
  package func remove(_ child: ChildProcess) { shell?.send("-\(child.pid)\n") }
}
