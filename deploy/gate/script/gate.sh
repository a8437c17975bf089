#!/bin/sh
# A gate for the release pipeline of a service that calls Notification Feed. It opens when the deployment at GATE_URL has all
# required capabilities. Until then it logs what is missing. Settings and exit codes: deploy/gate/README.md.
# Needs a POSIX shell, curl (7.76 or later), and awk, date, sleep and tr, which BusyBox has.
set -u

url=${GATE_URL:-}
in_a_row=${GATE_IN_A_ROW:-5}
interval=${GATE_INTERVAL:-5}
limit=${GATE_LIMIT:-240}
timeout=${GATE_TIMEOUT:-5}

OPEN=0 MISSING=1 USAGE=2 UNREACHABLE=3 TOO_OLD=4 NOT_READY=5 NOT_THE_SERVICE=6

newline='
'

log() {
  printf 'gate: %s\n' "$*"
}

usage_error() {
  printf 'gate: %s\n' "$*" "usage: GATE_URL=https://notifications.example.org gate.sh notifications.list ..." >&2
  exit "$USAGE"
}

# Prints the required capabilities: the arguments, GATE_REQUIRE, and the lines of GATE_REQUIRE_FILE without comments.
required() {
  printf '%s\n' "$@" "${GATE_REQUIRE:-}"
  [ -z "${GATE_REQUIRE_FILE:-}" ] || awk '{ sub(/#.*/, ""); print }' "$GATE_REQUIRE_FILE"
}

check_settings() {
  command -v curl >/dev/null || usage_error "curl is not installed"
  case $url in
    http://?* | https://?*) url=${url%/} ;;
    *) usage_error "GATE_URL must be an http:// or https:// address, but is '$url'" ;;
  esac
  is_number "$in_a_row" || usage_error "GATE_IN_A_ROW must be a whole number, at least 1, but is '$in_a_row'"
  is_number "$limit" || usage_error "GATE_LIMIT must be a whole number of seconds, at least 1, but is '$limit'"
  for seconds in "$interval" "$timeout"; do
    case $seconds in
      '' | *[!0-9.]* | *.*.* | .*) usage_error "GATE_INTERVAL and GATE_TIMEOUT must be numbers of seconds, but one is '$seconds'" ;;
    esac
  done
  for name; do
    case $name in
      *[!a-z0-9.-]*) usage_error "'$name' is not a valid capability name, such as notifications.list" ;;
    esac
  done
}

is_number() {
  case $1 in
    '' | *[!0-9]* | 0*) return 1 ;;
  esac
}

# Sends one request. It does not follow redirects, because a sign-in page also answers 200; --disable ignores a .curlrc that
# would change this. Sets status (000 without an answer), failed (curl's exit code), curl_error (curl's message) and body.
ask() {
  query=''
  for name; do
    query="$query${query:+&}require=$name"
  done
  answer=$(curl --disable --fail-with-body --silent --max-time "$timeout" --header 'Accept: application/json' \
    --write-out '\n%{http_code} %{errormsg}' "$url/api/capabilities/check?$query")
  failed=$?
  status=${answer##*"$newline"}
  body=${answer%"$newline"*}
  curl_error=${status#* }
  status=${status%% *}
}

# Whether the body reports every required capability as available. A web server that answers 200 on every path does not.
all_available() {
  compact=$(printf '%s' "$body" | tr -d ' \t\r\n')
  for name; do
    case $compact in
      *"\"$name\":{\"available\":true"*) ;;
      *) return 1 ;;
    esac
  done
}

# Prints the missing capabilities of a problem document with their reasons, or its detail if it lists none.
missing() {
  printf '%s' "$body" | tr '\r\n' '  ' | awk '
    function text(member) {
      sub(/^[^:]*:[ ]*"/, "", member); sub(/"$/, "", member)
      gsub(/\\"/, "\"", member); gsub(/\\\\/, "\\", member)
      return member
    }
    { problem = problem $0 }
    END {
      $0 = problem
      detail = match($0, /"detail" *: *"([^"\\]|\\.)*"/) ? text(substr($0, RSTART, RLENGTH)) : "the answer has no detail"
      while (match($0, /"capability" *: *"[^"]*" *, *"reason" *: *"([^"\\]|\\.)*"/)) {
        pair = substr($0, RSTART, RLENGTH)
        $0 = substr($0, RSTART + RLENGTH)
        match(pair, /" *, *"/)
        found = found (found == "" ? "" : "; ") text(substr(pair, 1, RSTART)) " (" text(substr(pair, RSTART + RLENGTH - 1)) ")"
      }
      print found == "" ? detail : found
    }'
}

# Interprets the answer: sets code, an exit code, and verdict, its explanation.
judge() {
  case $status in
    200)
      if [ "$failed" -eq 0 ] && all_available "$@"; then
        code=$OPEN verdict="all capabilities are available"
      else
        code=$NOT_THE_SERVICE verdict="not an answer of Notification Feed (200 without its capabilities): check the address $url"
      fi
      ;;
    424) code=$MISSING verdict="missing: $(missing)" ;;
    400) code=$USAGE verdict="the server refuses the request (400): $(missing)" ;;
    000) code=$UNREACHABLE verdict="no answer from $url: ${curl_error%% after *}" ;;
    404) code=$TOO_OLD verdict="the server at $url has no such endpoint (404): it is too old, or not Notification Feed" ;;
    502 | 503 | 504) code=$NOT_READY verdict="the server at $url is not ready ($status)" ;;
    *) code=$NOT_THE_SERVICE verdict="not an answer of Notification Feed ($status): check the address $url and the proxies in front of it" ;;
  esac
}

# Prints seconds by a clock that nobody can set, which Linux has; elsewhere by the clock of the machine.
seconds() {
  if [ -r /proc/uptime ]; then
    read -r uptime _ </proc/uptime
    printf '%s\n' "${uptime%%.*}"
  else
    date +%s
  fi
}

# Sends requests until enough answers in a row were good, or until the limit is over.
wait_until_open() {
  began=$(seconds)
  row=0 previous='' why='' why_code=$USAGE
  while :; do
    ask "$@"
    judge "$@"
    if [ "$code" -eq "$OPEN" ]; then
      row=$((row + 1))
      log "$verdict ($row of $in_a_row in a row)"
      [ "$row" -lt "$in_a_row" ] || exit "$OPEN"
    else
      [ "$verdict" = "$previous" ] || log "waiting: $verdict"
      row=0 why=$verdict why_code=$code
      [ "$code" -ne "$USAGE" ] || usage_error "$verdict"
    fi
    previous=$verdict
    [ $(($(seconds) - began)) -le "$limit" ] || give_up
    sleep "$interval"
  done
}

give_up() {
  [ -n "$why" ] || usage_error "GATE_LIMIT is too short: it ended after $row of $in_a_row answers, all of them good"
  [ "$row" -eq 0 ] || why="some answers were good, the last other one was: $why"
  log "gave up after $limit s: $why" >&2
  exit "$why_code"
}

trap 'exit 143' TERM
trap 'exit 130' INT

names=$(required "$@") || usage_error "GATE_REQUIRE_FILE cannot be read: '$GATE_REQUIRE_FILE'"
set -f
# Split into words on purpose: names have no spaces, and globbing is off.
# shellcheck disable=SC2046
set -- $(printf '%s' "$names" | tr ',' ' ')
[ $# -gt 0 ] || usage_error "name the required capabilities as arguments, in GATE_REQUIRE or in GATE_REQUIRE_FILE"
check_settings "$@"
wait_until_open "$@"
