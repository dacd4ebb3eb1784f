# shellcheck shell=bash
# Secrets of a home: random, made once, kept across runs in HOME/secrets, which only its owner reads.

readonly SECRET_NAMES=(
    DATABASE_PASSWORD OA_DATABASE_PASSWORD CRM_DATABASE_PASSWORD ERP_DATABASE_PASSWORD PORTAL_DATABASE_PASSWORD
    AMQP_PASSWORD OA_AMQP_PASSWORD CRM_AMQP_PASSWORD ERP_AMQP_PASSWORD PORTAL_AMQP_PASSWORD
    ERLANG_COOKIE ADMINISTRATOR_PASSWORD DEMO_PASSWORD PAYMENT_SECRET
)

secrets_open() {
    local file=$QIAO_HOME/secrets name
    (umask 077 && touch "$file")
    # shellcheck source=/dev/null
    source "$file"
    for name in "${SECRET_NAMES[@]}"; do
        [[ -z ${!name:-} ]] || continue
        printf -v "$name" '%s' "$(random_secret)"
        printf '%s=%s\n' "$name" "${!name}" >>"$file"
    done
}

random_secret() { head -c 18 /dev/urandom | base64 | tr '+/' 'ab'; }

# The secret whose name is made of a service and a kind: `secret_of crm DATABASE_PASSWORD`.
secret_of() {
    local name=${1^^}_$2
    printf '%s' "${!name}"
}
