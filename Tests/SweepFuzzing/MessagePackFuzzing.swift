import SweepText

/// MessagePack: what is written of a value reads as that value.
enum MessagePackFuzzing {
  static func brokenPromise(_ bytes: [UInt8]) -> String? {
    do throws(MessagePackError) {
      let value = try MessagePack.read(bytes)
      let written = MessagePack.bytes(value)
      guard let again = try? MessagePack.read(written) else { return "written bytes do not read" }
      // By bytes, as a NaN is not equal to itself.
      return MessagePack.bytes(again) == written ? nil : "written bytes read as another value"
    } catch {
      return error.description.isEmpty ? "an error without words" : nil
    }
  }
}
