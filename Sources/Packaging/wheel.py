"""Makes a Python wheel that carries the program: `pip install` puts `sweep` on the search path.

    python3 Sources/Packaging/wheel.py --tree FOLDER --version V --glibc 2.N --epoch SECONDS --output FOLDER

A wheel is a ZIP archive with a list of its files and their hashes (PEP 427). The program goes among its
scripts, and the module for reporting, a single file, beside Python's own. The tag says which C library
the program needs (PEP 600). The same input gives the same bytes.
"""

import argparse
import base64
import hashlib
import pathlib
import time
import zipfile

METADATA = """\
Metadata-Version: 2.1
Name: sweep
Version: {version}
Summary: Sweeps over training configs, records every trial, and repeats any of them exactly
License: MIT
Requires-Python: >=3.8
Classifier: License :: OSI Approved :: MIT License
Classifier: Operating System :: POSIX :: Linux
Classifier: Topic :: Scientific/Engineering :: Artificial Intelligence
Description-Content-Type: text/markdown

{readme}"""

WHEEL = """\
Wheel-Version: 1.0
Generator: sweep
Root-Is-Purelib: false
Tag: {tag}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("tree", "version", "glibc", "epoch", "output"):
        parser.add_argument("--" + name, required=True)
    options = parser.parse_args()
    tree, version = pathlib.Path(options.tree), options.version
    tag = "py3-none-manylinux_" + options.glibc.replace(".", "_") + "_x86_64"
    info, data = f"sweep-{version}.dist-info", f"sweep-{version}.data"
    # ZIP knows no times before 1980, and two seconds are its unit.
    moment = time.gmtime(max(int(options.epoch), 315532800))[:6]

    files = {f"{data}/scripts/sweep": (tree / "bin/sweep").read_bytes()}
    module = tree / "python/sweep_trial.py"
    if module.exists():
        files["sweep_trial.py"] = module.read_bytes()
    for path in sorted((tree / "share").rglob("*")):
        if path.is_file():
            files[f"{data}/data/{path.relative_to(tree)}"] = path.read_bytes()
    readme = (tree / "README.md").read_text()
    files[f"{info}/METADATA"] = METADATA.format(version=version, readme=readme).encode()
    files[f"{info}/WHEEL"] = WHEEL.format(tag=tag).encode()
    for name in ("LICENSE", "THIRD-PARTY.txt"):
        files[f"{info}/licenses/{name}"] = (tree / name).read_bytes()
    record = "".join(
        f"{name},sha256={digest(content)},{len(content)}\n" for name, content in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()

    wheel = pathlib.Path(options.output) / f"sweep-{version}-{tag}.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (0o100755 if "/scripts/" in name else 0o100644) << 16
            archive.writestr(entry, content)


def digest(content):
    """The hash of a file as RECORD has it: SHA-256 in base64 for URLs, without padding."""
    code = base64.urlsafe_b64encode(hashlib.sha256(content).digest())
    return code.rstrip(b"=").decode()


if __name__ == "__main__":
    main()
