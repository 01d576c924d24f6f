import SweepTensors

/// Which row of a batch's record each state has in each step.
///
/// Rows come step by step, and within a step in the order of the states that are not final. How many
/// those are is known before the first step where every move consumes one word. So groups of states
/// can run on their own and still write where one run of all of them would. Where it is not known,
/// there is one group, and only the most rows there can be are planned.
struct StepPlan {
  /// The states of each group.
  let groups: [Range<Int>]
  /// How many steps there are, at most.
  let steps: Int
  /// The number of rows, at most.
  let rows: Int
  /// For each group and step, the group's first row: `[groups, steps]`.
  private let starts: [Int]
  /// The end of each step's rows.
  let ends: [Int]

  /// Cuts states into at most `parts` groups with about as many rows each, whole documents together.
  init<State: TransitionState>(_ states: [State], limit: Int, parts: Int) {
    let lengths = states.map { min($0.mostMoves, limit) }
    let total = lengths.reduce(0, +)
    var (groups, start, done) = ([Range<Int>](), 0, 0)
    for index in states.indices {
      done += lengths[index]
      let isLast = index + 1 == states.count
      let isCut =
        done * parts >= total * (groups.count + 1)
        && (isLast || states[index + 1].offset != states[index].offset)
      guard isCut || isLast else { continue }
      groups.append(start..<index + 1)
      start = index + 1
    }
    let steps = lengths.max() ?? 0
    // First the number of states of each group in each step, then their first rows.
    var counts = [Int](repeating: 0, count: groups.count * steps)
    for (group, range) in groups.enumerated() {
      for index in range where lengths[index] > 0 {
        counts[group * steps + lengths[index] - 1] += 1
      }
      for step in (0..<max(steps - 1, 0)).reversed() {
        counts[group * steps + step] += counts[group * steps + step + 1]
      }
    }
    var (starts, ends, row) = (counts, [Int](), 0)
    for step in 0..<steps {
      for group in groups.indices {
        starts[group * steps + step] = row
        row += counts[group * steps + step]
      }
      ends.append(row)
    }
    self.groups = groups
    self.steps = steps
    self.starts = starts
    self.ends = ends
    rows = row
  }

  /// The first row of a group in a step.
  func start(group: Int, step: Int) -> Int { starts[group * steps + step] }
}
