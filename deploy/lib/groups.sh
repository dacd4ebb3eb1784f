# shellcheck shell=bash
# The groups of checks that deploy/test runs. Each is a function `group_<name>` that fails by returning non-zero;
# what it prints goes to the group's log. A group whose subject does not exist is left out (`has_<name>`).

readonly GROUPS_IN_ORDER=(format scripts build unit faults ready roles story verify doubt poison again kill replicas outage browser contract)

STORIES=${STORIES:-20}
CONCURRENCY=${CONCURRENCY:-4}

group_format() {
    cd "$ROOT" && swift format lint --strict --recursive --configuration .swift-format Package.swift Services Shared Tests
}

has_scripts() { command -v shellcheck >/dev/null; }
group_scripts() {
    cd "$DEPLOY" && shellcheck up down test nodes lib/*.sh ./*/container-*.sh ../.ci/run \
        ../Tests/sanitize ../Tests/FaultTests/cluster ../Tests/FaultTests/containers ../Tests/Fuzz/run \
        ../Tests/part-of-the-package.sh ../Tests/HTTPContract/run ../Tests/Grown/run
}

group_build() {
    cd "$ROOT" && swift build --build-tests -c "$MODE" ${TESTABLE:+-Xswiftc -enable-testing}
}

# Counts its cases itself: the last line says how many passed and failed.
group_unit() {
    # shellcheck source=/dev/null
    source "$QIAO_HOME/env"
    local report=$QIAO_HOME/unit.xml result=0
    rm -f "$QIAO_HOME"/unit*.xml
    openid_provider_ensure || return
    cd "$ROOT" || return
    QIAO_TEST_DATABASE_URL=$QIAO_DATABASE_URL QIAO_TEST_AMQP_URL=$QIAO_AMQP_URL \
        QIAO_TEST_RABBITMQ_API=$QIAO_RABBITMQ_API QIAO_TEST_RABBITMQCTL=$QIAO_HOME/bin/rabbitmqctl \
        QIAO_TEST_TLS_DATABASE_URL=$QIAO_TLS_DATABASE_URL QIAO_TEST_TLS_AMQP_URL=$QIAO_TLS_AMQP_URL \
        QIAO_TEST_TLS_CA=$QIAO_TLS_CA \
        SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=8 swift test --skip-build -c "$MODE" ${TESTABLE:+-Xswiftc -enable-testing} --xunit-output "$report" || result=$?
    cases_of "$QIAO_HOME/unit-swift-testing.xml"
    return "$result"
}

# A real OpenID provider for the tests of signing in at one, where they look for it.
openid_provider_ensure() {
    packages_ensure '
/usr/lib/python3*/ensurepip                     python3-venv'
    local environment=${XDG_CACHE_HOME:-$HOME/.cache}/qiao-openid-tests
    [[ -x $environment/bin/python ]] || python3 -m venv "$environment" || return
    "$environment/bin/python" -W ignore -c 'import oidc_provider_mock' 2>/dev/null ||
        "$environment/bin/pip" install --quiet 'oidc-provider-mock>=0.3.4,<0.4'
}

# The event core under the faults of Tests/FaultTests, each a few times, on nodes that nobody else uses yet; every fault
# is a case. The long form is the same command with --long.
group_faults() {
    local result=0
    "$ROOT/Tests/FaultTests/run" --home "$QIAO_HOME" --ledger "$BIN/ledger" --parallel 3 --duration 480 \
        --folder "$QIAO_HOME/faults" --cases "$QIAO_HOME/cases" || result=$?
    ((result != 0)) || rm -rf "$QIAO_HOME/faults"
    return "$result"
}

# Adds a report's cases to the totals, through a file: groups run in subshells.
cases_of() { # XUNIT_FILE
    python3 - "$1" >"$QIAO_HOME/cases" <<'PY'
import sys, xml.etree.ElementTree as tree
suites = list(tree.parse(sys.argv[1]).getroot().iter("testsuite"))
count = lambda name: sum(int(suite.get(name, 0)) for suite in suites)
print(count("tests") - count("failures") - count("errors"), count("failures") + count("errors"))
PY
}

# The whole system from the executables just built, with this home's nodes.
system_up() { # [OPTION...]
    QIAO_HOME=$QIAO_HOME QIAO_BIN=$BIN "$DEPLOY/up" --detach --no-build "$@"
}

has_ready() { [[ -d $ROOT/Services/portal-service/App ]]; }
group_ready() {
    system_up || return
    local service
    for service in "${SERVICES[@]}"; do
        [[ -x $BIN/$service-service ]] || { echo "$service-service was not built" && return 1; }
    done
}

# One service's role must not read another's schema, nor make anything outside its own.
group_roles() {
    local own other
    postgres_programs
    for own in "${SERVICES[@]}"; do
        for other in "${SERVICES[@]}" public; do
            if [[ $own == "$other" ]]; then
                as_service "$own" "CREATE TABLE $own.roles_check (); DROP TABLE $own.roles_check" || return 1
            else
                ! as_service "$own" "CREATE TABLE $other.roles_check ()" || return 1
                ! as_service "$own" "SELECT has_schema_privilege('$other', 'USAGE')" | grep -q t || return 1
            fi
        done
    done
}

as_service() { # SERVICE SQL
    PGPASSWORD=$(secret_of "$1" DATABASE_PASSWORD) "$POSTGRES_PROGRAMS/psql" -X -q -At -v ON_ERROR_STOP=1 \
        -h 127.0.0.1 -p "$PORT_POSTGRES" -U "$1" -d qiao -c "$2"
}

# Plays stories and wants every chain completed, and not a row more or less than so many chains make.
stories_complete() { # COUNT
    local rows trips orders payments web wanted
    rows=$(story_rows) || return
    read -r trips orders payments web <<<"$rows"
    wanted="$((trips + ($1 + 1) / 2)) $((orders + $1)) $((payments + $1)) $((web + $1 / 2))"
    qiao story --count "$1" --concurrency "$CONCURRENCY" --json >"$QIAO_HOME/story.json" || return
    tail -n 1 "$QIAO_HOME/story.json"
    jq -es --argjson count "$1" 'last | .completed == $count and .failed == 0' "$QIAO_HOME/story.json" || return
    rows=$(story_rows) || return
    [[ $rows == "$wanted" ]] || { echo "trips, orders, payments, web orders: $rows, wanted: $wanted" && return 1; }
}

# Trips, sales orders, payments and web orders, counted in the database.
story_rows() {
    (
        # shellcheck source=/dev/null
        source "$QIAO_HOME/env"
        postgres_programs
        "$POSTGRES_PROGRAMS/psql" -X -q -At -F ' ' -v ON_ERROR_STOP=1 "$QIAO_DATABASE_URL" -c '
            SELECT (SELECT count(*) FROM oa.trip), (SELECT count(*) FROM erp.sales_order),
                (SELECT count(*) FROM erp.payment), (SELECT count(*) FROM portal.web_order)'
    )
}

group_story() { stories_complete "$STORIES"; }

group_verify() { qiao verify; }

# Every comparison of `qiao verify` is seen failing: damage is done to the database and undone.
group_doubt() {
    (
        set -a
        # shellcheck source=/dev/null
        source "$QIAO_HOME/env"
        postgres_programs
        PATH=$BIN:$POSTGRES_PROGRAMS:$PATH exec "$ROOT/Tests/FaultTests/doubt.sh"
    )
}

# What strangers publish is parked with its cause, in every service, and the stories hardly notice.
group_poison() {
    local before wanted
    before=$(story_slowness)
    wanted=$(($(parked_messages) + 3 * ${#SERVICES[@]}))
    (
        set -a
        # shellcheck source=/dev/null
        source "$QIAO_HOME/env"
        python3 "$ROOT/Tests/FaultTests/poison.py"
    ) || return
    stories_complete "$STORIES" || return
    local deadline=$((SECONDS + 60))
    until (($(parked_messages) == wanted)); do
        ((SECONDS < deadline)) || { echo "parked: $(parked_messages), wanted: $wanted" && return 1; }
        sleep 0.5
    done
    echo "the steps' p99 together: before $before ms, with poison $(story_slowness) ms"
    (($(story_slowness) <= 2 * before)) && qiao verify
}

parked_messages() {
    qiao queues --json | jq '[.[].kept[] | select(.state == "parked") | .count] | add // 0'
}

# The 99th percentiles of the last stories' steps, added up; plays some when none were played yet.
story_slowness() {
    [[ -s $QIAO_HOME/story.json ]] || stories_complete "$STORIES" >&2 || return
    tail -n 1 "$QIAO_HOME/story.json" | jq '[.steps[].p99Milliseconds] | add | ceil'
}

# A second deploy/up finds everything running and is quick about it.
group_again() {
    local begun=$SECONDS
    system_up && ((SECONDS - begun < 15))
}

# In the middle of stories a process dies; deploy/up brings it back (or another way is found); every story completes
# and the figures agree.
survives_kill() { # NAME [COMMAND THAT REVIVES]
    local stories pid before
    echo "--- $1 is killed in mid-story"
    before=$(events_published)
    stories_complete "$STORIES" &
    stories=$!
    until (($(events_published) > before + 20)); do
        kill -0 "$stories" 2>/dev/null || break
        sleep 0.2
    done
    pid=$(recorded_pid "$1")
    kill -s KILL "$pid"
    until is_gone "$pid"; do sleep 0.1; done
    "${2:-system_up}" || return
    wait "$stories" || return
    qiao verify
}

# How far the stories are: counted in the access log, which outlives every node.
events_published() { grep -c ' POST ' "$LOGS/access.log" || true; }

group_kill() {
    local service
    for service in "${SERVICES[@]}"; do
        survives_kill "$service-service" || return
    done
}

# Of two replicas one dies and is not brought back: the other takes over what it held.
group_replicas() {
    local result=0
    system_up --replicas 2 || return
    survives_kill erp-service true && survives_kill crm-service.2 true || result=1
    system_up --replicas 1 && return "$result"
}

group_outage() {
    survives_kill rabbitmq && survives_kill postgres
}

has_browser() { [[ -f $ROOT/Tests/BrowserTests/run.py ]]; }
group_browser() {
    packages_ensure '
/usr/bin/chromium                               chromium
/usr/share/fonts/opentype/noto/NotoSansCJK*     fonts-noto-cjk
/usr/lib/python3*/ensurepip                     python3-venv'
    local environment=${XDG_CACHE_HOME:-$HOME/.cache}/qiao-browser-tests
    [[ -x $environment/bin/python ]] || python3 -m venv "$environment" || return
    "$environment/bin/python" -c 'import playwright, axe_playwright_python' 2>/dev/null ||
        "$environment/bin/pip" install --quiet playwright axe-playwright-python || return
    # The people and products that the pages show come from the stories.
    [[ -s $QIAO_HOME/story.json ]] || stories_complete 2 || return
    local result=0
    (
        set -a
        # shellcheck source=/dev/null
        source "$QIAO_HOME/env"
        exec "$environment/bin/python" "$ROOT/Tests/BrowserTests/run.py"
    ) >"$QIAO_HOME/browser" || result=$?
    cat "$QIAO_HOME/browser"
    sed -n '$s/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$QIAO_HOME/browser" >"$QIAO_HOME/cases"
    return "$result"
}

# The four API documents are what is served, tried as several people: every run of schemathesis is a case. It comes last,
# for it changes what it finds. The long form is the same command with --long.
group_contract() {
    packages_ensure '
/usr/lib/python3*/ensurepip                     python3-venv'
    [[ -s $QIAO_HOME/story.json ]] || stories_complete 2 || return
    QIAO_BIN=$BIN "$ROOT/Tests/HTTPContract/run" --home "$QIAO_HOME" --cases "$QIAO_HOME/cases"
}
