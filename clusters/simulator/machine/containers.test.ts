import type { Server } from 'node:http';
import { expect } from 'chai';
import { clockAt } from '../../../harness/clock.ts';
import { startContainer } from './containers.ts';
import type { Mount } from './filesystem.ts';
import { memoryVolume, type User, type Volume } from './volume.ts';

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
    ['cat /none 2> /tmp/f; grep -q open /tmp/f', 0, []],
    ['cat /none 2>> /tmp/f; grep open /tmp/f', 0, ["cat: can't open '/none': No such file or directory"]],
    ['test -f /data/seed && echo there', 0, ['there']],
    ['test -f /data/none || exit 3', 3, []],
    ['grep -q sown /data/seed', 0, []],
    ['grep -q reaped /data/seed', 1, []],
    ['mkdir -p /data/a && echo x > /data/a/b && test -d /data/a', 0, []],
    ['sleep 0.01 && echo slept', 0, ['slept']],
    ['echo x > /readonly/f', 1, ["sh: can't create /readonly/f: Read-only file system"]],
    ['until test -f /tmp/go; do echo waiting; echo x > /tmp/go; done; echo gone', 0, ['waiting', 'gone']],
    ['# a comment\necho one\nuntil true\ndo\n  sleep 1\ndone\necho two', 0, ['one', 'two']],
    ['mkdir /data/a /none/b', 1, ["mkdir: can't create directory '/none/b': No such file or directory"]],
    ['mkdir /tmp/a && mkdir /tmp/a', 1, ["mkdir: can't create directory '/tmp/a': File exists"]],
    ['mkdir -p /tmp/a/b && mkdir -p /tmp/a/b && test -d /tmp/a/b', 0, []],
    ['echo x > /none/f', 1, ["sh: can't create /none/f: nonexistent directory"]],
    ['echo x > /tmp', 1, ["sh: can't create /tmp: Is a directory"]],
    ['cat /tmp', 1, ["cat: can't open '/tmp': Is a directory"]],
    ['id && id -u && id -G', 0, ['uid=0(root) gid=0(root) groups=0(root)', '0', '0']],
    ['ls -ld /data', 0, ['drwxrwxrwx    2 root     root          4096 Jan  2 03:04 /data']],
    ['ls -ln /data/seed', 0, ['-rw-r--r--    1 0        0                5 Jan  2 03:04 /data/seed']],
    ['ls -ld /none', 1, ['ls: /none: No such file or directory']],
    ["stat -c '%a %u:%g %n' /data /none", 1, ['777 0:0 /data', "stat: can't stat '/none': No such file or directory"]],
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
    ['sh', '-c', 'until false; do true; done'],
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

  const asSomebody: Table = [
    ['id', 0, ['uid=1000 gid=3000 groups=2000,3000']],
    ['id -G', 0, ['2000 3000']],
    ['mkdir /var/log/agent', 1, ["mkdir: can't create directory '/var/log/agent': Permission denied"]],
    ['mkdir -p /var/log/agent/a', 1, ["mkdir: can't create directory '/var/log/agent/': Permission denied"]],
    ['echo x > /var/log/f', 1, ["sh: can't create /var/log/f: Permission denied"]],
    ['echo x >> /var/log/f', 1, ["sh: can't create /var/log/f: Permission denied"]],
    ['echo x > /home/f', 1, ["sh: can't create /home/f: Permission denied"]],
    ['echo x > /tmp/f && cat /tmp/f', 0, ['x']],
    ['cat /var/log/old', 0, ['old']],
    ['mkdir /group/d && ls -ld /group/d', 0, ['drwxr-sr-x    2 1000     2000          4096 Jan  2 03:04 /group/d']],
    ['cat /secret/f', 1, ["cat: can't open '/secret/f': Permission denied"]],
    ['grep -q x /secret/f', 2, ['grep: /secret/f: Permission denied']],
  ];
  for (const [script, code, log] of asSomebody) {
    it(`ends with ${code} for user 1000 after: ${script}`, async () => {
      const disk = (mode: number, gid = 0) =>
        memoryVolume({ content: { old: 'old', f: 'x' }, root: { uid: 0, gid, mode } });
      const container = running(['sh', '-c', script], {
        user: { uid: 1000, gid: 3000, groups: [2000] },
        mounts: [
          { mountPath: '/var/log', volume: disk(0o755) },
          { mountPath: '/group', volume: disk(0o2775, 2000) },
          { mountPath: '/secret', volume: disk(0o700) },
        ],
      });
      expect(await container.exited).to.equal(code);
      expect(container.lines).to.deep.equal(log);
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

  it('sees only the part of a volume that subPath selects', async () => {
    const volume = memoryVolume({ content: { 'part/f': 'inside', f: 'outside' } });
    const container = running(['cat', '/data/f'], { mounts: [{ mountPath: '/data', volume, subPath: 'part' }] });
    await container.exited;
    expect(container.lines).to.deep.equal(['inside']);
  });
});

interface Surroundings {
  readonly shared?: Volume;
  readonly mounts?: readonly Mount[];
  readonly user?: User;
}

function running(command: readonly string[], { shared, mounts, user }: Surroundings = {}) {
  const stop = new AbortController();
  const lines: string[] = [];
  let over = false;
  const exited = startContainer({
    image: 'example.com/unknown:1',
    argv: command,
    env: { NAME: 'value' },
    mounts: () =>
      mounts ?? [
        { mountPath: '/data', volume: shared ?? memoryVolume({ content: { seed: 'sown\n' } }) },
        { mountPath: '/readonly', volume: memoryVolume(), readOnly: true },
      ],
    listen: (_port: number, _server: Pick<Server, 'emit'>) => ({ [Symbol.dispose]: () => undefined }),
    log: (line) => lines.push(line),
    clock: { ...clockAt(1), now: () => new Date('2026-01-02T03:04:05Z') },
    ...(user && { user }),
    signal: stop.signal,
  });
  void exited.then(() => {
    over = true;
  });
  return { exited, lines, over: () => over, stop: () => stop.abort() };
}
