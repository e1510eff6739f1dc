"""Make the floor's database: `python -m benchmarks.floor.fill ISSUES PASSWORD`."""

import os
import sys

import django


def main(count: int, password: str) -> None:
    """Migrate, then one account, ten components and ``count`` issues."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.floor.settings")
    django.setup()
    from django.contrib.auth.models import User  # noqa: PLC0415 - models come after the set-up
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from benchmarks.floor.models import Component, Issue  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    user = User.objects.create_user("floor", password=password)
    components = Component.objects.bulk_create(Component(name=f"系统 {number}") for number in range(1, 11))
    states, priorities = list(Issue.State), list(Issue.Priority)
    Issue.objects.bulk_create(
        (
            Issue(
                code=f"ISS-{number:05d}",
                title=f"审批结果在 {number % 9 + 1} 分钟内同步至下游系统",
                description="网络中断恢复后须补传，不得重复。\n\n每次同步写入日志。",
                state=states[number % 3],
                priority=priorities[number % 3],
                component=components[number % 10],
                assignee=user,
                updated_at=timezone.now(),
            )
            for number in range(1, count + 1)
        ),
        batch_size=1000,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
