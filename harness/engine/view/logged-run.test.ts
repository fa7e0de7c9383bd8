import { expect } from 'chai';
import type { Pod } from '../../kubernetes.ts';
import { loggedRun } from './logged-run.ts';

type Status = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];

const running = { running: { startedAt: '2026-01-01T00:00:00Z' } };
const terminated = { terminated: { exitCode: 1, containerID: 'containerd://0' } };
const waiting = { waiting: { reason: 'CrashLoopBackOff' } };

function pod(state: Status['state'], lastState: Status['lastState'] = {}): Pod {
  const status = { name: 'main', image: 'x', imageID: '', ready: false, restartCount: 1, state, lastState };
  const init = { ...status, name: 'init', state: terminated, lastState: {} };
  return { metadata: { uid: 'u' }, status: { containerStatuses: [status], initContainerStatuses: [init] } } as Pod;
}

describe('loggedRun', () => {
  const cases: readonly [string, Pod | undefined, Parameters<typeof loggedRun>[1], boolean | undefined][] = [
    ['no Pod', undefined, { pod: 'web' }, undefined],
    ['a Pod without a status', {} as Pod, { pod: 'web' }, undefined],
    ['a container that runs', pod(running), { pod: 'web' }, false],
    ['a container that has ended', pod(terminated), { pod: 'web' }, true],
    ['a container that has not started yet', pod(waiting), { pod: 'web' }, undefined],
    ['a container that will be started again', pod(waiting, terminated), { pod: 'web' }, true],
    ['another container', pod(running), { pod: 'web', container: 'init' }, true],
    ['no such container', pod(running), { pod: 'web', container: 'none' }, undefined],
    ['the run before the first', pod(running), { pod: 'web', previous: true }, undefined],
    ['the run before', pod(running, terminated), { pod: 'web', previous: true }, true],
  ];
  for (const [what, of, wanted, hasEnded] of cases) {
    it(`tells of ${what}`, () => expect(loggedRun(of, wanted)?.hasEnded).to.equal(hasEnded));
  }

  it('tells the run from the one before it', () => {
    const before = loggedRun(pod(running, terminated), { pod: 'web', previous: true });
    expect(before?.id).not.to.equal(loggedRun(pod(running, terminated), { pod: 'web' })?.id);
  });
});
