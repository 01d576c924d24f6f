/// The rules of a way to build an analysis move by move: which moves are valid, and what they cost.
///
/// Models are generic over it and specialised for each system, so nothing here is called through a
/// table.
package protocol TransitionSystem: Sendable {
  /// Where one analysis stands.
  associatedtype State: TransitionState
  /// What must be known of the words of a batch, gold included where there is any.
  associatedtype Words

  /// The number of classes.
  var count: Int { get }
  /// Whether a state takes exactly one move for each of its words.
  static var hasOneMovePerWord: Bool { get }
  /// How many of the first features of a state nearly all words are at some time: what they
  /// contribute is computed at once.
  static var commonFeatures: Int { get }

  /// Applies a class to a state.
  func apply(_ class: Int, to state: inout State)
  /// Writes for each class whether it is valid: 1 or 0.
  func valid(_ state: State, _ words: Words, into flags: UnsafeMutablePointer<UInt8>)
  /// Writes for each class whether it is valid, and its cost given gold.
  ///
  /// - Returns: `false` where gold allows no class and the analysis cannot go on.
  func costs(
    _ state: State, _ words: Words, valid: UnsafeMutablePointer<UInt8>,
    into costs: UnsafeMutablePointer<Float>
  ) -> Bool
}

/// Where one analysis stands: plain numbers, and perhaps a pointer to memory of its own.
package protocol TransitionState: BitwiseCopyable {
  /// The document's first word in the batch.
  var offset: Int32 { get }
  /// The document's number of words.
  var length: Int32 { get }
  /// Whether the analysis is complete.
  var isFinal: Bool { get }
  /// No fewer moves than are left.
  var mostMoves: Int { get }
  /// Writes the features: words of the batch, or −1 where there is none.
  func features(_ count: Int, into ids: UnsafeMutablePointer<Int32>)
  /// Gives up: the state is final from now on.
  mutating func stop()
}
