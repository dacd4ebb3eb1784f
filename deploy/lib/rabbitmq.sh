# shellcheck shell=bash
# The private RabbitMQ node of a home: own name registry (epmd), own cookie, loopback only. NODE_NAME is another name for
# it, where several make a cluster.

readonly RABBITMQ_PROGRAMS=/usr/lib/rabbitmq/bin
readonly RABBITMQ_NODE=${NODE_NAME:-qiao}@localhost

rabbitmq_folders() { BROKER=$STORAGE/rabbitmq; }

rabbitmq_is_alive() { is_alive rabbitmq "-qiao $BROKER"; }

rabbitmq_start() {
    rabbitmq_folders
    if rabbitmq_is_alive && wait_until 60 rabbitmq rabbitmq_answers; then
        return 0
    fi
    step "RabbitMQ on port $PORT_AMQP"
    rabbitmq_configure
    rabbitmq_write_control
    is_alive epmd "-port $PORT_EPMD" ||
        rabbitmq_spawn epmd epmd -address 127.0.0.1 -port "$PORT_EPMD"
    rabbitmq_launch
    rabbitmq_mend
}

# A node that was stopped by hand may hold its ports a few seconds longer: it is tried again till then.
rabbitmq_launch() {
    local attempt
    for attempt in 1 2 3 4; do
        rabbitmq_spawn rabbitmq "$RABBITMQ_PROGRAMS/rabbitmq-server" -qiao "$BROKER"
        if wait_until 120 rabbitmq rabbitmq_answers; then
            return
        fi
        ! rabbitmq_is_alive || break
        sleep "$attempt"
    done
    show_log_end "$LOGS/rabbitmq.log"
    fail "RabbitMQ does not start"
}

# A quorum queue that was being declared when the node was killed may come back without a leader, and never elect one by
# itself (rabbitmq-server issue 10070): on a single node it can only be its own. Or it comes back as a name with nothing
# behind it, which refuses to be declared: the name is deleted.
rabbitmq_mend() {
    "$QIAO_HOME/bin/rabbitmqctl" -q eval '
        Queues = [{Q, S} || Q <- rabbit_amqqueue:list(), amqqueue:get_type(Q) =:= rabbit_quorum_queue,
            {S, _} <- [amqqueue:get_pid(Q)]],
        [ra:trigger_election({S, node()}) ||
            {_, S} <- Queues, whereis(S) =/= undefined, ra_leaderboard:lookup_leader(S) =:= undefined],
        HasFolder = fun(undefined) -> false;
            (Id) -> filelib:is_dir(ra_env:server_data_dir(quorum_queues, Id)) end,
        [rabbit_amqqueue:delete(Q, false, false, <<"deploy/up">>) ||
            {Q, S} <- Queues, whereis(S) =:= undefined, not HasFolder(ra_directory:uid_of(quorum_queues, S))],
        ok.' >/dev/null
}

rabbitmq_configure() {
    storage_folder rabbitmq "$BROKER"
    certificates_open
    certificates_install rabbitmq "$BROKER"
    (umask 077 && rabbitmq_definitions >"$BROKER/definitions.json")
    fill "$DEPLOY/rabbitmq/rabbitmq.conf" AMQP_PORT "$PORT_AMQP" AMQPS_PORT "$PORT_AMQPS" API_PORT "$PORT_BROKER_API" \
        FOLDER "$BROKER" >"$BROKER/rabbitmq.conf"
    echo '[rabbitmq_management].' >"$BROKER/enabled_plugins"
    : >"$BROKER/rabbitmq-env.conf"
    rm -f "$BROKER/.erlang.cookie"
    printf '%s' "$ERLANG_COOKIE" >"$BROKER/.erlang.cookie"
    chmod 400 "$BROKER/.erlang.cookie"
    ((EUID != 0)) || chown rabbitmq: "$BROKER"/{definitions.json,rabbitmq.conf,enabled_plugins,.erlang.cookie}
}

# The broker's users, with what each may declare, write and read: what its service owns, and the shared exchanges.
rabbitmq_definitions() {
    fill "$DEPLOY/rabbitmq/definitions.json" OPERATOR "$AMQP_PASSWORD" OA "$OA_AMQP_PASSWORD" CRM "$CRM_AMQP_PASSWORD" \
        ERP "$ERP_AMQP_PASSWORD" PORTAL "$PORTAL_AMQP_PASSWORD"
}

# The environment in which the node and its control commands run; nothing of it is read from /etc/rabbitmq.
rabbitmq_environment() {
    RABBITMQ_ENVIRONMENT=(
        "PATH=$PATH" "LANG=C.UTF-8" "HOME=$BROKER" "ERL_CRASH_DUMP_SECONDS=0" "RABBITMQ_LOG=-color"
        "ERL_EPMD_ADDRESS=127.0.0.1" "ERL_EPMD_PORT=$PORT_EPMD"
        "RABBITMQ_NODENAME=$RABBITMQ_NODE" "RABBITMQ_DIST_PORT=$PORT_DISTRIBUTION"
        "RABBITMQ_CONF_ENV_FILE=$BROKER/rabbitmq-env.conf" "RABBITMQ_CONFIG_FILE=$BROKER/rabbitmq.conf"
        "RABBITMQ_ENABLED_PLUGINS_FILE=$BROKER/enabled_plugins" "RABBITMQ_MNESIA_BASE=$BROKER/mnesia"
        "RABBITMQ_LOG_BASE=$BROKER/log" "RABBITMQ_GENERATED_CONFIG_DIR=$BROKER/generated"
        "RABBITMQ_FEATURE_FLAGS_FILE=$BROKER/feature_flags"
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1}"
    )
    RABBITMQ_ACCOUNT=()
    ((EUID != 0)) || RABBITMQ_ACCOUNT=(setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups)
}

# RUNNING_UNDER_SYSTEMD makes the start script become the node, so that the recorded pid is the node's. The node
# ignores the argument -qiao, by which it is recognised.
rabbitmq_spawn() { # NAME COMMAND...
    local name=$1
    shift
    rabbitmq_environment
    (cd / && spawn "$name" "${RABBITMQ_ACCOUNT[@]}" env -i "${RABBITMQ_ENVIRONMENT[@]}" RUNNING_UNDER_SYSTEMD=1 "$@")
}

# HOME/bin/rabbitmqctl: the broker's control command, bound to this node.
rabbitmq_write_control() {
    rabbitmq_environment
    {
        echo '#!/bin/sh'
        printf 'cd / && exec'
        printf ' %q' "${RABBITMQ_ACCOUNT[@]}" env -i "${RABBITMQ_ENVIRONMENT[@]}" "$RABBITMQ_PROGRAMS/rabbitmqctl"
        echo ' "$@"'
    } >"$QIAO_HOME/bin/rabbitmqctl"
    chmod 700 "$QIAO_HOME/bin/rabbitmqctl"
}

rabbitmq_answers() {
    port_is_taken "$PORT_AMQP" && curl -sf -m 5 -o /dev/null "$(broker_api_url)/api/overview"
}

rabbitmq_stop() {
    rabbitmq_folders
    stop_process rabbitmq "-qiao $BROKER" 60
    stop_process epmd "-port $PORT_EPMD" 5
}
