# shellcheck shell=bash
# The four services and the payment company's stand-in: their configuration, start, readiness and stop.

# What every service reads; each gets its own database role and broker user.
service_environment() { # SERVICE PORT
    SERVICE_ENVIRONMENT=(
        "QIAO_INSTANCE=$1-service"
        "QIAO_HTTP_HOST=127.0.0.1" "QIAO_HTTP_PORT=$2" "QIAO_PUBLIC_URL=$(gateway_url)"
        "QIAO_DATABASE_URL=$(database_url "$1" "$(secret_of "$1" DATABASE_PASSWORD)")" "QIAO_DATABASE_SCHEMA=$1"
        "QIAO_AMQP_URL=$(amqp_url "$1" "$(secret_of "$1" AMQP_PASSWORD)")"
        "QIAO_LOG_LEVEL=${QIAO_LOG_LEVEL:-info}" "QIAO_RUN_DIRECTORY=$RUN"
    )
    case $1 in
        oa)
            SERVICE_ENVIRONMENT+=(
                "QIAO_ADMINISTRATOR_LOGIN=$ADMINISTRATOR_LOGIN" "QIAO_ADMINISTRATOR_PASSWORD=$ADMINISTRATOR_PASSWORD")
            ;;
        portal)
            SERVICE_ENVIRONMENT+=(
                "QIAO_PAYMENT_URL=http://127.0.0.1:$PORT_PAYMENT" "QIAO_PAYMENT_SECRET=$PAYMENT_SECRET")
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
    local service port
    for service in "${SERVICES[@]}"; do
        port=PORT_${service^^}
        service_environment "$service" "${!port}"
        process_start "$service-service" "${!port}"
    done
    payment_environment
    process_start payment-stand-in "$PORT_PAYMENT"
    for service in "${SERVICES[@]}"; do
        port=PORT_${service^^}
        process_wait "$service-service" "${!port}"
    done
    process_wait payment-stand-in "$PORT_PAYMENT"
}

# Starts what is not running, and replaces what runs from an executable that has been built anew since.
process_start() { # NAME PORT
    [[ -x $BIN/$1 ]] || return 0
    if is_alive "$1" "/$1"; then
        [[ $(readlink "/proc/$(recorded_pid "$1")/exe") == *' (deleted)' ]] || return 0
        stop_process "$1" "/$1" 30
    fi
    step "$1 on port $2"
    spawn "$1" env "${SERVICE_ENVIRONMENT[@]}" "$BIN/$1"
}

process_wait() { # NAME PORT
    if [[ ! -x $BIN/$1 ]]; then
        complain "there is no $BIN/$1 yet: left out"
        return
    fi
    wait_until 90 "$1" curl -sf -m 3 "http://127.0.0.1:$2/health/ready" || {
        curl -s -m 3 "http://127.0.0.1:$2/health/ready" >&2 || true
        show_log_end "$LOGS/$1.log"
        fail "$1 does not become ready"
    }
}

services_stop() {
    local service
    for service in portal crm erp oa; do
        stop_process "$service-service" "/$service-service" 30
    done
    stop_process payment-stand-in "/payment-stand-in" 10
}
