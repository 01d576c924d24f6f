extension BadInput {
  /// Files of words and of documents.
  static let data: [BadInput] = [
    .columns(
      "data: a line with too few columns", "a B-X\nb\n", "ner",
      says: "a.conll:2: expected a word and a tag at least, found 1 column",
      "help: correct the file, or say what it is: `--converter ner` has a "
        + "token per line, `--converter iob` a sentence"),
    .columns(
      "data: lines of different columns", "a B-X\nb NN O\n", "ner",
      says: "a.conll:2: expected 2 columns as on the lines before, found 3",
      "help: correct the file, or say what it is: `--converter ner` has a "
        + "token per line, `--converter iob` a sentence"),
    .columns(
      "data: a tag there is not", "a Q-X\n", "ner",
      says: "a.conll:1: expected O or an entity tag such as B-PERSON, found \"Q-X\"",
      "help: correct the file, or say what it is: `--converter ner` has a "
        + "token per line, `--converter iob` a sentence"),
    .columns(
      "data: tokens without a bar", "a b c\n", "iob",
      says: "a.conll:1: expected 2 parts divided by | in each token, found \"a\"",
      "help: correct the file, or say what it is: `--converter ner` has a "
        + "token per line, `--converter iob` a sentence"),
    .columns(
      "data: tokens of different parts", "a|NN|O b|O\n", "iob",
      says: "a.conll:1: expected 3 parts divided by | in each token, found \"b|O\"",
      "help: correct the file, or say what it is: `--converter ner` has a "
        + "token per line, `--converter iob` a sentence"),
    .columns(
      "data: neither format", "hello world\n", "auto",
      says: "a.conll:1: expected O or an entity tag such as B-PERSON, found "
        + "\"world\"",
      "help: correct the file, or say what it is: `--converter ner` has a "
        + "token per line, `--converter iob` a sentence"),
    .columns(
      "data: many bad lines",
      "a\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\n"
        + "a\na\na\na\na\na\na\na\na\na\na\na\na\na\na\n", "ner",
      says: "a.conll:1: expected a word and a tag at least, found 1 column",
      "help: correct the file, or say what it is: `--converter ner` has a "
        + "token per line, `--converter iob` a sentence"),
    BadInput(
      "data: bytes that are no text", ["convert", "@/a.conll", "@/out", "-c", "ner"],
      ["a.conll": .bytes([97, 32, 79, 10, 255, 32, 79, 10])],
      says: [
        "a.conll:2: expected UTF-8, found other bytes at byte 1",
        "help: correct the file, or say what it is: `--converter ner` has a "
          + "token per line, `--converter iob` a sentence",
      ]),
    BadInput(
      "data: no such file", ["convert", "@/none.conll", "@/out"],
      says: ["none.conll: cannot read: No such file or directory", "help: check the path"]),
    BadInput(
      "data: a folder", ["convert", "@/f", "@/out"], ["f": .folder],
      says: [
        "f: cannot read: expected files to convert, found none", "help: give a folder of files",
      ]),
    BadInput(
      "data: files of several kinds", ["convert", "@/f", "@/out"],
      ["f/a.conll": .text("a O\n"), "f/b.json": .text("[]")],
      says: [
        "f: cannot read: expected files of one kind, found conll, json",
        "help: choose one with --converter",
      ]),
    BadInput(
      "data: broken CoNLL-U", ["convert", "@/a.conllu", "@/out"],
      ["a.conllu": .text("1\ta\t_\n2\tb\t_\tNN\t_\t_\t9\tx\t_\t_\n")],
      says: [
        "a.conllu:1: expected 10 columns divided by tabs, found 3",
        "a.conllu:2: expected the word number 1, found \"2\"",
        "a.conllu:2: expected a universal part of speech such as NOUN, found \"NN\"",
        "a.conllu:2: the head is word 9 of a sentence of 1",
        "help: correct the lines, or choose another --converter",
      ]),
    BadInput(
      "data: broken JSONL", ["convert", "@/a.jsonl", "@/out"],
      [
        "a.jsonl": .text(
          "{\"text\": \"abc\", \"spans\": [{\"start\": 0, \"end\": 2, \"label\": \"X\"}]}\n"
            + "{\"text\": 3}\n{")
      ],
      says: [
        "a.jsonl:1: `spans`: X \"ab\" at 0–2 begins or ends within a token",
        "a.jsonl:2: expected an object with `text`", "a.jsonl:3: this is no JSON: ",
        "help: correct the lines, or choose another --converter",
      ]),
    BadInput(
      "data: a file in place of the folder", ["convert", "@/a.conll", "@/a.conll"],
      ["a.conll": .text("a O\n")],
      says: [
        "a.conll: cannot create the directory: Not a directory",
        "help: a part of the path is a file: choose another folder",
      ]),
    BadInput(
      "data: no documents", ["evaluate", "@/m", "@/x.spacy"],
      [
        "x.spacy": .bytes([]), "m": .copy("Tests/Fixtures/ner_variants/hard/model"),
        "m/tokenizer": .bytes([128]),
      ],
      says: [
        "x.spacy: offset 0: the compressed data ends too early; the file is "
          + "incomplete",
        "help: make the file anew with `sweep convert`, `spacy convert` or "
          + "`DocBin.to_disk`",
      ]),
    BadInput(
      "data: text for documents", ["evaluate", "@/m", "@/x.spacy"],
      [
        "x.spacy": .bytes([65, 110, 110, 97, 32, 109, 101, 116, 32, 66, 101, 110, 10]),
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
      ],
      says: [
        "x.spacy: offset 2: expected a .spacy file (zlib-compressed), found "
          + "other data (incorrect header check)",
        "help: make the file anew with `sweep convert`, `spacy convert` or "
          + "`DocBin.to_disk`",
      ]),
    BadInput(
      "data: documents that are cut off", ["evaluate", "@/m", "@/x.spacy"],
      [
        "x.spacy": .start("Tests/Fixtures/docbin/ner_only.spacy", 900),
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
      ],
      says: [
        "x.spacy: offset 900: the compressed data ends too early; the file is "
          + "incomplete",
        "help: make the file anew with `sweep convert`, `spacy convert` or "
          + "`DocBin.to_disk`",
      ]),
    BadInput(
      "data: more behind the documents", ["evaluate", "@/m", "@/x.spacy"],
      [
        "x.spacy": .longer("Tests/Fixtures/docbin/ner_only.spacy", [120, 120]),
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
      ],
      says: [
        "x.spacy: offset 1719: 2 bytes follow the compressed data",
        "help: make the file anew with `sweep convert`, `spacy convert` or "
          + "`DocBin.to_disk`",
      ]),
    BadInput(
      "data: packed text", ["evaluate", "@/m", "@/x.spacy"],
      [
        "x.spacy": .bytes([120, 156, 203, 72, 205, 201, 201, 7, 0, 6, 44, 2, 21]),
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
      ],
      says: [
        "x.spacy: `file`: expected a map, found an integer",
        "help: make the file anew with `sweep convert`, `spacy convert` or "
          + "`DocBin.to_disk`",
      ]),
    BadInput(
      "data: a packed list", ["evaluate", "@/m", "@/x.spacy"],
      [
        "x.spacy": .bytes([120, 156, 155, 204, 200, 196, 12, 0, 2, 90, 0, 154]),
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
      ],
      says: [
        "x.spacy: `file`: expected a map, found a list",
        "help: make the file anew with `sweep convert`, `spacy convert` or "
          + "`DocBin.to_disk`",
      ]),
    BadInput(
      "data: a map without tokens", ["evaluate", "@/m", "@/x.spacy"],
      [
        "x.spacy": .bytes([120, 156, 107, 92, 152, 200, 8, 0, 4, 174, 1, 133]),
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
      ],
      says: [
        "x.spacy: the key `tokens` is missing",
        "help: make the file anew with `sweep convert`, `spacy convert` or "
          + "`DocBin.to_disk`",
      ]),
    BadInput(
      "data: a list that never ends", ["evaluate", "@/m", "@/x.spacy"],
      [
        "x.spacy": .bytes([
          120, 156, 107, 92, 86, 146, 159, 157, 154, 87, 124, 236, 63, 16, 0, 0, 50, 39, 8, 126,
        ]), "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
      ],
      says: [
        "x.spacy: offset 20: the compressed data ends too early; the file is "
          + "incomplete",
        "help: make the file anew with `sweep convert`, `spacy convert` or "
          + "`DocBin.to_disk`",
      ]),
  ]
}
