# Sourced by ./run, ./test and ./bench: brings a bare machine to the point where Python can take over.
# Sets PANTAU_PYTHON, or ends with one sentence on standard error.

OS_RELEASE=${OS_RELEASE:-/etc/os-release}

say() { printf '%s\n' "$*" >&2; }
give_up() { say "$*"; exit 1; }

postgres_release() {
  local id version
  [ -r "$OS_RELEASE" ] || give_up "This system says nothing about itself in /etc/os-release; Pantau's setup knows Debian 12 and 13, Ubuntu 22.04 and 24.04."
  id=$(. "$OS_RELEASE" && printf '%s' "${ID:-}")
  version=$(. "$OS_RELEASE" && printf '%s' "${VERSION_ID:-}")
  case "$id-$version" in
    debian-12) printf 15 ;;
    debian-13) printf 17 ;;
    ubuntu-22.04) printf 14 ;;
    ubuntu-24.04) printf 16 ;;
    *) give_up "Pantau's setup knows Debian 12 and 13, Ubuntu 22.04 and 24.04, and this is ${id:-an unknown system} ${version}." ;;
  esac
}

# Prints the first Python of at least 3.11 that can make virtual environments.
find_python() {
  local name
  for name in python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
    command -v "$name" >/dev/null 2>&1 || continue
    if "$name" -c 'import sys, ensurepip, venv, ssl; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      command -v "$name"
      return
    fi
  done
}

require_space() { # FOLDER MEGABYTES WHAT
  local free
  free=$(df -Pk "$1" | awk 'NR == 2 { print int($4 / 1024) }')
  [ "$free" -ge "$2" ] || give_up "The disk of $1 is full: $free MB are free, and $3 needs about $2 MB."
}

require_writable() {
  [ -w "$1" ] || give_up "The folder $1 cannot be written to by $(id -un); run as its owner, or use a checkout of your own."
  local owned
  for owned in "$1/.local" "$1/.venv"; do
    [ ! -e "$owned" ] || [ "$(id -u)" = 0 ] || [ -O "$owned" ] ||
      give_up "The folder $owned was made by another user ($(stat -c %U "$owned")); run as that user, or let that user remove it."
  done
}

has_browser() {
  local name file
  for name in chromium google-chrome google-chrome-stable chrome chromium-browser; do
    file=$(readlink -f "$(command -v "$name" || true)")
    # Ubuntu's chromium is a snap, which no test can drive from outside its own folders.
    case "$file" in "" | */snap | */snap/*) ;; *) [ "$name" = chromium-browser ] && grep -qs snap "$file" || return 0 ;; esac
  done
  return 1
}

# One "package: reason" a line for everything that is not there yet.
missing_packages() { # PURPOSE
  local release id
  release=$(postgres_release)
  id=$(. "$OS_RELEASE" && printf '%s' "$ID-$VERSION_ID")
  if [ -z "$(find_python)" ]; then
    if [ "$id" = ubuntu-22.04 ]; then
      printf '%s\n' "python3.11: the language Pantau is written in" "python3.11-venv: keeps its libraries apart from the system's"
    else
      printf '%s\n' "python3: the language Pantau is written in" "python3-venv: keeps its libraries apart from the system's"
    fi
  fi
  ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 && ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 ||
    printf '%s\n' "postgresql-$release: the database" "postgresql-$release-postgis-3: maps in the database, with GDAL and PROJ"
  [ -x /usr/bin/redis-check-rdb ] || command -v redis-server >/dev/null || printf '%s\n' "redis-tools: carries live messages between processes"
  [ -x /usr/sbin/mosquitto ] || command -v mosquitto >/dev/null || printf '%s\n' "mosquitto: takes what phones send over MQTT"
  command -v msgfmt >/dev/null || printf '%s\n' "gettext: compiles the Indonesian texts"
  [ -e /etc/ssl/certs/ca-certificates.crt ] || printf '%s\n' "ca-certificates: trust for the package registries"
  if [ "$1" = test ]; then
    command -v mosquitto_pub >/dev/null || printf '%s\n' "mosquitto-clients: a real phone of the tests"
    command -v curl >/dev/null || printf '%s\n' "curl: another one"
    command -v openssl >/dev/null || printf '%s\n' "openssl: certificates for the tests"
  fi
  if [ "$1" = test ] && ! has_browser; then
    case "$id" in
      debian-*) printf '%s\n' "chromium: the browser of the tests" "fonts-dejavu-core: letters for that browser" ;;
    esac
  fi
}

install_missing_packages() { # PURPOSE
  local missing packages began
  missing=$(missing_packages "$1") || exit 1
  PANTAU_PACKAGES_S=0
  export PANTAU_PACKAGES_S
  [ -n "$missing" ] || return 0
  packages=$(printf '%s\n' "$missing" | cut -d: -f1 | tr '\n' ' ')
  say "These system packages are missing and will be installed:"
  printf '%s\n' "$missing" | sed 's/^/  /' >&2
  require_space /usr 1500 "installing them"
  began=$(date +%s)
  if [ "$(id -u)" = 0 ]; then
    bash ops/install_packages.sh $packages >&2
  elif command -v sudo >/dev/null; then
    say "Installing needs sudo; it may ask for your password."
    sudo bash ops/install_packages.sh $packages >&2
  else
    give_up "Installing needs root, and there is no sudo: ask an administrator for: apt-get install --no-install-recommends $packages"
  fi || give_up "The packages could not be installed (see above)."
  PANTAU_PACKAGES_S=$(($(date +%s) - began))
  say "  system packages ... $PANTAU_PACKAGES_S s"
}

bootstrap() { # PURPOSE
  postgres_release >/dev/null
  require_writable "$PWD"
  if [ -x .venv/bin/python ]; then
    require_space "$PWD" 300 "starting"
  else
    require_space "$PWD" 2048 "the setup"
  fi
  install_missing_packages "$1"
  PANTAU_PYTHON=$(find_python)
  [ -n "$PANTAU_PYTHON" ] || give_up "No Python of at least 3.11 was found, although its package is installed."
  export PANTAU_PYTHON
}
