"""``python -m tests.fuzz [PARSER] [--share N]``: fuzz all parsers with 100,000 inputs by atheris.

Each parser runs in its own instrumented process, with the same seed each time. An input that crashes a
parser, takes more than ten seconds or 2 GiB, or loses a row, is written to ``fuzz-found`` and ends its run;
``python -m tests.fuzz PARSER --replay FILE`` repeats it.
"""

import argparse
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

ARTIFACT_FOLDER = Path("fuzz-found")
SEED, MAX_SECONDS, MAX_MEMORY_MIB, MAX_INPUT_BYTES = 7171, 10, 2048, 4096


def main(arguments: list[str] | None = None) -> int:
    """Return 0 if every parser handled all its inputs, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("parser", nargs="?", help="one parser only")
    parser.add_argument("--share", type=int, default=1, help="divide the number of inputs by this")
    parser.add_argument("--replay", type=Path, help="run one input again")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options, fuzzer_options = parser.parse_known_args(arguments)
    if options.child:
        _fuzz(options.parser, fuzzer_options)
    from tests.fuzz.parsers import PARSERS

    if options.replay:
        sys.stdout.write(f"{PARSERS[options.parser].check(options.replay.read_bytes())} rows\n")
        return 0
    names = [options.parser] if options.parser else list(PARSERS)
    succeeded = [_run(name, max(PARSERS[name].runs // options.share, 1)) for name in names]
    return int(not all(succeeded))


def _run(name: str, runs: int) -> bool:
    """Fuzz one parser in its own process; return whether it handled everything."""
    ARTIFACT_FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        limits = [
            f"-runs={runs}",
            f"-seed={SEED}",
            f"-timeout={MAX_SECONDS}",
            f"-rss_limit_mb={MAX_MEMORY_MIB}",
            f"-max_len={MAX_INPUT_BYTES}",
            f"-artifact_prefix={ARTIFACT_FOLDER}/{name}-",
            folder,
        ]
        command = [sys.executable, "-m", "tests.fuzz", name, "--child", *limits]
        process = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    run_counts = re.findall(r"Done (\d+) (?:runs )?in (\d+) second", process.stdout + process.stderr)
    succeeded = process.returncode == 0 and bool(run_counts)
    message = (
        f"{int(run_counts[-1][0]):,} inputs in {run_counts[-1][1]} s"
        if run_counts
        else f"ended early with {process.returncode}"
    )
    sys.stdout.write(f"{name:<10} {message:<28} {'all answered' if succeeded else 'FAILS'}\n")
    if not succeeded:
        sys.stdout.write(f"{process.stderr[-1_500:]}\n{process.stdout[-1_500:]}\n")
    sys.stdout.flush()
    return succeeded


def _fuzz(name: str, limits: list[str]) -> None:
    """Fuzz in this process; does not return, because libFuzzer ends the process."""
    with atheris.instrument_imports(include=["data.sources"]):
        from tests.fuzz.parsers import PARSERS
    parser, folder = PARSERS[name], Path(limits.pop())
    corpus, dictionary = folder / "corpus", folder / "words"
    corpus.mkdir()
    for number, seed in enumerate(parser.seeds):
        (corpus / str(number)).write_bytes(seed)
    dictionary.write_text("".join(map(_dictionary_line, parser.dictionary_words or ("0",))))

    def check(content: bytes) -> None:
        try:
            parser.check(content)
        except Exception:  # libFuzzer may be killed before it writes the input
            (ARTIFACT_FOLDER / f"{name}-{sha256(content).hexdigest()[:16]}").write_bytes(content)
            raise

    atheris.Setup([sys.argv[0], *limits, f"-dict={dictionary}", str(corpus)], check)
    atheris.Fuzz()


def _dictionary_line(word: str) -> str:
    """Return a line of libFuzzer's dictionary."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"\n'


if __name__ == "__main__":
    sys.exit(main())
