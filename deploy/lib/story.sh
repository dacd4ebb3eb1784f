# shellcheck shell=bash
# The story, played once per home; and what a person needs to go on by themselves.

# Runs the operators' command line with the addresses of this home.
qiao() {
    (
        set -a
        # shellcheck source=/dev/null
        source "$QIAO_HOME/env"
        exec "$BIN/qiao" "$@"
    )
}

story_play() {
    [[ -x $BIN/qiao && ! -f $QIAO_HOME/story-played ]] || return 0
    step "the story, once through"
    local pace=()
    [[ ! -t 1 ]] || pace=(--pause)
    qiao story "${pace[@]}" || fail "the story broke off; the services go on running, their logs are in $LOGS"
    touch "$QIAO_HOME/story-played"
}

print_addresses() {
    cat <<LINES

Qiao is at     $(gateway_url)
  workbench    $(gateway_url)/workbench
  shop         $(gateway_url)/shop
Administrator  $ADMINISTRATOR_LOGIN / $ADMINISTRATOR_PASSWORD
The cast       password of every person of the story: $DEMO_PASSWORD
Codes          secrets of the authenticator apps: administrator $ADMINISTRATOR_TOTP, cast $DEMO_TOTP
RabbitMQ       http://127.0.0.1:$PORT_BROKER_API   qiao / $AMQP_PASSWORD
PostgreSQL     psql "$(database_url qiao "$DATABASE_PASSWORD")"
Logs           $LOGS
All of this    $QIAO_HOME/env
Command line   set -a; . $QIAO_HOME/env; $BIN/qiao --help
Stop           deploy/down
LINES
}
