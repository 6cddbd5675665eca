#!/usr/bin/env bash
# Install Debian packages without starting or changing a system service. Runs as root: install_packages.sh PACKAGE...
set -euo pipefail

export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 LC_ALL=C.UTF-8
policy=/usr/sbin/policy-rc.d
clusters=/etc/postgresql-common/createcluster.conf
made_policy=no saved_clusters=

restore() {
  [ "$made_policy" = no ] || rm -f "$policy"
  [ -z "$saved_clusters" ] || { cat "$saved_clusters" >"$clusters"; rm -f "$saved_clusters"; }
}
trap restore EXIT

run_quietly() {
  local log
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1; then
    grep -E '^(E|Err):|No space left' "$log" | tail -n 5 >&2 || tail -n 5 "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

install() { run_quietly apt-get install -y --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@"; }

if [ ! -e "$policy" ]; then
  # Invoke-rc.d asks this file; 101 forbids the packages to start anything.
  made_policy=yes
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi

run_quietly apt-get update -o DPkg::Lock::Timeout=300

case " $* " in
  *" postgresql-"*)
    # The server's package would make and start a cluster of its own; this file of postgresql-common tells it not to.
    install postgresql-common
    saved_clusters=$(mktemp)
    cat "$clusters" >"$saved_clusters"
    printf '\ncreate_main_cluster = false\n' >>"$clusters"
    ;;
esac

install "$@"

case " $* " in
  # Its package also asks for a broker at every start of the machine, which would take the port of Pantau's own.
  *" mosquitto "*) systemctl disable mosquitto.service >/dev/null 2>&1 || true ;;
esac
