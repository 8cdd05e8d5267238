#!/usr/bin/env bash
#
# Invites a visitor whose cart is worth it, and waits for what becomes of it:
#
#   ./engage.sh '{"visitId": "visit-1", "cartTotal": 129.9}'
#
# What it takes, prints and exits with is in ../README.md. It needs curl (7.71 or later) and jq.
set -Eeuo pipefail
trap 'exit 2' ERR

api=${GATEWAY_URL:-http://127.0.0.1:8080}/backend/data/gateway
key=${GATEWAY_API_KEY:-}
patience=${GATEWAY_PATIENCE_SECONDS:-60}
json='Content-Type: application/json'

if [ $# -ne 1 ]; then
  printf 'usage: %s <facts about the visit, as JSON>\n' "$0" >&2
  exit 2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

log() {
  printf '%s %s\n' "$(date -u +%FT%TZ)" "$1" >&2
}

# end <state> <exit status>
end() {
  log "$1"
  printf '%s\n' "$1"
  exit "$2"
}

# call <name> <path> [options of curl]: leaves the gateway's answer in the file <name>, and its HTTP status beside it.
#
# curl calls again by itself while the answer is lost or the gateway is busy, and waits as long as Retry-After says: no
# call does harm twice. It runs in the background, so that this script hears signals meanwhile, which are none of curl's
# business. Bodies and the API key come to it through pipes: arguments can be read by everybody on the machine.
call() {
  local answer=$work/$1 path=$2 curl
  shift 2
  (
    trap '' INT TERM
    exec curl --no-progress-meter --max-time 30 --retry 100 --retry-all-errors --retry-max-time "$patience" \
      --header @<(credential) --output "$answer" --write-out '%{http_code}' "$@" "$api$path" > "$answer.status"
  ) &
  curl=$!
  # A signal ends the waiting, not the call.
  while kill -0 "$curl" 2> /dev/null; do wait "$curl" || true; done
  wait "$curl" || end unavailable 2
}

credential() {
  if [ -n "$key" ]; then printf 'Authorization: Bearer %s\n' "$key"; fi
}

# told <name> <filter of jq>: what the answer in the file <name> says.
told() {
  jq --raw-output "$2" "$work/$1"
}

# check <name>: a fault, or no answer in all that time, is the end.
check() {
  case $(< "$work/$1.status") in
    200) ;;
    408 | 429 | 5??) end unavailable 2 ;;
    *)
      if [ "$(told "$1" .code)" = visit-engaged ]; then end visit-engaged 1; fi
      log "refused: $(told "$1" .detail)"
      end refused 2
      ;;
  esac
}

# Whether the cancellation or the visitor was first, the attempt tells.
# shellcheck disable=SC2317 # A signal calls it.
cancel() {
  trap - INT TERM
  log cancelling
  call cancelled /noengage --header "$json" --data-binary @<(cancel_data)
}

profile() {
  jq '{ixnProfile: {
    interactionId, visitId, language, timeToLive,
    ruleName: "cart-abandonment",
    invitation: {
      title: "Can we help you?",
      message: "One of our specialists is free and can answer your questions.",
      acceptLabel: "Chat now",
      declineLabel: "No, thanks",
      displaySeconds
    },
    data: {cartTotal}
  }}' <<< "$facts"
}

# shellcheck disable=SC2317 # So does what it calls.
cancel_data() {
  jq '{cancelData: {interactionId, reason: "the interaction was abandoned"}}' <<< "$facts"
}

log deciding
facts=$(
  jq --arg id "$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')" \
    '{interactionId: $id, visitId: "", language: "en", cartTotal: 0, displaySeconds: 60, timeToLive: 300} + .' \
    <<< "$1"
)
if jq --exit-status '.cartTotal < 100' <<< "$facts" > /dev/null; then end not-invited 1; fi

log engaging
trap cancel INT TERM
call attempt /engage --header "$json" --data-binary @<(profile)
check attempt

log waiting
is_shown=false
while [ "$(told attempt .endedAt)" = null ]; do
  call attempt "/attempts/$(told attempt .attemptId)?waitFor=ended&timeout=20"
  check attempt
  if [ $is_shown = false ] && [ "$(told attempt 'any(.transitions[]; .state == "shown")')" = true ]; then
    is_shown=true
    log shown
  fi
done

outcome=$(told attempt .state)
if [ "$outcome" = accepted ]; then end accepted 0; else end "$outcome" 1; fi
