#!/bin/sh
# ansible-playbook with cisco.ios: ansible_client.sh LIST SESSIONS COMMAND...; prints {"ok": n}.
# Each device has an address of its own: ansible keeps its connections by address.
set -eu
list=$1 forks=$2
shift 2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
awk -F'\t' '{ print $1 " ansible_host=" $2 " ansible_port=" $3 }' "$list" >"$dir/hosts"
{
	cat <<'END'
- hosts: all
  gather_facts: false
  connection: ansible.netcommon.network_cli
  vars:
    ansible_network_os: cisco.ios.ios
    ansible_user: bench
    ansible_password: "{{ lookup('env', 'BENCH_PASSWORD') }}"
  tasks:
    - cisco.ios.ios_command:
END
	echo '        commands:'
	for c in "$@"; do echo "          - $c"; done
	echo '        wait_for:' # one look at each answer: is its end there?
	i=0
	for _ in "$@"; do
		echo "          - result[$i] contains 'end of answer'"
		i=$((i + 1))
	done
} >"$dir/play.yaml"
export HOME="$dir" ANSIBLE_HOST_KEY_CHECKING=False ANSIBLE_NETWORK_CLI_SSH_TYPE=paramiko ANSIBLE_PARAMIKO_LOOK_FOR_KEYS=False
ansible-playbook -i "$dir/hosts" -f "$forks" "$dir/play.yaml" >"$dir/log" 2>&1 || tail -5 "$dir/log" >&2
echo "{\"ok\": $(grep -c 'ok=1 .*failed=0' "$dir/log" || true)}"
