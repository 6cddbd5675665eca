#!/bin/sh
# Runs Mosquitto and lets it read its accounts again when they change: broker.sh FOLDER ENROLLED CONFIG OWNER
#
# FOLDER/accounts holds the gateway's account and those made by hand, ENROLLED those of phones, which the gateway writes.
# Both together are FOLDER/passwords, owned by OWNER, as whom the broker runs.
set -eu
folder=$1 enrolled=$2 config=$3 owner=$4
main=$$

combine() {
    (umask 077 && { cat "$folder/accounts" && { [ ! -f "$enrolled" ] || cat "$enrolled"; }; } > "$folder/passwords.new")
    [ "$(id -u)" -ne 0 ] || chown "$owner" "$folder/passwords.new"
    mv -f "$folder/passwords.new" "$folder/passwords"
}

sums() {
    cksum "$folder/accounts" "$enrolled" 2>/dev/null || true
}

combine
(
    known=$(sums)
    while sleep 1 && kill -0 "$main" 2>/dev/null; do
        now=$(sums)
        if [ "$now" != "$known" ] && combine; then
            known=$now
            kill -HUP "$main"
        fi
    done
) &
exec mosquitto -c "$config"
