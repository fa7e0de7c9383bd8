import { expect } from 'chai';
import type { ApiClient } from '../../api/client.ts';
import type { Pod } from '../../kubernetes.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { failure } from '../testing/stored-api.ts';
import { loggedRun, logReader } from './log-reader.ts';

const wanted = { pod: 'web' };

const running = { running: {} };
const pod = (state: object, uid = 'first') =>
  ({
    metadata: { uid },
    status: {
      containerStatuses: ['main', 'init'].map((name) => ({
        ...{ name, restartCount: 1, state, lastState: { terminated: {} } },
      })),
    },
  }) as unknown as Pod;

/** Reads logs of a server that gives these answers in order; an empty one is an error, and the last is repeated. */
function reading(...answers: readonly string[]) {
  const clock = manualClock();
  const paths: string[] = [];
  let changes = 0;
  const seen: { pod: Pod | undefined } = { pod: pod(running) };
  const stream: ApiClient['stream'] = async (path) => {
    const answer = answers[Math.min(paths.length, answers.length - 1)];
    paths.push(path);
    if (!answer) throw failure(400, 'container "main" in pod "web" is waiting to start: ContainerCreating');
    return (async function* () {
      yield Buffer.from(answer.slice(0, 3));
      yield Buffer.from(answer.slice(3));
    })();
  };
  const logs = logReader({ api: { stream }, namespace: 'ours', pod: () => seen.pod, clock, changed: () => changes++ });
  return { ...{ logs, clock, paths, seen }, changes: () => changes, [Symbol.dispose]: () => logs[Symbol.dispose]() };
}

describe('logReader', () => {
  it('reads repeatedly, and notifies of changes only', async () => {
    using reader = reading('', 'starting', 'starting', 'permission denied');
    reader.logs.log(wanted);
    await reader.clock.advance(0);
    expect(reader.logs.log(wanted)).to.equal(undefined);
    await reader.clock.advance(500);
    expect([reader.logs.log(wanted), reader.changes()]).to.deep.equal(['starting', 1]);
    await reader.clock.advance(250);
    expect([reader.logs.log(wanted), reader.changes()]).to.deep.equal(['permission denied', 2]);
  });

  it('keeps the last text of a container that is there no more', async () => {
    using reader = reading('bye', '');
    reader.logs.log(wanted);
    await reader.clock.advance(1_000);
    expect([reader.logs.log(wanted), reader.changes()]).to.deep.equal(['bye', 1]);
  });

  it('asks for nothing before there is anything, nor once the log of an ended container is complete', async () => {
    using reader = reading('bye');
    reader.seen.pod = undefined;
    reader.logs.log(wanted);
    await reader.clock.advance(1_000);
    expect(reader.paths).to.have.length(0);
    reader.seen.pod = pod({ terminated: {} });
    await reader.clock.advance(5_000);
    expect([reader.logs.log(wanted), reader.paths.length]).to.deep.equal(['bye', 2]);
  });

  it('forgets what a Pod wrote when another one has its name', async () => {
    using reader = reading('of the first', '', 'of the second');
    reader.logs.log(wanted);
    await reader.clock.advance(0);
    reader.seen.pod = pod(running, 'second');
    expect(reader.logs.log(wanted)).to.equal(undefined);
    await reader.clock.advance(500);
    expect(reader.logs.log(wanted)).to.equal('of the second');
  });

  it('reads once however many expectations ask, and each container and run for itself', async () => {
    using reader = reading('x');
    const [container, before] = [
      { pod: 'web', container: 'init' },
      { pod: 'web', previous: true },
    ];
    for (const asked of [wanted, wanted, wanted, container, before]) reader.logs.log(asked);
    await reader.clock.advance(0);
    const path = '/api/v1/namespaces/ours/pods/web/log';
    expect(reader.paths.map((asked) => asked.replace(/&?tailLines.*/, ''))).to.deep.equal([
      `${path}?`,
      `${path}?container=init`,
      `${path}?previous=true`,
    ]);
  });

  it('stops when it is disposed', async () => {
    const reader = reading('x');
    reader.logs.log(wanted);
    await reader.clock.advance(0);
    reader[Symbol.dispose]();
    await reader.clock.advance(5_000);
    expect(reader.paths).to.have.length(1);
  });
});

type Status = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];

const startedRun = { running: { startedAt: '2026-01-01T00:00:00Z' } };
const terminated = { terminated: { exitCode: 1, containerID: 'containerd://0' } };
const waiting = { waiting: { reason: 'CrashLoopBackOff' } };

function podIn(state: Status['state'], lastState: Status['lastState'] = {}): Pod {
  const status = { name: 'main', image: 'x', imageID: '', ready: false, restartCount: 1, state, lastState };
  const init = { ...status, name: 'init', state: terminated, lastState: {} };
  return { metadata: { uid: 'u' }, status: { containerStatuses: [status], initContainerStatuses: [init] } } as Pod;
}

describe('loggedRun', () => {
  const cases: readonly [string, Pod | undefined, Parameters<typeof loggedRun>[1], boolean | undefined][] = [
    ['no Pod', undefined, { pod: 'web' }, undefined],
    ['a Pod without a status', {} as Pod, { pod: 'web' }, undefined],
    ['a container that runs', podIn(startedRun), { pod: 'web' }, false],
    ['a container that has ended', podIn(terminated), { pod: 'web' }, true],
    ['a container that has not started yet', podIn(waiting), { pod: 'web' }, undefined],
    ['a container that will be started again', podIn(waiting, terminated), { pod: 'web' }, true],
    ['another container', podIn(startedRun), { pod: 'web', container: 'init' }, true],
    ['no such container', podIn(startedRun), { pod: 'web', container: 'none' }, undefined],
    ['the run before the first', podIn(startedRun), { pod: 'web', previous: true }, undefined],
    ['the run before', podIn(startedRun, terminated), { pod: 'web', previous: true }, true],
  ];
  for (const [what, of, wanted, hasEnded] of cases) {
    it(`reads ${what}`, () => expect(loggedRun(of, wanted)?.hasEnded).to.equal(hasEnded));
  }

  it('distinguishes the run from the one before it', () => {
    const before = loggedRun(podIn(startedRun, terminated), { pod: 'web', previous: true });
    expect(before?.id).not.to.equal(loggedRun(podIn(startedRun, terminated), { pod: 'web' })?.id);
  });
});
