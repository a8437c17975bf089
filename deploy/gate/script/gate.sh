#!/bin/sh
# A gate in the pipeline of whoever calls Notification Feed: it opens once the deployment at GATE_URL has every capability
# that is named, and says what is missing until then. Settings and exit codes: deploy/gate/README.md.
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

say() {
  printf 'gate: %s\n' "$*"
}

misused() {
  printf 'gate: %s\n' "$*" "usage: GATE_URL=https://notifications.example.org gate.sh notifications.list ..." >&2
  exit "$USAGE"
}

# The names to ask for: arguments, GATE_REQUIRE, and the lines of GATE_REQUIRE_FILE without comments.
required() {
  printf '%s\n' "$@" "${GATE_REQUIRE:-}"
  [ -z "${GATE_REQUIRE_FILE:-}" ] || awk '{ sub(/#.*/, ""); print }' "$GATE_REQUIRE_FILE"
}

check_settings() {
  command -v curl >/dev/null || misused "curl is not there"
  case $url in
    http://?* | https://?*) url=${url%/} ;;
    *) misused "GATE_URL must be the address of the service, http:// or https://, and is '$url'" ;;
  esac
  is_number "$in_a_row" || misused "GATE_IN_A_ROW must be a whole number from 1, and is '$in_a_row'"
  is_number "$limit" || misused "GATE_LIMIT must be whole seconds, and is '$limit'"
  for seconds in "$interval" "$timeout"; do
    case $seconds in
      '' | *[!0-9.]* | *.*.* | .*) misused "GATE_INTERVAL and GATE_TIMEOUT must be seconds, and one is '$seconds'" ;;
    esac
  done
  for name; do
    case $name in
      *[!a-z0-9.-]*) misused "a capability is named like notifications.list, and not '$name'" ;;
    esac
  done
}

is_number() {
  case $1 in
    '' | *[!0-9]* | 0*) return 1 ;;
  esac
}

# One call. Redirects are not followed, and --disable keeps a .curlrc from having it otherwise: the page behind a sign-in
# is a 200 too. Sets status (000 where nobody answered), words (curl's own account of a failure) and body.
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
  words=${status#* }
  status=${status%% *}
}

# Whether it was the service that answered 200, with all that was asked for: a page that answers every path does it too.
vouches() {
  vouched=$(printf '%s' "$body" | tr -d ' \t\r\n')
  for name; do
    case $vouched in
      *"\"$name\":{\"available\":true"*) ;;
      *) return 1 ;;
    esac
  done
}

# The capabilities that a problem document says are missing, and why; where it does not, its detail.
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
      detail = match($0, /"detail" *: *"([^"\\]|\\.)*"/) ? text(substr($0, RSTART, RLENGTH)) : "it does not say what"
      while (match($0, /"capability" *: *"[^"]*" *, *"reason" *: *"([^"\\]|\\.)*"/)) {
        pair = substr($0, RSTART, RLENGTH)
        $0 = substr($0, RSTART + RLENGTH)
        match(pair, /" *, *"/)
        found = found (found == "" ? "" : "; ") text(substr(pair, 1, RSTART)) " (" text(substr(pair, RSTART + RLENGTH - 1)) ")"
      }
      print found == "" ? detail : found
    }'
}

# What an answer means: sets code and verdict.
judge() {
  case $status in
    200)
      if [ "$failed" -eq 0 ] && vouches "$@"; then
        code=$OPEN verdict="every capability is there"
      else
        code=$NOT_THE_SERVICE verdict="200 is no answer of the service without its capabilities: $url is not its address"
      fi
      ;;
    424) code=$MISSING verdict="missing: $(missing)" ;;
    400) code=$USAGE verdict="the server does not understand the question (400): $(missing)" ;;
    000) code=$UNREACHABLE verdict="nobody answers at $url: ${words%% after *}" ;;
    404) code=$TOO_OLD verdict="the server at $url does not know the call (404): it is too old, or not the service" ;;
    502 | 503 | 504) code=$NOT_READY verdict="the server at $url is not ready ($status)" ;;
    *) code=$NOT_THE_SERVICE verdict="$status is no answer of the service: $url is not its address, or something stands before it" ;;
  esac
}

# Asks until it is open in a row, or the time is over.
wait_until_open() {
  began=$(date +%s)
  row=0 before='' why='' why_code=$USAGE
  while :; do
    ask "$@"
    judge "$@"
    if [ "$code" -eq "$OPEN" ]; then
      row=$((row + 1))
      say "$verdict, $row of $in_a_row times in a row"
      [ "$row" -lt "$in_a_row" ] || exit "$OPEN"
    else
      [ "$verdict" = "$before" ] || say "shut: $verdict"
      row=0 why=$verdict why_code=$code
      [ "$code" -ne "$USAGE" ] || misused "$verdict"
    fi
    before=$verdict
    [ $(($(date +%s) - began)) -le "$limit" ] || give_up
    sleep "$interval"
  done
}

give_up() {
  [ -n "$why" ] || misused "GATE_LIMIT is over after $row of $in_a_row answers, all good: it is too short"
  [ "$row" -eq 0 ] || why="open now and then only, last shut with: $why"
  say "stayed shut for $limit s: $why" >&2
  exit "$why_code"
}

trap 'exit 143' TERM
trap 'exit 130' INT

names=$(required "$@") || misused "GATE_REQUIRE_FILE cannot be read: '$GATE_REQUIRE_FILE'"
set -f
# Split into words on purpose: names have no spaces, and globbing is off.
# shellcheck disable=SC2046
set -- $(printf '%s' "$names" | tr ',' ' ')
[ $# -gt 0 ] || misused "name what is required: as arguments, in GATE_REQUIRE or in GATE_REQUIRE_FILE"
check_settings "$@"
wait_until_open "$@"
