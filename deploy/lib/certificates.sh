# shellcheck shell=bash
# The certificates of a home's nodes, made once: so that a connection with TLS is tested as it is used.
#
# In HOME/tls: ca.crt is whom to trust; server.crt, of the nodes, is good for the name localhost only; client.crt is for
# whoever the broker should know by certificate; stranger.crt was signed by nobody we trust. The authority's key is
# deleted at once, so that nobody can sign anything else in its name.

certificates_open() {
    TLS=$QIAO_HOME/tls
    [[ ! -f $TLS/complete ]] || return 0
    rm -rf "$TLS"
    mkdir -p "$TLS"
    {
        certificate ca 'Authority of one Qiao home' authority &&
            certificate server localhost server -CA "$TLS/ca.crt" -CAkey "$TLS/ca.key" &&
            certificate client qiao client -CA "$TLS/ca.crt" -CAkey "$TLS/ca.key" &&
            certificate stranger 'Authority of somebody else' authority
    } >>"$LOGS/tls.log" 2>&1 || {
        show_log_end "$LOGS/tls.log"
        fail "openssl could not make the nodes' certificates"
    }
    rm -f "$TLS/ca.key"
    touch "$TLS/complete"
}

certificate() { # FILE NAME KIND [SIGNED_BY...]
    local file=$1 name=$2 kind=$3
    shift 3
    QIAO_COMMON_NAME=$name openssl req -x509 -config "$DEPLOY/tls/openssl.conf" -extensions "$kind" -days 3650 \
        -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$TLS/$file.key" -out "$TLS/$file.crt" "$@"
}

# Gives a node its own copy, which only its account reads.
certificates_install() { # ACCOUNT DIR
    install -m 600 "$TLS"/{ca,server}.crt "$TLS/server.key" "$2/"
    ((EUID != 0)) || chown "$1:" "$2"/{ca,server}.crt "$2/server.key"
}
