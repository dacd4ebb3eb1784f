# shellcheck shell=bash
# What the scripts say to the person who runs them.

say() { printf '%s\n' "$*"; }

step() {
    if [[ -t 1 ]]; then
        printf '\033[1m==> %s\033[0m\n' "$*"
    else
        printf '==> %s\n' "$*"
    fi
}

complain() { printf 'qiao: %s\n' "$*" >&2; }

fail() {
    complain "$@"
    exit 1
}

# Shows the end of a log beside the complaint about its owner.
show_log_end() { # FILE [LINES]
    [[ -s $1 ]] || return 0
    complain "the last lines of $1:"
    tail -n "${2:-20}" "$1" >&2
}

# What a test run said of each failure, wherever in its log it said so; the end of a long log seldom holds it.
show_failures() { # FILE
    grep -q '✘' "$1" 2>/dev/null || return 0
    complain "what failed in $1:"
    grep -A 6 '✘' "$1" | grep -v '^[✔◇]' | head -n 80 >&2
}
