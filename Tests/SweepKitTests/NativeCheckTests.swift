import Foundation
import SweepConfig
import SweepKit
import Testing

@Suite struct NativeCheckTests {
  @Test func saysEverythingThatKeepsAConfigFromRunningNatively() throws {
    let check = try NativeCheck(path: "configs/ner-v3.cfg", environment: [:], registry: .native)
    #expect(check.isNative && check.components == ["ner"])
    #expect(check.text == "✔ configs/ner-v3.cfg runs natively (ner)")
    let bench = try ProgramBench("exit 0")
    let text = String(decoding: try FileBytes.read("configs/ner-v3.cfg"), as: UTF8.self)
      .replacingOccurrences(
        of: "pipeline = [\"ner\"]", with: "pipeline = [\"ner\", \"lemmatizer\"]"
      )
      .replacingOccurrences(
        of: "[components.ner]\n",
        with: "[components.lemmatizer]\nfactory = \"lemmatizer\"\n\n[components.ner]\n"
      )
      .replacingOccurrences(of: "spacy.HashEmbedCNN.v2", with: "spacy.MultiHashMystery.v7")
    try FileBytes.write(text, to: bench.folder + "/other.cfg")
    let other = try NativeCheck(
      path: bench.folder + "/other.cfg", environment: [:], registry: .native)
    #expect(!other.isNative && other.isSpacy)
    #expect(other.text.contains("MultiHashMystery"))
    #expect(other.text.contains("engine = \"spacy\" in a sweep file"))
    #expect(other.json["engine"] == "spacy" && other.json["native"] == false)
    let program = try NativeCheck(
      path: bench.folder + "/base.cfg", environment: [:], registry: .native)
    #expect(!program.isNative && program.json["engine"] == "command")
  }

  @Test func saysWhatIsWrongWithThePartsThatCanBeFilledToo() throws {
    let bench = try ProgramBench("exit 0")
    let text = String(decoding: try FileBytes.read("configs/ner-v3.cfg"), as: UTF8.self)
      .replacingOccurrences(of: "[training]\n", with: "[training]\nno_such_key = 1\n")
      .replacingOccurrences(of: "[system]\n", with: "[system]\nmatmul = \"abacus\"\n")
    try FileBytes.write(text, to: bench.folder + "/x.cfg")
    let check = try NativeCheck(path: bench.folder + "/x.cfg", environment: [:], registry: .native)
    #expect(check.text.contains("no_such_key"), "\(check.text)")
    #expect(check.text.contains("abacus"), "\(check.text)")
  }
}
