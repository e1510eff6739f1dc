"""A paper of thirty pages against bare WeasyPrint on the same HTML: `uv run python -m benchmarks.document`.

Both take turns in one process; every run is charged the processor time it uses (the collector's leavings of
the run before are cleared away uncounted). Ours adds the tagged structure, the embedded data and the pinned
dates of PDF/A; bare WeasyPrint is called without any option, and its HTML carries the same style sheet with
the same fixed table layout.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import django
from django.utils import translation
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[1]
BAR = 1.1


@dataclass(frozen=True)
class Result:
    """Processor seconds of every run, and what came out."""

    bare: list[float]
    ours: dict[str, list[float]]
    pages: int
    bare_bytes: int
    our_bytes: dict[str, int]

    def ratio(self, variant: str) -> float:
        """Median against median."""
        return statistics.median(self.ours[variant]) / statistics.median(self.bare)


def configure(scratch: str) -> None:
    """The product's own settings: a paper's words come from the registries of every room. No database is asked."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "BENCHMARK_SCRATCH": scratch,
        "BENCHMARK_DATABASE": str(Path(scratch) / "none.sqlite3"),
    }
    django.setup()
    translation.activate("zh-hans")


def measure(rounds: int, variants: list[str]) -> Result:
    """Run each in turn, ``rounds`` times, after one run of each that does not count."""
    from weasyprint import HTML  # noqa: PLC0415 - Django is set up first

    from governance_app.paper import rendering  # noqa: PLC0415
    from governance_app.paper.words import paper_html  # noqa: PLC0415
    from tests.factories.specification import canonical_bytes, specification_context  # noqa: PLC0415

    context = specification_context()
    html = paper_html("requirements/documents/specification.html", context, language="zh-hans")
    style = rendering.STYLE_SHEET.read_text(encoding="utf-8")
    whole = html.replace("</head>", f"<style>{style}</style></head>", 1)
    data = rendering.EmbeddedFile("content.json", canonical_bytes(context["content"]), "application/json", "content")

    def bare() -> bytes:
        made: bytes = HTML(string=whole).write_pdf()
        return made

    def ours(variant: str) -> bytes:
        rendering.VARIANT = variant
        return rendering.pdf_render(
            html,
            attachments=[data],
            created=datetime(2026, 11, 20, tzinfo=UTC),
            title="title",
            author="author",
            subject="subject",
            language="zh-Hans",
        )

    bare_bytes = bare()
    our_bytes = {variant: ours(variant) for variant in variants}
    result = Result(
        [],
        {variant: [] for variant in variants},
        len(PdfReader(io.BytesIO(our_bytes[variants[0]])).pages),
        len(bare_bytes),
        {variant: len(made) for variant, made in our_bytes.items()},
    )
    for _round in range(rounds):
        result.bare.append(_timed(bare))
        for variant in variants:
            result.ours[variant].append(_timed(lambda variant=variant: ours(variant)))  # type: ignore[misc]
    return result


def _timed(run: Callable[[], bytes]) -> float:
    gc.collect()
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--variants", default="pdf/a-3a", help="comma-separated, such as pdf/a-3a,pdf/a-3u,pdf/a-3b")
    options = parser.parse_args()
    variants = options.variants.split(",")
    with tempfile.TemporaryDirectory(prefix="sevengate-bench-") as scratch:
        configure(scratch)
        result = measure(options.rounds, variants)
    print(f"{result.pages} pages, {options.rounds} rounds, Python {platform.python_version()}\n")
    print("| | CPU s, median | spread | bytes | ratio | bar |")
    print("|---|---|---|---|---|---|")
    print(f"| bare WeasyPrint | {_figures(result.bare)} | {result.bare_bytes:,} | 1 | |")
    for variant in variants:
        verdict = "met" if result.ratio(variant) <= BAR else "MISSED"
        print(
            f"| ours, {variant} | {_figures(result.ours[variant])} | {result.our_bytes[variant]:,} "
            f"| {result.ratio(variant):.3f} | ≤ {BAR}: {verdict} |"
        )


def _figures(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f} | {min(seconds):.2f} to {max(seconds):.2f}"


if __name__ == "__main__":
    main()
