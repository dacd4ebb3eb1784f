# shellcheck shell=bash
# Some targets of the package and what they need, as a package of their own: for tools that build them in a way of
# their own, without the rest. The sources are the same.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

# Makes or renews the folder; MORE is added to the manifest.
part_of_the_package() { # DIR MORE TARGET...
    local folder=$1 more=$2 name
    shift 2
    mkdir -p "$folder"
    for name in Shared Tests docs deploy; do ln -sfn "$ROOT/$name" "$folder/$name"; done
    [[ ! -f $ROOT/Package.resolved ]] || cp "$ROOT/Package.resolved" "$folder/"
    {
        cat "$ROOT/Package.swift"
        printf '%s\n' "$more"
        cat <<'SWIFT'
/// Leaves only some targets and what they need.
@MainActor func keepOnly(_ wanted: Set<String>) {
    var kept: Set<String> = []
    var used: Set<String> = []
    var next = wanted
    while let name = next.popFirst() {
        kept.insert(name)
        for dependency in package.targets.first(where: { $0.name == name })?.dependencies ?? [] {
            switch dependency {
            case .targetItem(let name, _), .byNameItem(let name, _): if !kept.contains(name) { next.insert(name) }
            case .productItem(_, let package, _, _): if let package { used.insert(package) }
            @unknown default: break
            }
        }
    }
    package.targets.removeAll { !kept.contains($0.name) }
    package.products = []
    package.dependencies.removeAll { dependency in
        guard case .sourceControl(_, let location, _) = dependency.kind else { return false }
        return !used.contains { location.hasSuffix("/\($0)") }
    }
}
SWIFT
        printf 'keepOnly([%s])\n' "$(printf '"%s", ' "$@")"
    } >"$folder/Package.swift.new"
    # A manifest that is the same keeps its time, so that nothing is built anew.
    if cmp -s "$folder/Package.swift.new" "$folder/Package.swift"; then
        rm "$folder/Package.swift.new"
    else
        mv "$folder/Package.swift.new" "$folder/Package.swift"
    fi
}
