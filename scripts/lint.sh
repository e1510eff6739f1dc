#!/usr/bin/env bash
# Every check that holds the house rules. Runs all of them, then names those that failed.
set -uo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
export DJANGO_SETTINGS_MODULE=portal.settings.test

failed=()
check() {
    local title=$1 output
    shift
    SECONDS=0
    if output=$("$@" 2>&1 </dev/null); then
        printf '%-14s ok      %ss\n' "$title" "$SECONDS"
    else
        printf '%-14s FAILED  %s\n%s\n' "$title" "$*" "$output"
        failed+=("$title")
    fi
}

check style ruff check .
check format ruff format --check .
check types mypy .
check layers python scripts/layers.py
check templates djlint --lint --quiet templates
check system python manage.py check --fail-level WARNING
check migrations python manage.py makemigrations --check --dry-run
check translations python manage.py makemessages --check

if ((${#failed[@]})); then
    printf '\nlint: failed: %s\n' "$(IFS=,; printf '%s' "${failed[*]}" | sed 's/,/, /g')"
    exit 1
fi
