# shellcheck shell=bash
# The home: the one folder that holds a running system (its nodes, logs, process ids, secrets, ports).
#
# QIAO_HOME names it; deploy/up takes .local, deploy/test .local-test, so that they never meet.

readonly SERVICES=(oa crm erp portal)

home_open() { # DIR
    mkdir -p "$1"
    QIAO_HOME=$(cd "$1" && pwd -P)
    LOGS=$QIAO_HOME/log
    RUN=$QIAO_HOME/run
    BIN=${QIAO_BIN:-$QIAO_HOME/bin}
    mkdir -p "$LOGS" "$RUN" "$QIAO_HOME/bin"
    storage_open
}

# A number that tells this home from every other one.
home_number() { printf '%s' "$QIAO_HOME" | cksum | cut -d ' ' -f 1; }

# The folder of what the nodes' own users must reach. As root these are users without rights, who cannot enter a
# clone below a closed folder such as /root; their data then lives under /var/lib.
storage_open() {
    STORAGE=$QIAO_HOME
    ((EUID == 0)) || return 0
    local account
    for account in postgres rabbitmq; do
        if getent passwd "$account" >/dev/null && ! as_user "$account" test -x "$QIAO_HOME"; then
            STORAGE=/var/lib/qiao-$(home_number)
            mkdir -p "$STORAGE"
            return
        fi
    done
}

# Makes a folder that only this account can enter, and prints nothing.
storage_folder() { # ACCOUNT DIR
    mkdir -p "$2"
    chmod 700 "$2"
    ((EUID != 0)) || chown "$1:" "$2"
}

# Root never runs a node itself; anyone else runs it as themselves.
as_user() { # ACCOUNT COMMAND...
    local account=$1
    shift
    if ((EUID == 0)); then
        setpriv --reuid="$account" --regid="$account" --init-groups "$@"
    else
        "$@"
    fi
}

# Replaces @NAME@ by its value in a template: `fill FILE NAME VALUE ...`.
fill() {
    local text
    text=$(<"$1")
    shift
    while (($#)); do
        text=${text//"@$1@"/"$2"}
        shift 2
    done
    printf '%s\n' "$text"
}

# Deletes the home with all its data. Asks nothing: whoever says --wipe means it.
home_wipe() {
    rm -rf "$QIAO_HOME"
    [[ $STORAGE == "$QIAO_HOME" ]] || rm -rf "$STORAGE"
}

# Two commands on one home at a time would start everything twice. Held until this script ends; what it starts must
# not inherit descriptor 9, which holds it (see spawn).
home_lock() {
    exec 9>"$QIAO_HOME/lock"
    flock -w 600 9 || fail "another command is at work on $QIAO_HOME"
}

home_unlock() { exec 9>&-; }
