import { execFile } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { temporaryDirectory } from '../../embedded/binaries/testing/temporary-directory.ts';

const script = fileURLToPath(new URL('remove-containers.sh', import.meta.url));
const run = promisify(execFile);

/** Has a docker that is a script asked for what to remove; resolves with the removals that it was told. */
async function removals(listing: string): Promise<readonly string[]> {
  await using directory = await temporaryDirectory();
  const at = (name: string) => join(directory.path, name);
  const text = `#!/bin/sh
looks=$(cat ${at('looks')} 2>/dev/null || echo 0)
case $1 in
  ps) echo $((looks + 1)) > ${at('looks')}; ${listing} ;;
  rm) shift; echo "$@" >> ${at('removed')} ;;
esac`;
  await writeFile(at('docker'), text);
  await chmod(at('docker'), 0o755);
  await run('/bin/sh', [script, 'l=c'], { env: { PATH: `${directory.path}:/usr/bin:/bin` } });
  const removed = await readFile(at('removed'), 'utf8').catch(() => '');
  return removed.split('\n').filter(Boolean);
}

describe('remove-containers.sh', function () {
  this.timeout(20_000); // starts processes, on a machine that may be busy

  it('asks for the label, and removes what has it with its volumes', async () =>
    expect(
      await removals('[ "$*" = "ps -aq --filter label=l=c" ] && [ "$looks" = 0 ] && printf "a1\\nb2\\n"; true'),
    ).to.deep.equal(['-f -v a1 b2']));

  it('removes what appears after a look that found nothing', async () =>
    expect(await removals('[ "$looks" = 1 ] && echo late; true')).to.deep.equal(['-f -v late']));

  it('asks again when the engine did not answer', async () =>
    expect(await removals('[ "$looks" = 0 ] && exit 1; [ "$looks" = 1 ] && echo a1; true')).to.deep.equal([
      '-f -v a1',
    ]));
});
