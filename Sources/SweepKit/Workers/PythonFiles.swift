/// The Python files that this program carries.
public enum PythonFiles {
  /// `sweep_trial.py`: reports of any Python program.
  public static var trial: String { text(PackageResources.sweep_trial_py) }

  /// `sweep_spacy.py`: reports of `spacy train`, loaded by its `--code`.
  static var spacyReports: String { text(PackageResources.sweep_spacy_py) }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
