import Foundation

// sweep-chaos: kill -9 at random moments, and what is left. `make chaos` runs it.

var (kills, seed, kinds, sweep) = (200, UInt64(1), ChaosKind.allCases, ".build/release/sweep")
var arguments = CommandLine.arguments.dropFirst()
while let option = arguments.popFirst() {
  guard let value = arguments.popFirst() else { usage() }
  switch option {
  case "--kills": kills = Int(value) ?? kills
  case "--seed": seed = UInt64(value) ?? seed
  case "--sweep": sweep = value
  case "--kinds": kinds = value.split(separator: ",").compactMap { ChaosKind(rawValue: String($0)) }
  default: usage()
  }
}

/// Prints a line at once, also into a file.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

func usage() -> Never {
  say(
    "usage: SweepChaos [--kills N] [--seed N] [--sweep FILE] [--kinds native,processes,isolated,command]"
  )
  exit(64)
}

let root = FileManager.default.currentDirectoryPath
let program = URL(fileURLWithPath: sweep).path
let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
  "sweep-chaos-\(getpid())")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
let script = folder.appendingPathComponent("train.sh")
try ChaosKind.script.write(to: script, atomically: true, encoding: .utf8)
var random = ChaosRandom(seed: seed)
var (total, problems) = (0, 0)
for kind in kinds {
  let texts = kind.sweeps(root: root, script: script.path)
  var undisturbed: [ChaosRound] = []
  var seconds: [Double] = []
  for (index, text) in texts.enumerated() {
    var round = try ChaosRound(
      kind: kind == .processes ? .native : kind, sweep: program, text: text,
      folder: folder.appendingPathComponent("\(kind.rawValue)-u\(100 + index)"),
      random: random)
    seconds.append(try round.runUndisturbed())
    for problem in round.problems { say("\(kind.rawValue), undisturbed: \(problem)") }
    guard round.problems.isEmpty else { exit(2) }
    undisturbed.append(round)
  }
  let share = (kills + kinds.count - 1) / kinds.count
  var (done, rounds, resumed, finished) = (0, 0, 0, 0)
  while done < share {
    let index = rounds % texts.count
    _ = random.double()
    var round = try ChaosRound(
      kind: kind, sweep: program, text: texts[index],
      folder: folder.appendingPathComponent("\(kind.rawValue)-r\(100 + rounds)"), random: random)
    // A third of what is left at most, so that each search is disturbed.
    try round.disturb(
      most: min(share - done, max(kind.processCount, (share + 2) / 3)), seconds: seconds[index])
    _ = try round.runUndisturbed()
    try round.compare(with: undisturbed[index])
    for problem in round.problems { say("\(kind.rawValue), round \(rounds): \(problem)") }
    problems += round.problems.count
    (done, resumed, finished) = (
      done + round.kills, resumed + round.resumed, finished + round.finished.count
    )
    rounds += 1
    if round.problems.isEmpty { try? FileManager.default.removeItem(at: round.folder) }
  }
  total += done
  say(
    "\(kind.rawValue): \(done) kills in \(rounds) studies, \(resumed) trials resumed, "
      + "\(finished) said to be finished")
}
say("\(total) kills, \(problems) problems\(problems > 0 ? "; see \(folder.path)" : "")")
if problems == 0 { try? FileManager.default.removeItem(at: folder) }
exit(problems == 0 ? 0 : 1)
