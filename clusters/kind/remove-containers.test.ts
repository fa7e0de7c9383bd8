import { execFile } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { temporaryDirectory } from '../control-plane/testing/temporary-directory.ts';

const script = fileURLToPath(new URL('remove-containers.sh', import.meta.url));
const run = promisify(execFile);

interface Surroundings {
  /** Seconds for which nothing may have appeared. */
  readonly quiet?: number;
  /** Pods wrote what only root may remove. */
  readonly isOfRoot?: boolean;
}

/** Has a docker that is a script asked for what to remove; resolves with its other commands. */
async function dockerCommands(
  listing: string,
  { quiet = 0, isOfRoot = false }: Surroundings = {},
): Promise<readonly string[]> {
  await using directory = await temporaryDirectory();
  const at = (name: string) => join(directory.path, name);
  const scripts = {
    docker: `looks=$(cat ${at('looks')} 2>/dev/null || echo 0)
case $1 in
  ps) echo $((looks + 1)) > ${at('looks')}; ${listing} ;;
  inspect) shift 3; for _; do echo a/node:v1; done ;;
  *) echo "$@" >> ${at('commands')} ;;
esac`,
    rm: isOfRoot ? 'exit 1' : '[ "$3" = /the/state ]',
    // One that makes as many seconds of each pause.
    date: `looks=$(cat ${at('looks')} 2>/dev/null || echo 0); echo $((1000 + looks))`,
    sleep: 'exit 0',
  };
  for (const [name, script] of Object.entries(scripts)) {
    await writeFile(at(name), `#!/bin/sh\n${script}\n`);
    await chmod(at(name), 0o755);
  }
  const args = [script, 'l=c', '/the/state', String(quiet)];
  await run('/bin/sh', args, { env: { PATH: `${directory.path}:/usr/bin:/bin` } });
  const commands = await readFile(at('commands'), 'utf8').catch(() => '');
  return commands.split('\n').filter(Boolean);
}

const two = '[ "$*" = "ps -aq --filter label=l=c" ] && [ "$looks" = 0 ] && printf "a1\\nb2\\n"; true';

describe('remove-containers.sh', function () {
  this.timeout(20_000); // starts processes, on a machine that may be busy

  it('asks for the label, and removes what has it with its volumes', async () =>
    expect(await dockerCommands(two)).to.deep.equal(['rm -f -v a1 b2']));

  it('removes what appears while it may', async () =>
    expect(await dockerCommands('[ "$looks" = 3 ] && echo late; true', { quiet: 4 })).to.deep.equal(['rm -f -v late']));

  it('waits again when something has appeared', async () =>
    expect(
      await dockerCommands('[ "$looks" = 3 ] || [ "$looks" = 7 ] && echo "c$looks"; true', { quiet: 4 }),
    ).to.deep.equal(['rm -f -v c3', 'rm -f -v c7']));

  it('asks again when the engine did not answer', async () =>
    expect(await dockerCommands('[ "$looks" = 0 ] && exit 1; [ "$looks" = 1 ] && echo a1; true')).to.deep.equal([
      'rm -f -v a1',
    ]));

  it('has the engine remove what pods have written as root', async () =>
    expect(await dockerCommands(two, { isOfRoot: true })).to.deep.equal([
      'rm -f -v a1 b2',
      'run --rm --label l=c --network none --volume /the/state:/cluster --entrypoint find ' +
        'a/node:v1 /cluster -mindepth 1 -delete',
    ]));

  it('gives up after a minute, and says so', async () => {
    const error = (await dockerCommands('echo a1').catch((cause: unknown) => cause)) as {
      code: number;
      stderr: string;
    };
    expect(error.code).to.equal(1);
    expect(error.stderr).to.match(/does not answer, or still has containers: docker ps -a --filter label=l=c$/m);
  });
});
