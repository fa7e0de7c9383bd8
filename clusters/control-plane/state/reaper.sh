#!/bin/sh
# Leaves nothing of a cluster behind, however its owner ends: the owner holds the other end of standard input.
# $1: the directory to make, and to remove at the end.
# $2: the mark in the environment of each of the cluster's processes.
# The rest: a command that undoes what else there is, once these processes are gone. One more argument is for how many
# seconds what they asked others for may still appear: 0 when the owner ends in order, and nothing was left running.
# The pipe closes only after every process that its owner has forked runs its own program, marked: none can be missed.
umask 077
trap '' HUP INT TERM
directory=$1
mark=$2
shift 2
mkdir -- "$directory" || exit 1
echo made
late=4
while read -r word; do [ "$word" = disposed ] && late=0; done
# Not the status of grep counts but what it found: it reports failure, too, when a process ends while it looks.
while marked=$(grep -lsF -e "$mark" /proc/[0-9]*/environ) || [ -n "$marked" ]; do
  late=4
  for file in $marked; do
    pid=${file#/proc/}
    kill -KILL "${pid%/environ}" 2>/dev/null
  done
  sleep 0.02 2>/dev/null || sleep 1
done

status=0
output=
[ $# -eq 0 ] || output=$("$@" "$late" 2>&1 >/dev/null) || status=1
if left=$(rm -rf -- "$directory" 2>&1); then
  # The owner may be gone, and not read the error.
  [ "$status" -eq 0 ] || mkdir -- "$directory"
else
  status=1
fi
[ "$status" -eq 0 ] && exit
printf '%s\n' "$output" "$left" | sed '/^$/d' >"$directory/left-behind.log"
cat -- "$directory/left-behind.log" >&2
exit 1
