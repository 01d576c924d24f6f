import SweepBase

extension DataAnalysis {
  func addCategories(isMultilabel: Bool, to report: inout DataReport) {
    let factory = isMultilabel ? "textcat_multilabel" : "textcat"
    report.begin(
      "Text Classification (\(isMultilabel ? "Multilabel" : "Exclusive Classes"))")
    let (gold, other) = (train.categories, dev.categories)
    let labels = modelLabels([factory], in: gold.labels)
    report.add(.info, "Text Classification: \(labels.count) label(s)")
    report.detail("Labels: \(DataTexts.quoted(labels))")
    addMissing(labels, in: gold.labels, to: &report)
    let isSame =
      gold.labels.labels(missingIn: other.labels).isEmpty
      && other.labels.labels(missingIn: gold.labels).isEmpty
    if !isSame {
      report.add(
        .warning,
        "Potential train/dev mismatch: the train and dev labels are not the same. "
          + "Train labels: \(DataTexts.quoted(gold.labels.labels)). "
          + "Dev labels: \(DataTexts.quoted(other.labels.labels)).")
    }
    if labels.count < (isMultilabel ? 1 : 2) {
      report.add(
        .error,
        isMultilabel
          ? "No labels for '\(factory)' in the train data."
          : "The model does not have enough labels. 'textcat' requires at least two labels due to "
            + "mutually-exclusive classes, e.g. LABEL/NOT_LABEL or POSITIVE/NEGATIVE for a binary "
            + "classification task.")
    }
    if gold.badCount > 0 || other.badCount > 0 {
      report.add(
        .error,
        "Unsupported values for cats: the supported values are 1.0/True and 0.0/False.")
    }
    if isMultilabel { addMultilabelChecks(to: &report) } else { addExclusiveChecks(to: &report) }
  }

  private func addExclusiveChecks(to report: inout DataReport) {
    for (statistics, name) in [(train.categories, "train"), (dev.categories, "dev")]
    where statistics.severalCount > 0 {
      report.add(
        .error,
        "The \(name) data contains instances without mutually-exclusive classes. Use the component "
          + "'textcat_multilabel' instead of 'textcat'.")
    }
  }

  private func addMultilabelChecks(to report: inout DataReport) {
    let isDevExclusive = dev.categories.severalCount == 0
    if train.categories.severalCount > 0 {
      guard isDevExclusive else { return }
      report.add(
        .warning,
        "Potential train/dev mismatch: the train data contains instances without "
          + "mutually-exclusive classes while the dev data contains only instances with "
          + "mutually-exclusive classes.")
      return
    }
    report.add(
      .warning,
      "The train data contains only instances with mutually-exclusive classes. You can potentially "
        + "use the component 'textcat' instead of 'textcat_multilabel'.")
    if !isDevExclusive {
      report.add(
        .error,
        "Train/dev mismatch: the dev data contains instances without mutually-exclusive classes "
          + "while the train data contains only instances with mutually-exclusive classes.")
    }
  }

  func addTags(to report: inout DataReport) {
    report.begin("Part-of-speech Tagging")
    report.add(.info, "\(train.tags.count) label(s) in train data")
    guard !train.tags.isEmpty else {
      report.add(.error, "No tags for 'tagger' in the train data")
      return
    }
    if train.tags.count > 1 {
      report.add(
        .info, "\(fixed(Self.entropy(train.tags), decimals: 6)) is the normalised label entropy")
    }
    if train.untaggedCount > 0 {
      report.add(.info, "\(train.untaggedCount) token(s) without a tag in train data")
    }
    addMissing(modelLabels(["tagger"], in: train.tags), in: train.tags, to: &report)
    addOneSided(train.tags, dev.tags, to: &report)
    report.detail(DataTexts.counted(train.tags.mostCommon))
  }

  /// How evenly labels are spread: 1 if all are equally frequent.
  private static func entropy(_ counts: LabelCounts) -> Double {
    let shares = counts.entries.map { Double($0.count) / counts.total }
    let sum = shares.reduce(0) { $0 - $1 * naturalLogarithm($1) }
    return sum / naturalLogarithm(Double(shares.count))
  }

  func addMorphs(to report: inout DataReport) {
    report.begin("Morphologizer (POS+Morph)")
    report.add(.info, "\(train.morphs.count) label(s) in train data")
    if train.morphs.isEmpty {
      report.add(.error, "No parts of speech or features for 'morphologizer' in the train data")
    }
    addMissing(modelLabels(["morphologizer"], in: train.morphs), in: train.morphs, to: &report)
    addOneSided(train.morphs, dev.morphs, to: &report)
    report.detail(DataTexts.counted(train.morphs.mostCommon))
  }

  func addLemmas(to report: inout DataReport) {
    report.begin("Trainable Lemmatizer")
    let (gold, other) = (train.lemmas, dev.lemmas)
    report.add(.info, "\(gold.trees.count) lemmatizer trees generated from training data")
    report.add(.info, "\(other.trees.count) lemmatizer trees generated from dev data")
    let unknown = other.trees.labels(missingIn: gold.trees).count
    if unknown > 0 {
      let percent = 100 * Double(unknown) / Double(other.trees.count)
      report.add(
        .info,
        "\(unknown) lemmatizer trees (\(fixed(percent, decimals: 1))% of dev trees) were found "
          + "exclusively in the dev data.")
    } else {
      report.add(.info, "All trees in dev data present in training data.")
    }
    let both = [(gold, "training"), (other, "dev")]
    for (lemmas, name) in both where lemmas.lowCount > 0 {
      report.add(.warning, "\(lemmas.lowCount) \(name) docs with 0 or 1 unique lemmas.")
    }
    for (lemmas, name) in both {
      if lemmas.unannotatedCount > 0 {
        report.add(.warning, "\(lemmas.unannotatedCount) \(name) docs with no lemma annotations.")
      } else {
        report.add(.good, "All \(name) docs have lemma annotations.")
      }
    }
    for (lemmas, name) in both {
      if lemmas.partialCount > 0 {
        report.add(.info, "\(lemmas.partialCount) \(name) docs with partial lemma annotations.")
      } else {
        report.add(.good, "All \(name) docs have complete lemma annotations.")
      }
    }
  }
}
