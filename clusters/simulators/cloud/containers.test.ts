import type { Server } from 'node:http';
import { expect } from 'chai';
import { clockAt } from '../../../harness/clock.ts';
import type { Mount } from './containers/filesystem.ts';
import { startContainer } from './containers.ts';
import { memoryVolume, type Volume } from './file-shares.ts';

type Table = readonly (readonly [script: string, code: number, log: readonly string[]])[];

describe('startContainer', () => {
  const ending: Table = [
    ['true', 0, []],
    ['false', 1, []],
    ['exit 7; echo never', 7, []],
    ['echo one two', 0, ['one two']],
    [`echo "a  b" 'c $NAME' $NAME "\${NAME}"`, 0, ['a  b c $NAME value value']],
    ['true && echo yes || echo no', 0, ['yes']],
    ['false && echo yes || echo no', 0, ['no']],
    ['false; echo still', 0, ['still']],
    ['echo first > /tmp/f && echo second >> /tmp/f && cat /tmp/f', 0, ['first', 'second']],
    ['echo first > /tmp/f; echo second > /tmp/f; cat /tmp/f', 0, ['second']],
    ['cat /none', 1, ["cat: can't open '/none': No such file or directory"]],
    ['cat /none 2>/dev/null || echo none', 0, ['none']],
    ['cat /none > /tmp/f 2>&1; grep -q open /tmp/f', 0, []],
    ['test -f /data/seed && echo there', 0, ['there']],
    ['[ -f /data/none ] || exit 3', 3, []],
    ['grep -q sown /data/seed', 0, []],
    ['grep -q reaped /data/seed', 1, []],
    ['mkdir -p /data/a && echo x > /data/a/b && test -d /data/a', 0, []],
    ['sleep 0.01 && echo slept', 0, ['slept']],
    ['echo x > /readonly/f', 1, ["sh: can't create /readonly/f: Read-only file system"]],
    ['until test -f /tmp/go; do echo waiting; echo x > /tmp/go; done; echo gone', 0, ['waiting', 'gone']],
    ['# a comment\necho one\nuntil true\ndo\n  sleep 1\ndone\necho two', 0, ['one', 'two']],
    ['exec echo last; echo never', 0, ['last']],
  ];
  for (const [script, code, log] of ending) {
    it(`ends with ${code} after: ${script.replaceAll('\n', '\\n')}`, async () => {
      const container = running(['sh', '-c', script]);
      expect(await container.exited).to.equal(code);
      expect(container.lines).to.deep.equal(log);
    });
  }

  const lasting = [
    ['sh', '-c', 'sleep infinity'],
    ['sh', '-c', 'until test -f /none; do sleep 1; done'],
    ['sh', '-c', 'while true; do true; done'],
    ['sh', '-c', 'echo $(date) | tee /tmp/f'],
    ['sh', '-c', 'frobnicate --hard'],
    ['/usr/bin/whatever'],
    [],
  ];
  for (const command of lasting) {
    it(`runs until it is stopped: ${command.join(' ') || 'an image of which nothing is known'}`, async () => {
      const container = running(command);
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(container.over()).to.equal(false);
      container.stop();
      expect(await container.exited).to.be.oneOf([0, 143]);
    });
  }

  it('runs a command without a shell, word by word', async () => {
    const container = running(['echo', '$NAME;', 'x']);
    await container.exited;
    expect(container.lines).to.deep.equal(['$NAME; x']);
  });

  it('lets two containers share a volume, and keeps their own layers apart', async () => {
    const shared = memoryVolume();
    await running(['sh', '-c', 'echo hello > /data/f; echo secret > /tmp/f'], { shared }).exited;
    const reader = running(['sh', '-c', 'cat /data/f; cat /tmp/f'], { shared });
    await reader.exited;
    expect(reader.lines).to.deep.equal(['hello', "cat: can't open '/tmp/f': No such file or directory"]);
  });

  it('sees only a part of a volume where a subPath says so', async () => {
    const volume = memoryVolume({ 'part/f': 'inside', f: 'outside' });
    const container = running(['cat', '/data/f'], { mounts: [{ mountPath: '/data', volume, subPath: 'part' }] });
    await container.exited;
    expect(container.lines).to.deep.equal(['inside']);
  });
});

interface Surroundings {
  readonly shared?: Volume;
  readonly mounts?: readonly Mount[];
}

function running(command: readonly string[], { shared, mounts }: Surroundings = {}) {
  const stop = new AbortController();
  const lines: string[] = [];
  let over = false;
  const { exited } = startContainer({
    container: { image: 'example.com/unknown:1', command },
    env: { NAME: 'value' },
    mounts: mounts ?? [
      { mountPath: '/data', volume: shared ?? memoryVolume({ seed: 'sown\n' }) },
      { mountPath: '/readonly', volume: memoryVolume(), readOnly: true },
    ],
    listen: (_port: number, _server: Pick<Server, 'emit'>) => ({ [Symbol.dispose]: () => undefined }),
    log: (line) => lines.push(line),
    clock: clockAt(1),
    signal: stop.signal,
  });
  void exited.then(() => {
    over = true;
  });
  return { exited, lines, over: () => over, stop: () => stop.abort() };
}
