import { expect } from 'chai';
import { pod } from './pod.ts';
import { fakeView, machine, podOn } from './testing/fake-view.ts';

const crashes = { waiting: { reason: 'CrashLoopBackOff' } };

describe('a container that crashes', () => {
  for (const [state, restartCount, loops, restarted] of [
    [crashes, 2, true, true],
    [crashes, 1, false, true],
    [{ terminated: { exitCode: 1, reason: 'Error' } }, 2, false, true],
    [{ waiting: { reason: 'ContainerCreating' } }, 0, false, false],
    [{ running: {} }, 0, false, false],
  ] as const)
    it(`${JSON.stringify(state)} after ${restartCount}: ${loops ? 'loops' : 'does not loop'}`, () => {
      const status = { containerStatuses: [{ name: 'agent', restartCount, state }] };
      const view = fakeView([podOn(machine, { status })]);
      expect(pod('web').isCrashLooping({ restarts: 2 }).look(view).met).to.equal(loops);
      expect(pod('web').hasNotRestarted().look(view).met).to.equal(!restarted);
    });

  for (const [history, exitCode, loops] of [
    [['Running, not Ready, container agent waits (CrashLoopBackOff), on n', 'Running, on n'], 1, true],
    [['Running, on n', 'Running, not Ready, container agent ended with 1 (Error), on n'], 1, false],
    [['Running, not Ready, container agent waits (CrashLoopBackOff), on n', 'Running, on n'], 0, false],
  ] as const)
    it(`that ended with ${exitCode} after ${history[0]} ${loops ? 'loops' : 'does not loop'}`, () => {
      const status = { containerStatuses: [{ name: 'agent', restartCount: 2, state: { terminated: { exitCode } } }] };
      const view = fakeView([podOn(machine, { status })], { history });
      expect(pod('web').isCrashLooping({ restarts: 2 }).look(view).met).to.equal(loops);
    });

  it('has not restarted only once it is there', () => {
    expect(
      pod('web')
        .hasNotRestarted()
        .look(fakeView([podOn(machine)])).met,
    ).to.equal(false);
  });

  it('is told with its restarts', () => {
    const status = { containerStatuses: [{ name: 'agent', restartCount: 3, state: crashes }] };
    const { saw } = pod('web')
      .isCrashLooping()
      .look(fakeView([podOn(machine, { status })]));
    expect(saw).to.match(/container agent waits \(CrashLoopBackOff\), on .+, restarts: agent 3$/);
  });
});
