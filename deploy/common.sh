# SPDX-License-Identifier: GPL-2.0-or-later
# What deploy/up and deploy/down share.
set -euo pipefail
export LC_ALL=C.UTF-8 PATH="$PATH:/usr/sbin:/sbin"

unit=leitai-audience.service
redis_unit=leitai-audience-redis.service
watch_unit=leitai-audience-watch.service
marker=.leitai-audience

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# The process of a pid file, where it runs and is the program that it should be.
running() {
  local file=$1 program=$2 pid
  [ -s "$file" ] || return 1
  pid=$(<"$file")
  [[ "$pid" =~ ^[0-9]+$ ]] && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$program" ] && echo "$pid"
}

# Ends it and what it has started, at the latest by force.
end_program() {
  local pid children
  pid=$(running "$1" "$2") || return 0
  children=$(cat "/proc/$pid/task/$pid/children" 2>/dev/null || true)
  kill -TERM "$pid" 2>/dev/null || return 0
  for _ in $(seq 100); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.1
  done
  # shellcheck disable=SC2086
  kill -KILL "$pid" $children 2>/dev/null || true
}

by_systemd() { [ "$(id -u)" -eq 0 ] && [ -d /run/systemd/system ] && [ "$direct" = no ]; }

drop_unit() {
  by_systemd && [ -e "/etc/systemd/system/$1" ] || return 0
  systemctl disable -q --now "$1"
  rm -f "/etc/systemd/system/$1" "$prefix/$1.loaded"
  systemctl daemon-reload
}
