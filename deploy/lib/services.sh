# shellcheck shell=bash
# The four services and the payment company's stand-in: their configuration, start, readiness and stop.
#
# A service may run as several replicas: `crm-service`, `crm-service.2` and so on, alike but for their port and name.

# How many replicas of each service this home runs: as asked for, else as before, else one.
replicas_open() { # [NUMBER]
    local file=$QIAO_HOME/replicas
    REPLICAS=${1:-$(cat "$file" 2>/dev/null || echo 1)}
    [[ $REPLICAS =~ ^[1-$MOST_REPLICAS]$ ]] || fail "--replicas takes a number from 1 to $MOST_REPLICAS, not $REPLICAS"
    echo "$REPLICAS" >"$file"
}

replica_name() { # SERVICE REPLICA
    if (($2 == 1)); then echo "$1-service"; else echo "$1-service.$2"; fi
}

replica_port() { # SERVICE REPLICA
    local port=PORT_${1^^}
    (($2 == 1)) || port+=_$2
    echo "${!port}"
}

# What every service reads; each gets its own database role and broker user.
service_environment() { # SERVICE REPLICA
    local port
    port=$(replica_port "$1" "$2")
    SERVICE_ENVIRONMENT=(
        "QIAO_INSTANCE=$(replica_name "$1" "$2")"
        "QIAO_HTTP_HOST=127.0.0.1" "QIAO_HTTP_PORT=$port" "QIAO_PUBLIC_URL=$(gateway_url)"
        "QIAO_DATABASE_URL=$(database_url "$1" "$(secret_of "$1" DATABASE_PASSWORD)")" "QIAO_DATABASE_SCHEMA=$1"
        "QIAO_AMQP_URL=$(amqp_url "$1" "$(secret_of "$1" AMQP_PASSWORD)")"
        "QIAO_LOG_LEVEL=${QIAO_LOG_LEVEL:-info}" "QIAO_RUN_DIRECTORY=$RUN"
        "QIAO_CORS_ORIGINS=${QIAO_CORS_ORIGINS:-}" "QIAO_RATE_LIMIT=${QIAO_RATE_LIMIT:-}"
        "QIAO_MESSAGES=$QIAO_HOME/messages" "QIAO_EXAMPLES=${QIAO_EXAMPLES:-}"
    )
    case $1 in
        oa)
            SERVICE_ENVIRONMENT+=(
                "QIAO_ADMINISTRATOR_LOGIN=$ADMINISTRATOR_LOGIN" "QIAO_ADMINISTRATOR_PASSWORD=$ADMINISTRATOR_PASSWORD"
                "QIAO_SECRET_KEYS=$SECRET_KEYS")
            ;;
        portal)
            SERVICE_ENVIRONMENT+=(
                "QIAO_PAYMENT_URL=http://127.0.0.1:$PORT_PAYMENT" "QIAO_PAYMENT_SECRET=$PAYMENT_SECRET"
                "QIAO_BANK_HOLDER=${QIAO_BANK_HOLDER:-}" "QIAO_BANK_NAME=${QIAO_BANK_NAME:-}"
                "QIAO_BANK_ACCOUNT=${QIAO_BANK_ACCOUNT:-}")
            ;;
    esac
}

payment_environment() {
    SERVICE_ENVIRONMENT=(
        "QIAO_INSTANCE=payment-stand-in" "QIAO_HTTP_HOST=127.0.0.1" "QIAO_HTTP_PORT=$PORT_PAYMENT"
        "QIAO_PUBLIC_URL=$(gateway_url)" "QIAO_PAYMENT_SECRET=$PAYMENT_SECRET"
        "QIAO_PAYMENT_NOTIFY_URL=$(gateway_url)/api/payment-notifications"
        "QIAO_LOG_LEVEL=${QIAO_LOG_LEVEL:-info}"
    )
}

# All are started before any is waited for: their order of start is free.
services_start() {
    local service replica
    replicas_stop_surplus
    for service in "${SERVICES[@]}"; do
        for ((replica = 1; replica <= REPLICAS; replica++)); do
            service_environment "$service" "$replica"
            process_start "$(replica_name "$service" "$replica")" "$service-service" "$(replica_port "$service" "$replica")"
        done
    done
    payment_environment
    process_start payment-stand-in payment-stand-in "$PORT_PAYMENT"
    for service in "${SERVICES[@]}"; do
        for ((replica = 1; replica <= REPLICAS; replica++)); do
            process_wait "$(replica_name "$service" "$replica")" "$service-service" "$(replica_port "$service" "$replica")"
        done
    done
    process_wait payment-stand-in payment-stand-in "$PORT_PAYMENT"
}

# Starts what is not running, and replaces what runs from an executable that has been built anew since.
process_start() { # NAME EXECUTABLE PORT
    [[ -x $BIN/$2 ]] || fail "there is no $BIN/$2: run deploy/up without --no-build"
    if is_alive "$1" "/$2"; then
        [[ $(readlink "/proc/$(recorded_pid "$1")/exe") == *' (deleted)' ]] || return 0
        stop_process "$1" "/$2" 30
    fi
    step "$1 on port $3"
    spawn "$1" env "${SERVICE_ENVIRONMENT[@]}" "$BIN/$2"
}

process_wait() { # NAME EXECUTABLE PORT
    wait_until 90 "$1" curl -sf -m 3 "http://127.0.0.1:$3/health/ready" || {
        curl -s -m 3 "http://127.0.0.1:$3/health/ready" >&2 || true
        show_log_end "$LOGS/$1.log"
        fail "$1 does not become ready"
    }
}

# What runs from a time with more replicas.
replicas_stop_surplus() {
    local service replica
    for service in "${SERVICES[@]}"; do
        for ((replica = REPLICAS + 1; replica <= MOST_REPLICAS; replica++)); do
            stop_process "$(replica_name "$service" "$replica")" "/$service-service" 30
        done
    done
}

services_stop() {
    local service replica
    for service in portal crm erp oa; do
        for ((replica = MOST_REPLICAS; replica >= 1; replica--)); do
            stop_process "$(replica_name "$service" "$replica")" "/$service-service" 30
        done
    done
    stop_process payment-stand-in "/payment-stand-in" 10
}
