#!/bin/sh
# Removes every container with the label $1 and its volumes, also one that the engine is about to make for a client that is gone.
# Gives up after a minute: what is left then carries the label still.
until=$(($(date +%s) + 60))
none=0
while [ "$none" -lt 2 ] && [ "$(date +%s)" -lt "$until" ]; do
  if containers=$(docker ps -aq --filter "label=$1"); then
    if [ -n "$containers" ]; then
      none=0
      # shellcheck disable=SC2086 # ids, a word each
      docker rm -f -v $containers
    else
      none=$((none + 1))
    fi
    sleep 0.3 2>/dev/null || sleep 1
  else
    sleep 1
  fi
done
