import { expect } from 'chai';
import type { ApiClient } from '../../api/client.ts';
import type { Pod } from '../../kubernetes.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { failure } from '../testing/stored-api.ts';
import { logReader } from './log-reader.ts';

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
  let told = 0;
  const seen: { pod: Pod | undefined } = { pod: pod(running) };
  const stream: ApiClient['stream'] = async (path, { query = {} } = {}) => {
    const answer = answers[Math.min(paths.length, answers.length - 1)];
    paths.push(`${path}?${new URLSearchParams(query as Record<string, string>)}`);
    if (!answer) throw failure(400, 'container "main" in pod "web" is waiting to start: ContainerCreating');
    return (async function* () {
      yield Buffer.from(answer.slice(0, 3));
      yield Buffer.from(answer.slice(3));
    })();
  };
  const logs = logReader({ api: { stream }, namespace: 'ours', pod: () => seen.pod, clock, changed: () => told++ });
  return { ...{ logs, clock, paths, seen }, told: () => told, [Symbol.dispose]: () => logs[Symbol.dispose]() };
}

describe('logReader', () => {
  it('reads again and again, and tells of what differs only', async () => {
    using reader = reading('', 'starting', 'starting', 'permission denied');
    reader.logs.ask([wanted]);
    await reader.clock.advance(0);
    expect(reader.logs.log(wanted)).to.equal(undefined);
    await reader.clock.advance(500);
    expect([reader.logs.log(wanted), reader.told()]).to.deep.equal(['starting', 1]);
    await reader.clock.advance(250);
    expect([reader.logs.log(wanted), reader.told()]).to.deep.equal(['permission denied', 2]);
  });

  it('keeps the last text of a container that is there no more', async () => {
    using reader = reading('bye', '');
    reader.logs.ask([wanted]);
    await reader.clock.advance(1_000);
    expect([reader.logs.log(wanted), reader.told()]).to.deep.equal(['bye', 1]);
  });

  it('asks for nothing before there is anything, nor once an ended container has told all', async () => {
    using reader = reading('bye');
    reader.seen.pod = undefined;
    reader.logs.ask([wanted]);
    await reader.clock.advance(1_000);
    expect(reader.paths).to.have.length(0);
    reader.seen.pod = pod({ terminated: {} });
    await reader.clock.advance(5_000);
    expect([reader.logs.log(wanted), reader.paths.length]).to.deep.equal(['bye', 2]);
  });

  it('forgets what a Pod wrote when another one has its name', async () => {
    using reader = reading('of the first', '', 'of the second');
    reader.logs.ask([wanted]);
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
    reader.logs.ask([wanted, wanted]);
    reader.logs.ask([wanted, container, before]);
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
    reader.logs.ask([wanted]);
    await reader.clock.advance(0);
    reader[Symbol.dispose]();
    await reader.clock.advance(5_000);
    expect(reader.paths).to.have.length(1);
  });
});
