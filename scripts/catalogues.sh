#!/usr/bin/env bash
# Compiles the message catalogues that changed since they were compiled; quick, and says nothing, when none did.
set -euo pipefail
cd "$(dirname "$0")/.."
for source in *_app/locale/*/LC_MESSAGES/django.po; do
    compiled=${source%.po}.mo
    [[ $compiled -nt $source ]] && continue
    # Put in place at once: two may compile at the same time.
    msgfmt --output-file="$compiled.$$" "$source" && mv "$compiled.$$" "$compiled"
done
