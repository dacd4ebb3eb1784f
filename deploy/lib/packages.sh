# shellcheck shell=bash
# What the system needs of the operating system: looked for, installed with apt where that is allowed, else named.

# One line per need: a file (or pattern of files) whose presence shows it, and the Debian package that brings it.
readonly NEEDED_PACKAGES='
/usr/lib/postgresql/*/bin/initdb          postgresql
/usr/lib/rabbitmq/bin/rabbitmq-server     rabbitmq-server
/usr/bin/epmd                             erlang-base
/usr/sbin/nginx                           nginx
/usr/include/postgresql/libpq-fe.h        libpq-dev
/usr/include/amqp.h                       librabbitmq-dev
/usr/include/gd.h                         libgd-dev
/usr/include/sodium.h                     libsodium-dev
/usr/include/zlib.h                       zlib1g-dev
/usr/share/javascript/bootstrap5          libjs-bootstrap5
/usr/share/javascript/chart.js            libjs-chart.js
/usr/bin/openssl                          openssl
/usr/bin/curl                             curl
/usr/bin/jq                               jq
/usr/bin/python3                          python3
'

packages_ensure() { # [MORE_NEEDS]
    local missing
    mapfile -t missing < <(packages_missing "$NEEDED_PACKAGES${1:-}")
    ((${#missing[@]})) || return 0
    if ((EUID == 0)); then
        packages_install env "${missing[@]}"
    elif sudo -n true 2>/dev/null; then
        packages_install sudo "${missing[@]}"
    else
        complain "these Debian packages are missing and may not be installed by this account; run as root:"
        fail "  apt-get install ${missing[*]}"
    fi
}

packages_missing() { # NEEDS
    local pattern package
    while read -r pattern package; do
        [[ -z $pattern ]] || compgen -G "$pattern" >/dev/null || echo "$package"
    done <<<"$1"
}

# Debian starts what it installs; ours run as private nodes, so it is told not to, and to make no database cluster.
packages_install() { # PREFIX PACKAGE...
    local as_root=$1 policy=/usr/sbin/policy-rc.d clusters=/etc/postgresql-common/createcluster.d/qiao.conf made_policy=
    shift
    step "installing $*"
    if [[ ! -e $policy ]]; then
        made_policy=yes
        printf '#!/bin/sh\nexit 101\n' | "$as_root" tee "$policy" >/dev/null
        "$as_root" chmod 755 "$policy"
    fi
    "$as_root" mkdir -p "${clusters%/*}"
    echo 'create_main_cluster = false' | "$as_root" tee "$clusters" >/dev/null
    local result=0
    {
        "$as_root" apt-get update -qq &&
            "$as_root" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    } || result=$?
    [[ -z $made_policy ]] || "$as_root" rm -f "$policy"
    "$as_root" rm -f "$clusters"
    packages_disable "$as_root" "$@"
    ((result == 0)) || fail "apt-get could not install $*"
}

# Nor shall they start at the next boot of the machine.
packages_disable() { # PREFIX PACKAGE...
    local as_root=$1 package
    shift
    command -v systemctl >/dev/null || return 0
    for package in "$@"; do
        case $package in
            postgresql | rabbitmq-server | nginx) "$as_root" systemctl disable "$package" >/dev/null 2>&1 || true ;;
        esac
    done
}
