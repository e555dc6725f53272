#!/bin/sh
# rancid's clogin, one process per device: clogin_client.sh LIST SESSIONS COMMAND...; prints {"ok": n, "bytes": n}.
# Its table of ports goes by address, so each device has an address of its own.
set -eu
list=$1 sessions=$2
shift 2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
commands=""
for c in "$@"; do commands="$commands${commands:+;}$c"; done
{
	printf 'add user * bench\nadd password * {%s} {%s}\nadd autoenable * 1\n' "$BENCH_PASSWORD" "$BENCH_PASSWORD"
	printf 'add sshcmd * %s/ssh\n' "$dir"
	awk -F'\t' '{ print "add method " $2 " {ssh:" $3 "}" }' "$list"
} >"$dir/cloginrc"
chmod 600 "$dir/cloginrc"
# clogin takes no options of ssh; without these it would write into ~/.ssh/known_hosts.
printf '#!/bin/sh\nexec ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR "$@"\n' >"$dir/ssh"
chmod 700 "$dir/ssh"
PATH=$PATH:/usr/lib/rancid/bin
export PATH
cut -f2 "$list" | xargs -r -P "$sessions" -I@ sh -c 'clogin -f "$1/cloginrc" -c "$2" @ >"$1/@.out" 2>&1' - "$dir" "$commands" || true
ok=0 bytes=0
for f in "$dir"/*.out; do
	[ -e "$f" ] || continue
	[ "$(grep -o 'end of answer' "$f" | wc -l)" -eq "$#" ] && ok=$((ok + 1))
	bytes=$((bytes + $(wc -c <"$f")))
done
echo "{\"ok\": $ok, \"bytes\": $bytes}"
