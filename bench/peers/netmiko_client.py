"""netmiko in threads: netmiko_client.py LIST SESSIONS COMMAND...; prints {"ok": n, "bytes": n} (see ../client.go)."""
import json, os, sys
from concurrent.futures import ThreadPoolExecutor
from netmiko import ConnectHandler

END = "end of answer"


def visit(line):
    _, host, port, _ = line.split("\t")
    conn = ConnectHandler(device_type="cisco_ios", host=host, port=int(port), username="bench",
                          password=os.environ["BENCH_PASSWORD"])
    got = [conn.send_command(c) for c in commands]
    conn.disconnect()
    return sum(map(len, got)) if all(END in g for g in got) else 0


def safe(line):
    try:
        return visit(line), ""
    except Exception as e:  # a device that failed is counted, whatever it was
        return 0, str(e).split("\n")[0]


devices = open(sys.argv[1]).read().splitlines()
commands = sys.argv[3:]
with ThreadPoolExecutor(int(sys.argv[2])) as pool:
    done = list(pool.map(safe, devices))
print(json.dumps({"ok": sum(1 for n, _ in done if n), "bytes": sum(n for n, _ in done),
                  "error": next((e for _, e in done if e), "")}))
