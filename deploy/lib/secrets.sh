# shellcheck shell=bash
# Secrets of a home: random, made once, kept across runs in HOME/secrets, which only its owner reads.

readonly SECRET_NAMES=(
    DATABASE_PASSWORD OA_DATABASE_PASSWORD CRM_DATABASE_PASSWORD ERP_DATABASE_PASSWORD PORTAL_DATABASE_PASSWORD
    AMQP_PASSWORD OA_AMQP_PASSWORD CRM_AMQP_PASSWORD ERP_AMQP_PASSWORD PORTAL_AMQP_PASSWORD
    ERLANG_COOKIE ADMINISTRATOR_PASSWORD DEMO_PASSWORD PAYMENT_SECRET ADMINISTRATOR_TOTP DEMO_TOTP SECRET_KEYS
)

secrets_open() {
    local file=$QIAO_HOME/secrets name
    (umask 077 && touch "$file")
    # shellcheck source=/dev/null
    source "$file"
    for name in "${SECRET_NAMES[@]}"; do
        [[ -z ${!name:-} ]] || continue
        case $name in
            *_TOTP) printf -v "$name" '%s' "$(random_base32)" ;;
            *_KEYS) printf -v "$name" '%s' "$(random_key)" ;;
            *) printf -v "$name" '%s' "$(random_secret)" ;;
        esac
        printf '%s=%s\n' "$name" "${!name}" >>"$file"
    done
}

# 160 bits, as an authenticator app takes them.
random_base32() { head -c 20 /dev/urandom | base32; }

# A key of AES-256.
random_key() { head -c 32 /dev/urandom | base64; }

random_secret() { head -c 18 /dev/urandom | base64 | tr '+/' 'ab'; }

# The secret whose name is made of a service and a kind: `secret_of crm DATABASE_PASSWORD`.
secret_of() {
    local name=${1^^}_$2
    printf '%s' "${!name}"
}
