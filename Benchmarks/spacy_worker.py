"""spaCy's part of a comparison: runs inside a Python that has spaCy, started by spacy_compare.py.

    spacy_worker.py serve CONFIG --words N --round N --warm N
        measures a round for each line on standard input and answers with words per second of
        processor time: training, prediction, tokenizer
    spacy_worker.py train CONFIG OUTPUT [--section.key VALUE ...]
        `spacy train` with the kernel forced

The wheels of spaCy multiply with BLIS 0.7, which knows no processor newer than itself and then
takes a kernel without SIMD. Comparing with that would prove nothing, so a kernel is forced by name
(BENCH_BLIS_KERNEL, "haswell" unless it says otherwise; empty for what BLIS takes by itself).
"""
import ctypes
import os
import random
import resource
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def force_kernel(name):
    """Makes BLIS use the kernels of an architecture that it knows by name."""
    import blis.cy

    library = ctypes.CDLL(blis.cy.__file__)
    library.bli_arch_string.restype = ctypes.c_char_p

    def text(number):
        return library.bli_arch_string(number).decode()

    names = {}
    for number in range(32):
        if text(number) in names:
            break
        names[text(number)] = number
        if text(number) == "generic":
            break
    if name not in names:
        sys.exit(f"error: BLIS has no kernel {name}, only {', '.join(names)}")
    # The number lies in a static variable that bli_arch_query_id reads: in its machine code,
    # `mov eax, [rip + distance]` is 8b 05 and four bytes of distance from the next instruction.
    query = ctypes.cast(library.bli_arch_query_id, ctypes.c_void_p).value
    code = ctypes.string_at(query, 64)
    place = code.index(b"\x8b\x05") + 2
    distance = int.from_bytes(code[place : place + 4], "little", signed=True)
    variable = ctypes.c_int.from_address(query + place + 4 + distance)
    library.bli_arch_query_id()
    before = variable.value
    if before != library.bli_arch_query_id():
        sys.exit("error: this build of BLIS keeps its kernel somewhere else")
    variable.value = names[name]
    if library.bli_arch_query_id() != names[name]:
        sys.exit("error: the kernel of BLIS could not be forced")
    return f"{name} (by itself: {text(before)})"


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


class Work:
    """A pipeline in training, its corpora in memory."""

    def __init__(self, path, overrides):
        from spacy import util
        from spacy.schemas import ConfigSchemaTraining
        from spacy.tokens import DocBin
        from spacy.training.initialize import init_nlp
        from spacy.util import registry

        random.seed(0)
        config = util.load_config(path, overrides=overrides, interpolate=False)
        self.nlp = init_nlp(config)
        resolved = self.nlp.config.interpolate()
        training = registry.resolve(resolved["training"], schema=ConfigSchemaTraining)
        self.optimizer = training["optimizer"]
        self.dropout = resolved["training"]["dropout"]
        vocab = self.nlp.vocab

        def read(key):
            return list(DocBin().from_disk(resolved["paths"][key]).get_docs(vocab))

        self.train, self.dev = read("train"), []
        count = 0
        for doc in read("dev"):
            if count >= 8000:
                break
            self.dev.append([token.text for token in doc])
            count += len(doc)
        self.dev_words = count
        self.texts, count = [], 0
        for doc in self.train:
            if count >= 100_000:
                break
            self.texts.append(doc.text)
            count += len(doc)

    def batches(self, words, total):
        """Batches of shuffled documents, each of at least `words` words, together `total`."""
        from spacy.tokens import Doc
        from spacy.training import Example

        random.shuffle(self.train)
        batches, done, index = [], 0, 0
        while done < total:
            batch, size = [], 0
            while size < words:
                gold = self.train[index % len(self.train)]
                text = Doc(
                    self.nlp.vocab,
                    words=[token.text for token in gold],
                    spaces=[bool(token.whitespace_) for token in gold],
                )
                batch.append(Example(text, gold))
                size += len(gold)
                index += 1
            batches.append(batch)
            done += size
        return batches, done

    def step(self, batch):
        self.nlp.update(batch, drop=self.dropout, sgd=False, losses={})
        for _, component in self.nlp.pipeline:
            if hasattr(component, "finish_update"):
                component.finish_update(self.optimizer)
        self.optimizer.step_schedules()

    def round(self, words, total):
        from spacy.tokens import Doc

        batches, count = self.batches(words, total)
        start = processor_seconds()
        for batch in batches:
            self.step(batch)
        training = count / (processor_seconds() - start)
        docs = [Doc(self.nlp.vocab, words=words) for words in self.dev]
        start = processor_seconds()
        for _ in self.nlp.pipe(docs):
            pass
        prediction = self.dev_words / (processor_seconds() - start)
        return training, prediction, self.tokenize()

    def tokenize(self):
        """Words per second of a tokenizer that has not seen the texts; its vocab has."""
        rules = self.nlp.tokenizer
        tokenizer = type(rules)(
            self.nlp.vocab,
            rules=rules.rules,
            prefix_search=rules.prefix_search,
            suffix_search=rules.suffix_search,
            infix_finditer=rules.infix_finditer,
            token_match=rules.token_match,
            url_match=rules.url_match,
        )
        words = 0
        start = processor_seconds()
        for text in self.texts:
            words += len(tokenizer(text))
        return words / (processor_seconds() - start)


def overrides_of(arguments):
    from spacy.cli._util import parse_config_overrides

    return parse_config_overrides(arguments)


def option(arguments, name, default):
    if name not in arguments:
        return default
    place = arguments.index(name)
    value = int(arguments[place + 1])
    del arguments[place : place + 2]
    return value


def main():
    command, path, *rest = sys.argv[1:]
    name = os.environ.get("BENCH_BLIS_KERNEL", "haswell")
    kernel = force_kernel(name) if name else "what BLIS takes by itself"
    if command == "train":
        from spacy.cli.train import train

        output, *rest = rest
        train(path, output, overrides=overrides_of(rest))
        return
    words = option(rest, "--words", 1000)
    total = option(rest, "--round", 6000)
    warm = option(rest, "--warm", 45000)
    work = Work(path, overrides_of(rest))
    for batch in work.batches(words, warm)[0]:
        work.step(batch)
    print(f"ready {kernel}", flush=True)
    for _ in sys.stdin:
        print(*work.round(words, total), flush=True)


main()
