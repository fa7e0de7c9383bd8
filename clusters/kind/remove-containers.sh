#!/bin/sh
# Removes every container with the label $1 and its volumes. The engine may still make some for a client that is gone:
# none may have appeared for $3 seconds. Then removes the directory $2, with what root wrote there in these containers.
# Gives up after a minute, and says so: what is left then carries the label still.
label=$1
directory=$2
quiet=$3
image=
seen=$(date +%s)
until=$((seen + 60))
while now=$(date +%s) && [ "$now" -lt "$until" ]; do
  if containers=$(docker ps -aq --filter "label=$label" 2>/dev/null); then
    if [ -n "$containers" ]; then
      seen=$now
      # shellcheck disable=SC2086 # ids, a word each
      found=$(docker inspect --format '{{.Config.Image}}' $containers 2>/dev/null | head -n 1)
      image=${found:-$image}
      # shellcheck disable=SC2086
      docker rm -f -v $containers >/dev/null 2>&1 && continue
    elif [ $((now - seen)) -ge "$quiet" ]; then
      rm -rf -- "$directory" 2>/dev/null && exit
      [ -n "$image" ] || exit
      exec docker run --rm --label "$label" --network none --volume "$directory:/cluster" --entrypoint find "$image" \
        /cluster -mindepth 1 -delete
    fi
  fi
  sleep 0.3 2>/dev/null || sleep 1
done
echo "the Docker engine does not answer, or still has containers: docker ps -a --filter label=$label" >&2
exit 1
