/// The memory that one pass over a batch works in.
///
/// Kernels want plain pointers that live for a whole forward and backward pass. A class because it
/// owns that memory: it is given back by `release()`, which the pass calls at its end (so that the
/// arena is certainly alive until then), or with the arena.
final class Arena {
  private var blocks: [UnsafeMutableRawPointer] = []

  deinit { release() }

  /// Gives all memory back; no pointer of the arena may be used after it.
  func release() {
    for block in blocks { block.deallocate() }
    blocks = []
  }

  /// Memory for `count` values whose content is undefined.
  ///
  /// - Precondition: `Value` is trivial.
  func make<Value: BitwiseCopyable>(_ type: Value.Type, _ count: Int) -> UnsafeMutablePointer<Value>
  {
    let size = max(count, 1) * MemoryLayout<Value>.stride
    let block = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    blocks.append(block)
    return block.bindMemory(to: Value.self, capacity: max(count, 1))
  }

  /// Undefined floats.
  func floats(_ count: Int) -> UnsafeMutablePointer<Float> { make(Float.self, count) }

  /// Floats that are 0.
  func zeros(_ count: Int) -> UnsafeMutablePointer<Float> {
    let floats = floats(count)
    floats.initialize(repeating: 0, count: max(count, 1))
    return floats
  }

  /// A copy of an array.
  func copy(of values: [Float]) -> UnsafeMutablePointer<Float> {
    let copy = floats(values.count)
    values.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { copy.update(from: base, count: values.count) }
    }
    return copy
  }
}
