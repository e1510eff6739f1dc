"""Build ``static/img/icons.svg``, the one icon sprite, from the Tabler icons package (MIT).

For maintainers only; the sprite is committed. Unpack the package anywhere and name its folder::

    npm pack @tabler/icons@3.51.0 && tar -xzf tabler-icons-3.51.0.tgz
    python scripts/make_sprite.py package

To add an icon, add its name below (https://tabler.io/icons lists them) and run this again.
Colour, width and caps of the strokes come from the class ``sg-i``, so the sprite carries paths alone.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "static" / "img" / "icons.svg"

# States: each stands for the words beside it in the look's vocabulary.
STATES = """
alert-octagon alert-triangle arrow-back-up ban check circle-check circle-dashed-check circle-dotted circle-half-2
circle-minus circle-x clock clock-exclamation clock-pause copy eye gavel help-circle history hourglass list-check
pencil player-pause progress shield-half user user-off writing-sign x
"""

# The shell, lists, forms and acts.
ACTS = """
adjustments alert-circle archive arrow-down arrow-left arrow-right arrow-up arrows-exchange arrows-left-right
arrows-sort at ballpen bell bookmark calendar calendar-due calendar-event checks chevron-down chevron-left
chevron-right chevron-up columns-3 dots download external-link eye-off file-download filter filter-off flag
home inbox info-circle key language layout-dashboard link list-details lock lock-open logout mail menu-2
message paperclip player-play plus printer qrcode refresh search send settings star table-export table-import
tag trash unlink upload user-check user-circle user-plus
"""

# Things the seven phases and their governance keep records of.
THINGS = """
affiliate api apps book briefcase bug building building-community bulb certificate chart-bar chart-dots
chart-line clipboard-check clipboard-list clipboard-text cloud coin database database-import device-desktop
file file-check file-description file-export file-import file-spreadsheet file-text file-type-pdf fingerprint
folder gauge git-branch git-compare hash headset help hierarchy lifebuoy list messages mood-sad notebook
plug-connected presentation report report-analytics rocket route rubber-stamp scale school server server-2
shield shield-check signature sitemap stack-2 table target test-pipe timeline timeline-event tool topology-star
transform urgent users users-group versions webhook world
"""


def symbol(package: Path, name: str) -> str:
    """One icon as a ``<symbol>``; a name the package lacks ends the run."""
    source = package / "icons" / "outline" / f"{name}.svg"
    if not source.is_file():
        sys.exit(f"no outline icon is called {name!r}")
    text = re.sub(r"<!--.*?-->", "", source.read_text(encoding="utf-8"), flags=re.DOTALL)
    body = re.sub(r"^.*?<svg[^>]*>|</svg>.*$", "", text, flags=re.DOTALL)
    body = re.sub(r'<path stroke="none"[^>]*/>', "", body)
    body = re.sub(r"\s*/>", "/>", re.sub(r"\s+", " ", body)).replace("> <", "><").strip()
    return f'<symbol id="i-{name}" viewBox="0 0 24 24">{body}</symbol>'


def main() -> None:
    """Write the sprite; refuses a name listed twice."""
    if len(sys.argv) != 2:
        sys.exit("usage: python scripts/make_sprite.py FOLDER_OF_TABLER_ICONS")
    names = sorted((STATES + ACTS + THINGS).split())
    if twice := {name for name in names if names.count(name) > 1}:
        sys.exit(f"listed twice: {', '.join(sorted(twice))}")
    package = Path(sys.argv[1])
    symbols = "\n".join(symbol(package, name) for name in names)
    TARGET.write_text(
        "<!-- Tabler icons, MIT, see LICENSE-tabler-icons.txt; made by scripts/make_sprite.py -->\n"
        f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n',
        encoding="utf-8",
    )
    print(f"{len(names)} icons in {TARGET.relative_to(ROOT)}, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
