# shellcheck shell=bash
# Everything the commands of this folder are made of. Each file below is one concern and only defines functions.

ROOT=$(cd "$DEPLOY/.." && pwd -P)
readonly ROOT

for part in report home processes ports secrets certificates addresses packages postgres rabbitmq nginx services build story; do
    # shellcheck source=/dev/null
    source "$DEPLOY/lib/$part.sh"
done
