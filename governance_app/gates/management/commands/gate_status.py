"""Every criterion of every gate with its finding."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance_app.gates.selectors import all_findings, phase_rows
from governance_app.programmes.models import Programme


class Command(BaseCommand):
    """``manage.py gate_status [PROGRAMME] [--json]``."""

    help = "Show every criterion of every gate, computed now; of gates decided as well."

    def add_arguments(self, parser: CommandParser) -> None:
        """A programme's address, and the form of the answer."""
        parser.add_argument("programme", nargs="?", help="address of one programme; all without it")
        parser.add_argument("--json", action="store_true", help="machine-readable")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute and print."""
        programmes = Programme.objects.order_by("code")
        if options["programme"]:
            programmes = programmes.filter(slug=options["programme"])
            if not programmes:
                raise CommandError(f"no programme {options['programme']}")
        answer = {"programmes": [self._programme(programme) for programme in programmes]}
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
            return
        for row in answer["programmes"]:
            self.stdout.write(row["slug"])
            for gate in row["gates"]:
                self.stdout.write(f"  {gate['phase']} {gate['decision']}")
                for line in gate["criteria"]:
                    self.stdout.write(f"    {line['code']} {line['state']:<12} {line['figure']:>9}  {line['title']}")

    def _programme(self, programme: Programme) -> dict[str, Any]:
        states = {row.phase: row.state for row in phase_rows(programme)}
        return {
            "slug": programme.slug,
            "gates": [
                {
                    "phase": phase.value,
                    "decision": states.get(phase.value, ""),
                    "criteria": [
                        {
                            "code": row.criterion.code,
                            "title": str(row.criterion.title),
                            "state": str(row.finding.state),
                            "figure": row.finding.figure,
                            "link": row.finding.url,
                        }
                        for row in judged
                    ],
                }
                for phase, judged in all_findings(programme).items()
            ],
        }
