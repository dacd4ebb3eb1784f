# shellcheck shell=bash
# The gateway of a home.

nginx_folders() { GATEWAY=$STORAGE/nginx; }

nginx_is_alive() { is_alive nginx "$GATEWAY/nginx.conf"; }

nginx_start() {
    nginx_folders
    local before
    before=$(cat "$GATEWAY/nginx.conf" 2>/dev/null || true)
    nginx_configure
    if nginx_is_alive; then
        [[ $before == "$(<"$GATEWAY/nginx.conf")" ]] || kill -s HUP "$(recorded_pid nginx)"
    else
        nginx_end_orphans
        step "gateway on port $PORT_GATEWAY"
        spawn nginx nginx -p "$GATEWAY" -c "$GATEWAY/nginx.conf"
    fi
    wait_until 20 nginx curl -sf -m 2 "$(gateway_url)/gateway/health" || {
        show_log_end "$LOGS/nginx.log"
        fail "the gateway does not start"
    }
}

# Workers outlive a killed master and keep its port; they are of its process group.
nginx_end_orphans() {
    local master
    master=$(recorded_pid nginx)
    [[ -z $master ]] || pkill -KILL -g "$master" -x nginx || true
}

nginx_configure() {
    local account=
    ((EUID != 0)) || account='user www-data;'
    mkdir -p "$GATEWAY/temporary" "$GATEWAY/assets"
    ! [[ -d $ROOT/Shared/ServiceRuntime/Assets ]] || cp -r "$ROOT/Shared/ServiceRuntime/Assets/." "$GATEWAY/assets/"
    chmod -R a+rX "$GATEWAY/assets"
    cp "$DEPLOY/nginx/stream.conf" "$GATEWAY/stream.conf"
    fill "$DEPLOY/nginx/nginx.conf" ACCOUNT "$account" PID "$RUN/nginx.pid" TEMPORARY "$GATEWAY/temporary" \
        ACCESS_LOG "$LOGS/access.log" ASSETS "$GATEWAY/assets" STREAM "$GATEWAY/stream.conf" \
        LISTEN "127.0.0.1:$PORT_GATEWAY" OA "$(gateway_servers oa)" CRM "$(gateway_servers crm)" \
        ERP "$(gateway_servers erp)" PORTAL "$(gateway_servers portal)" PAYMENT "127.0.0.1:$PORT_PAYMENT" \
        >"$GATEWAY/nginx.conf"
}

# A service's replicas take turns; between them stands what the configuration says of each server.
gateway_servers() { # SERVICE
    local replica servers=
    for ((replica = 1; replica <= REPLICAS; replica++)); do
        servers+="${servers:+ max_fails=0; server }127.0.0.1:$(replica_port "$1" "$replica")"
    done
    echo "$servers"
}

nginx_stop() {
    nginx_folders
    stop_process nginx "$GATEWAY/nginx.conf" 10
}
