# shellcheck shell=bash
# The addresses of a home, and HOME/env, which hands them to people and programs as shell lines KEY=VALUE.

readonly ADMINISTRATOR_LOGIN=administrator

gateway_url() { printf 'http://127.0.0.1:%s' "$PORT_GATEWAY"; }
# Within one machine nothing is won by TLS, which libpq would prefer unasked.
database_url() { # ROLE PASSWORD
    printf 'postgres://%s:%s@127.0.0.1:%s/qiao?sslmode=disable' "$1" "$2" "$PORT_POSTGRES"
}
amqp_url() { # USER PASSWORD
    printf 'amqp://%s:%s@127.0.0.1:%s/%%2F' "$1" "$2" "$PORT_AMQP"
}
tls_database_url() {
    printf 'postgres://qiao:%s@localhost:%s/qiao?sslmode=verify-full&sslrootcert=%s' \
        "$DATABASE_PASSWORD" "$PORT_POSTGRES" "$(in_query "$TLS/ca.crt")"
}
tls_amqp_url() {
    printf 'amqps://qiao:%s@localhost:%s/%%2F?cacertfile=%s' "$AMQP_PASSWORD" "$PORT_AMQPS" "$(in_query "$TLS/ca.crt")"
}
in_query() { printf %s "$1" | jq -sRr @uri; } # TEXT
broker_api_url() { printf 'http://qiao:%s@127.0.0.1:%s' "$AMQP_PASSWORD" "$PORT_BROKER_API"; }

# What operators and the qiao command line need. The owner's rights are behind these addresses, hence the mode.
write_env() {
    certificates_open
    (
        umask 077
        cat >"$QIAO_HOME/env.new" <<LINES
QIAO_URL=$(gateway_url)
QIAO_CRM_URL=http://127.0.0.1:$PORT_CRM
QIAO_DATABASE_URL=$(database_url qiao "$DATABASE_PASSWORD")
QIAO_AMQP_URL=$(amqp_url qiao "$AMQP_PASSWORD")
QIAO_RABBITMQ_API=$(broker_api_url)
QIAO_TLS_CA='$TLS/ca.crt'
QIAO_TLS_DATABASE_URL='$(tls_database_url)'
QIAO_TLS_AMQP_URL='$(tls_amqp_url)'
QIAO_ADMINISTRATOR_LOGIN=$ADMINISTRATOR_LOGIN
QIAO_ADMINISTRATOR_PASSWORD=$ADMINISTRATOR_PASSWORD
QIAO_DEMO_PASSWORD=$DEMO_PASSWORD
QIAO_ADMINISTRATOR_TOTP=$ADMINISTRATOR_TOTP
QIAO_DEMO_TOTP=$DEMO_TOTP
QIAO_SESSIONS='$QIAO_HOME/sessions'
QIAO_MESSAGES='$QIAO_HOME/messages'
LINES
        mv "$QIAO_HOME/env.new" "$QIAO_HOME/env"
    )
}
