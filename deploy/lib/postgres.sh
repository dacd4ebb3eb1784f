# shellcheck shell=bash
# The private PostgreSQL node of a home: one database `qiao`, a role and a schema per service.

postgres_programs() {
    local folders=(/usr/lib/postgresql/*/bin)
    POSTGRES_PROGRAMS=${folders[-1]}
    POSTGRES_DATA=$STORAGE/postgres
}

postgres_is_alive() { is_alive postgres "$POSTGRES_DATA"; }

postgres_start() {
    postgres_programs
    if postgres_is_alive && wait_until 60 postgres postgres_answers; then
        return 0
    fi
    step "PostgreSQL on port $PORT_POSTGRES"
    [[ -s $POSTGRES_DATA/PG_VERSION ]] || postgres_create
    postgres_configure
    postgres_launch
    postgres_set_roles
}

postgres_create() {
    local password_file
    storage_folder postgres "$POSTGRES_DATA"
    password_file=$(mktemp)
    printf '%s' "$DATABASE_PASSWORD" >"$password_file"
    ((EUID != 0)) || chown postgres: "$password_file"
    (cd / && as_user postgres "$POSTGRES_PROGRAMS/initdb" --pgdata="$POSTGRES_DATA" --username=qiao \
        --pwfile="$password_file" --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --data-checksums) \
        >>"$LOGS/postgres.log" 2>&1 || {
        show_log_end "$LOGS/postgres.log"
        fail "initdb failed"
    }
    rm -f "$password_file"
    echo "include = 'qiao.conf'" >>"$POSTGRES_DATA/postgresql.conf"
}

postgres_configure() {
    certificates_open
    certificates_install postgres "$POSTGRES_DATA"
    {
        fill "$DEPLOY/postgres/node.conf" PORT "$PORT_POSTGRES"
        echo
        cat "$DEPLOY/postgres/postgresql.conf"
    } >"$POSTGRES_DATA/qiao.conf"
}

# After a crash the killed postmaster's children may hold its memory a moment longer: it is tried again till then.
postgres_launch() {
    local attempt
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
        postgres_spawn
        if wait_until 120 postgres postgres_answers; then
            return
        fi
        postgres_is_alive && break
        sleep "0.$attempt"
    done
    show_log_end "$LOGS/postgres.log"
    fail "PostgreSQL does not start"
}

postgres_spawn() {
    if ((EUID == 0)); then
        (cd / && spawn postgres setpriv --reuid=postgres --regid=postgres --init-groups \
            "$POSTGRES_PROGRAMS/postgres" -D "$POSTGRES_DATA")
    else
        spawn postgres "$POSTGRES_PROGRAMS/postgres" -D "$POSTGRES_DATA"
    fi
}

postgres_answers() { "$POSTGRES_PROGRAMS/pg_isready" -q -h 127.0.0.1 -p "$PORT_POSTGRES"; }

# Runs psql as the owner of everything; passwords go by environment and input, never by arguments.
postgres_psql() {
    PGPASSWORD=$DATABASE_PASSWORD "$POSTGRES_PROGRAMS/psql" -X -q -v ON_ERROR_STOP=1 \
        -h 127.0.0.1 -p "$PORT_POSTGRES" -U qiao "$@"
}

postgres_set_roles() {
    postgres_psql -d postgres -Atc "SELECT 1 FROM pg_database WHERE datname = 'qiao'" | grep -q 1 ||
        postgres_psql -d postgres -c 'CREATE DATABASE qiao'
    {
        local service
        for service in "${SERVICES[@]}"; do
            printf "\\\\set %s_password '%s'\n" "$service" "$(secret_of "$service" DATABASE_PASSWORD)"
        done
        cat "$DEPLOY/postgres/roles.sql"
    } | postgres_psql -d qiao >>"$LOGS/postgres.log"
}

# INT asks for a fast shutdown: sessions are ended, the last checkpoint is written.
postgres_stop() {
    postgres_programs
    # It writes out what it holds; to be killed then would only move that to its next start.
    stop_process postgres "$POSTGRES_DATA" 300 INT
}
