import SweepFuzzing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

private func note(_ text: String) {
  _ = Array("\(text)\n".utf8).withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
}

/// The target that the environment variable `FUZZ_TARGET` names.
private let target: FuzzTarget = {
  let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
  guard let target = FuzzTarget(rawValue: name) else {
    let known = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
    note("FUZZ_TARGET is \"\(name)\", expected one of \(known)")
    exit(2)
  }
  return target
}()

/// Whether all promises are checked on every input: `FUZZ_THOROUGH=1`, for the coverage.
private let isThorough = getenv("FUZZ_THOROUGH") != nil

/// Writes the inputs that are made into the folder that `FUZZ_SEEDS` names.
@_cdecl("LLVMFuzzerInitialize")
public func fuzzInitialize(_ count: UnsafeMutableRawPointer?, _ names: UnsafeMutableRawPointer?)
  -> CInt
{
  guard let folder = getenv("FUZZ_SEEDS").map({ String(cString: $0) }) else { return 0 }
  for (number, bytes) in target.seeds.enumerated() {
    guard let file = fopen("\(folder)/seed-\(number)", "wb") else { continue }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }
  return 0
}

/// What libFuzzer calls with each input.
///
/// A broken promise traps, and so is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  if let broken = target.brokenPromise(bytes, isThorough: isThorough) {
    note("broken promise: \(broken)")
    preconditionFailure("a promise is broken")
  }
  return 0
}
