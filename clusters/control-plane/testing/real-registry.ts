import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Starts Debian's docker-registry, empty, on a free loopback port; disposing it leaves nothing. */
export async function startRegistry(cache: string): Promise<AsyncDisposable & { readonly url: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'plimsoll-registry-'));
  const config = join(directory, 'config.yml');
  const storage = { filesystem: { rootdirectory: join(directory, 'storage') }, redirect: { disable: true } };
  // JSON is YAML too.
  await writeFile(config, JSON.stringify({ version: 0.1, storage, http: { addr: '127.0.0.1:0', secret: directory } }));

  const unpacked = join(cache, 'tools/docker-registry/usr/bin/docker-registry');
  const program = await access(unpacked).then(
    () => unpacked,
    () => 'docker-registry', // then it must be on the PATH
  );
  const registry = spawn(program, ['serve', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(registry, 'close').catch((cause: Error) => cause);
  const lines = createInterface(registry.stderr);
  const output: string[] = [];
  const listening = (async () => {
    for await (const line of lines) {
      output.push(line);
      const [, port] = /listening on 127\.0\.0\.1:(\d+)/.exec(line) ?? [];
      if (port) return port;
    }
    return undefined;
  })();

  const stop = async () => {
    registry.kill('SIGKILL');
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  const port = await listening;
  registry.stderr.resume();
  if (port) return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: stop };
  const cause = await ended;
  await stop();
  if (cause instanceof Error) {
    throw new Error(
      'the tests need the program docker-registry: .ci/prepare fetches it (Debian: apt-get install docker-registry)',
      { cause },
    );
  }
  throw new Error(`docker-registry did not start:\n${output.join('\n')}`);
}
