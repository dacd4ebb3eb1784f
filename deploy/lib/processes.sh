# shellcheck shell=bash
# Processes by their pid files: start in the background, ask whether alive, stop with a deadline.

# Starts a command in a session of its own, so that it outlives this script and its terminal.
spawn() { # NAME COMMAND...
    local name=$1
    shift
    printf '\n--- %s starts %s\n' "$(date -u +%FT%TZ)" "$name" >>"$LOGS/$name.log"
    setsid "$@" >>"$LOGS/$name.log" 2>&1 </dev/null 9>&- &
    echo $! >"$RUN/$name.pid"
    disown
}

recorded_pid() { # NAME
    local pid=
    [[ ! -f $RUN/$1.pid ]] || read -r pid <"$RUN/$1.pid" || true
    printf '%s' "$pid"
}

# True when the recorded process lives and is the one we mean: after a crash or a reboot its number may be another's.
is_alive() { # NAME MARK (a text of its command line)
    local pid
    pid=$(recorded_pid "$1")
    [[ -n $pid && -r /proc/$pid/cmdline ]] || return 1
    tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "$2"
}

# Waits until a command succeeds; gives up at the deadline, or at once when the process it depends on is gone.
wait_until() { # SECONDS NAME COMMAND...
    local deadline=$((SECONDS + $1)) pid
    pid=$(recorded_pid "$2")
    shift 2
    until "$@" >/dev/null 2>&1; do
        ! is_gone "$pid" || return 1
        ((SECONDS < deadline)) || return 1
        sleep 0.2
    done
}

is_gone() { # PID
    [[ ! -d /proc/$1 ]] || grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2>/dev/null
}

# Asks politely, waits, then insists.
stop_process() { # NAME MARK SECONDS [SIGNAL]
    local name=$1 mark=$2 deadline=$((SECONDS + $3)) signal=${4:-TERM} pid
    if is_alive "$name" "$mark"; then
        pid=$(recorded_pid "$name")
        kill -s "$signal" "$pid" 2>/dev/null || true
        until is_gone "$pid"; do
            if ((SECONDS >= deadline)); then
                complain "$name did not stop in $3 s and is killed"
                kill -s KILL "$pid" 2>/dev/null || true
                deadline=$((SECONDS + 5))
            fi
            sleep 0.1
        done
    fi
    rm -f "$RUN/$name.pid"
}

port_is_taken() { # PORT
    (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}
