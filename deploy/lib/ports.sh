# shellcheck shell=bash
# The ports of a home: consecutive numbers from one base, chosen at the first run and remembered in HOME/ports.
#
# QIAO_PORT_BASE asks for a base; DEFAULT_PORT_BASE is where the search for a free one begins.

# A service's replicas have ports of their own: PORT_OA, PORT_OA_2, ... up to MOST_REPLICAS.
readonly MOST_REPLICAS=4
readonly PORT_NAMES=(
    GATEWAY POSTGRES AMQP BROKER_API EPMD DISTRIBUTION OA CRM ERP PORTAL PAYMENT AMQPS
    {OA,CRM,ERP,PORTAL}_{2,3,4}
)

ports_open() {
    local file=$QIAO_HOME/ports base=
    [[ ! -f $file ]] || read -r base <"$file" || true
    if [[ -n ${QIAO_PORT_BASE:-} && $QIAO_PORT_BASE != "$base" ]]; then
        base=$QIAO_PORT_BASE
    elif [[ -z $base ]] || { nothing_runs && ! base_is_free "$base"; }; then
        base=$(free_base "${DEFAULT_PORT_BASE:-8080}")
    fi
    echo "$base" >"$file"
    local index
    for index in "${!PORT_NAMES[@]}"; do
        printf -v "PORT_${PORT_NAMES[index]}" '%s' $((base + index))
    done
}

nothing_runs() {
    local file
    for file in "$RUN"/*.pid; do
        [[ ! -f $file ]] || is_gone "$(<"$file")" || return 1
    done
}

base_is_free() { # BASE
    local index
    for index in "${!PORT_NAMES[@]}"; do
        ! port_is_taken $(($1 + index)) || return 1
    done
}

free_base() { # FIRST
    local base=$1
    until base_is_free "$base"; do
        base=$((base + 40))
        ((base < 32000)) || fail "no free ports from $1 on; ask for others with QIAO_PORT_BASE"
    done
    echo "$base"
}
