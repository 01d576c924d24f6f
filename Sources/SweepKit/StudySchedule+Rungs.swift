import SweepSearch
import SweepStore

extension StudySchedule {
  /// The members of a group that are to be pruned while they wait, with the step they wait at.
  mutating func popPruned() -> (number: Int, step: Int)? { rungs?.popPruned() }

  /// The step at which a trial waits for others; `nil` for its end.
  func rung(of number: Int) -> Int? {
    let row = slots[number].record.row
    guard let rungs, let place = rungs.place(of: row) else { return nil }
    if case .train(let step) = rungs.decision(place, members(of: place)) { return step }
    return nil
  }

  private func members(of place: RungSchedule.Place) -> [HalvingSchedule.Group.Member] {
    guard let rungs else { return [] }
    return place.group.numbers.map { member in
      guard let row = rungs.row(ofMember: member) else { return .running(Curve()) }
      return .mean(of: trialsOfRow[row].map { (slots[$0].curve, slots[$0].state == .final) })
    }
  }

  /// Decides what becomes of the waiting members of a trial's group.
  mutating func decideRungs(of number: Int) {
    guard let place = rungs?.place(of: slots[number].record.row) else { return }
    let decisions = place.group.decisions(members(of: place))
    for (member, decision) in zip(place.group.numbers, decisions) {
      guard let row = rungs?.row(ofMember: member) else { continue }
      for trial in trialsOfRow[row] where slots[trial].state == .waiting {
        let last = slots[trial].curve.lastStep ?? -1
        switch decision {
        case .train(let step?) where last >= step: break
        case .train(let step): rungs?.resume(trial, rung: step)
        case .prune(let step): rungs?.prune(trial, step: step)
        case .wait: break
        }
      }
    }
  }
}
