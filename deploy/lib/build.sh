# shellcheck shell=bash
# The executables of a home: built when the sources are newer, and put beside what they load at run time.

readonly EXECUTABLES=(oa-service crm-service erp-service portal-service picture-encoder payment-stand-in qiao)
# With Swift's libraries within: calls into them are a tenth of a page's time dearer from outside.
readonly RELEASE=(-c release --static-swift-stdlib)
readonly SOURCES=(Package.swift Package.resolved Services Shared Tests/PaymentStandIn)

build_ensure() {
    if build_is_fresh; then
        return 0
    fi
    command -v swift >/dev/null || fail "Swift 6.2 or later is needed: https://www.swift.org/install/linux (swiftly)"
    step "building in release mode (the first time: half an hour of processor time, a quarter of an hour on two cores)"
    touch "$QIAO_HOME/build-begun"
    (cd "$ROOT" && swift build "${RELEASE[@]}") || fail "the build failed"
    build_install "$(cd "$ROOT" && swift build "${RELEASE[@]}" --show-bin-path)"
    mv "$QIAO_HOME/build-begun" "$QIAO_HOME/built"
}

# Folders are compared too: their time tells of files removed.
build_is_fresh() {
    local source
    [[ -f $QIAO_HOME/built && -x $QIAO_HOME/bin/qiao ]] || return 1
    for source in "${SOURCES[@]}"; do
        [[ ! -e $ROOT/$source ]] || [[ -z $(find "$ROOT/$source" -newer "$QIAO_HOME/built" -print -quit) ]] || return 1
    done
}

# A running executable is replaced by renaming, so that it keeps the file it has until it is restarted.
build_install() { # FOLDER
    local name folder
    for folder in "$1"/*.resources; do
        rm -rf "${QIAO_HOME:?}/bin/${folder##*/}"
        cp -r "$folder" "$QIAO_HOME/bin/"
    done
    for name in "${EXECUTABLES[@]}"; do
        if [[ -x $1/$name ]] && ! cmp -s "$1/$name" "$QIAO_HOME/bin/$name"; then
            cp "$1/$name" "$QIAO_HOME/bin/$name.new"
            mv "$QIAO_HOME/bin/$name.new" "$QIAO_HOME/bin/$name"
        fi
    done
}
