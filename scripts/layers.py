"""Who may import whom: the contracts of the house, made from the list of phases and held by import-linter.

A new phase needs no line here. What a room or topic is called, and what its modules are, is read from the apps.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from configparser import ConfigParser
from pathlib import Path
from pkgutil import iter_modules

ROOT = Path(__file__).resolve().parent.parent
KERNEL = "governance_app"

#: The kernel's rooms from the roof to the ground, then what stands below them. Those in one line know nothing of each other.
ROOMS = [
    "overview",
    "planning",
    "inbox",
    "records",
    "gates",
    "proof",
    "documents",
    "exchange | signoff | trace",
    "programmes",
    "files | jobs",
    "people",
    "ledger",
    "rest",
    "paper",
    "base",
    "errors | phases | registry",
]
#: Modules of the kernel that stand beside its rooms: they look at all of them.
BESIDE = ["apps", "checks", "management"]

#: Inside a room or topic: pages ask services, services ask rules, rules ask models.
MODULES = [
    "demo | management",
    "urls | root_urls",
    "import_views | trace_views | record_views",
    "views | api | admin | context",
    "panels",
    "pages",
    "relations | notices",
    "receivers | tasks",
    "imports | bulk | rendering | blueprints",
    "resources",
    "guards",
    "services",
    "writing",
    "graph",
    "links | holding",
    "tracing",
    "criteria | segregation | figures | inbox",
    "documents",
    "kinds",
    "forms",
    "selectors",
    "columns | addresses | sentences",
    "references",
    "values",
    "templatetags",
    "rules",
    "permissions | acts | navigation | work",
    "registry | signals | triggers | adapter",
    "findings | sections",
    "models",
    "states | demo_content | verify | gantt",
    "demo_people",
]

#: Heavy libraries, each with the one module that may name it.
WEIGHTS = {
    "weasyprint": f"{KERNEL}.paper.rendering",
    "segno": f"{KERNEL}.paper.rendering",
    "pyhanko": f"{KERNEL}.paper.sealing",
    "openpyxl": f"{KERNEL}.base.tabular",
    "rfc8785": f"{KERNEL}.base.canonical",
    "cryptography": f"{KERNEL}.base.keys",
    "import_export": f"{KERNEL}.records.resources",
}


def contracts() -> ConfigParser:
    """All contracts for the phases at work."""
    from portal.phases import phases_at_work  # noqa: PLC0415 - needs the apps

    made = ConfigParser()
    phases = phases_at_work()
    names = [config.name for config in phases]
    made["importlinter"] = {
        "root_packages": lines([KERNEL, *names, "portal"]),
        "include_external_packages": "True",
    }

    def contract(key: str, name: str, kind: str, **options: object) -> None:
        listed = {option: lines(value) if isinstance(value, list) else str(value) for option, value in options.items()}
        made[f"importlinter:contract:{key}"] = {"name": name, "type": kind, **listed}

    floors = ["portal", *reversed(names), KERNEL]
    contract("floors", "Imports point down: composition, later phases, earlier ones, kernel", "layers", layers=floors)
    contract(
        "rooms",
        "The kernel's rooms, from the roof to the ground",
        "layers",
        containers=KERNEL,
        layers=ROOMS,
        exhaustive=True,
        exhaustive_ignores=BESIDE,
    )
    rooms = [room for row in ROOMS[: ROOMS.index("rest")] for room in row.split(" | ")]
    order = [optional(row) for row in MODULES]
    contract(
        "modules",
        "Inside a room: pages ask services, services ask rules, rules ask models",
        "layers",
        containers=[f"{KERNEL}.{room}" for room in rooms],
        layers=order,
        exhaustive=True,
        exhaustive_ignores=["apps", "migrations"],
    )
    contract(
        "circles",
        "No circles among the modules below the rooms",
        "acyclic_siblings",
        ancestors=[f"{KERNEL}.base", f"{KERNEL}.paper", f"{KERNEL}.rest"],
    )
    for config in phases:
        phase_contracts(contract, config.name, list(getattr(config, "topics", ())), order)
    for library, module in WEIGHTS.items():
        contract(
            f"weight-{library}",
            f"{library} hangs in one module",
            "forbidden",
            source_modules=others(module, [KERNEL, *names, "portal"]),
            forbidden_modules=library,
            allow_indirect_imports=True,
        )
    return made


def phase_contracts(contract: Callable[..., None], name: str, topics: list[str], order: list[str]) -> None:
    """One phase: what others see of it, its topics from the last to the first, the modules of each."""
    inside = [f"{name}.{module}" for module in modules(name) if module != "public"]
    contract(
        f"{name}-public",
        f"{name}: others read it through its public module alone",
        "protected",
        protected_modules=inside,
        allowed_importers=name,
    )
    if not topics:
        return
    contract(
        f"{name}-topics",
        f"{name}: a topic knows those before it, never one after it",
        "layers",
        containers=name,
        layers=[
            optional(row)
            for row in ("urls", "demo", "blueprints | models | public", *reversed(topics), "permissions | work")
        ],
        exhaustive=True,
        exhaustive_ignores=["apps", "migrations", "templatetags"],
    )
    contract(
        f"{name}-modules",
        f"{name}: inside a topic pages ask services, services ask rules, rules ask models",
        "layers",
        containers=[f"{name}.{topic}" for topic in topics],
        layers=order,
    )
    contract(
        f"{name}-circles",
        f"{name}: no circles among the modules of a topic",
        "acyclic_siblings",
        ancestors=[f"{name}.{topic}" for topic in topics],
    )


def modules(package: str) -> list[str]:
    """The modules and folders directly inside a package."""
    return sorted(found.name for found in iter_modules([str(ROOT / package.replace(".", "/"))]))


def others(module: str, packages: list[str]) -> list[str]:
    """Everything of the packages but one module, named as highly as possible."""
    found = [package for package in packages if not module.startswith(f"{package}.")]
    for package in packages:
        if module.startswith(f"{package}."):
            inside = [f"{package}.{name}" for name in modules(package)]
            found += others(module, [name for name in inside if name != module])
    return found


def optional(row: str) -> str:
    """A row of modules of which each may be absent."""
    return " | ".join(f"({name})" for name in row.split(" | "))


def lines(names: list[str]) -> str:
    """A list as the contracts' format writes it."""
    return "\n" + "\n".join(names)


def main() -> int:
    """Check all contracts; with ``--show`` print them instead. Returns the exit status."""
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    import django  # noqa: PLC0415 - after the path is set

    django.setup()
    made = contracts()
    if sys.argv[1:] == ["--show"]:
        made.write(sys.stdout)
        return 0
    from importlinter.cli import lint_imports  # noqa: PLC0415 - takes a while

    with tempfile.NamedTemporaryFile("w", suffix=".ini", prefix="sevengate-layers-", encoding="utf-8") as stream:
        made.write(stream)
        stream.flush()
        return int(lint_imports(config_filename=stream.name))


if __name__ == "__main__":
    sys.exit(main())
