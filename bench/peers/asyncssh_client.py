"""asyncssh, a shell per device: asyncssh_client.py LIST SESSIONS COMMAND...; prints {"ok": n, "bytes": n}."""
import asyncio, json, os, sys, warnings

warnings.simplefilter("ignore")
import asyncssh

END = "end of answer"


async def answer(proc, prompt):
    """Reads until a line is the prompt."""
    got, tail = [], ""
    while True:
        text = await proc.stdout.read(65536)
        if not text:
            raise EOFError("the device closed")
        got.append(text)
        tail = (tail + text)[-200:]
        last = tail[tail.rfind("\n") + 1:]
        if last == prompt or not prompt and last.endswith("#"):
            return "".join(got), last


async def visit(line, commands):
    _, host, port, _ = line.split("\t")
    async with asyncssh.connect(host, int(port), username="bench", password=os.environ["BENCH_PASSWORD"],
                                known_hosts=None, config=None, client_keys=None) as conn:
        async with conn.create_process(term_type="dumb", term_size=(511, 1000)) as proc:
            _, prompt = await answer(proc, "")
            size = 0
            for c in ["terminal length 0", "terminal width 511", *commands]:
                proc.stdin.write(c + "\n")
                got, _ = await answer(proc, prompt)
                size += len(got)
                if c in commands and END not in got:
                    return 0
            proc.stdin.write("exit\n")
            return size


async def main():
    devices = open(sys.argv[1]).read().splitlines()
    gate, done, failed = asyncio.Semaphore(int(sys.argv[2])), [], []

    async def one(line):
        async with gate:
            try:
                done.append(await visit(line, sys.argv[3:]))
            except Exception as e:  # a device that failed is counted, whatever it was
                failed.append(str(e))

    await asyncio.gather(*map(one, devices))
    print(json.dumps({"ok": sum(1 for n in done if n), "bytes": sum(done), "error": failed[0] if failed else ""}))


asyncio.run(main())
