import { expect } from 'chai';
import { down, running, up } from '../testing/pods-in-states.ts';
import type { PodSpec } from './pod.ts';
import { podPhase } from './pod-status.ts';
import type { ContainerState } from './running-pod.ts';

describe('podPhase', () => {
  const phases: readonly (readonly [
    string,
    NonNullable<PodSpec['restartPolicy']>,
    ContainerState,
    ContainerState,
    string,
  ])[] = [
    ['one of two runs', 'Always', up, down(1), 'Running'],
    ['all have ended and are to be restarted', 'Always', down(0), down(1), 'Running'],
    ['all have ended well', 'OnFailure', down(0), down(0), 'Succeeded'],
    ['one has failed and is to be restarted', 'OnFailure', down(0), down(1), 'Running'],
    ['one has failed for good', 'Never', down(0), down(1), 'Failed'],
    ['one has not started yet', 'Never', down(0), { kind: 'waiting', reason: 'ErrImagePull' }, 'Pending'],
  ];
  for (const [when, restartPolicy, a, b, phase] of phases) {
    it(`is ${phase} when ${when}, with restartPolicy ${restartPolicy}`, () => {
      expect(podPhase(running({ a, b }, { restartPolicy }))).to.equal(phase);
    });
  }

  it('follows the exit codes of a pod that its kubelet has ended', () => {
    for (const [code, phase] of [
      [0, 'Succeeded'],
      [143, 'Failed'],
    ] as const) {
      expect(podPhase({ ...running({ web: down(code) }), over: true })).to.equal(phase);
    }
  });

  it('is Pending until all init containers have succeeded', () => {
    const pod = running({ web: { kind: 'waiting', reason: 'PodInitializing' } }, { initContainers: [{ name: 'i' }] });
    for (const [state, phase] of [
      [up, 'Pending'],
      [down(1), 'Pending'],
    ] as const) {
      for (const run of pod.initContainers) run.state = state;
      expect(podPhase(pod)).to.equal(phase);
    }
  });

  it('is Failed when an init container has failed that is not to be restarted', () => {
    const pod = running(
      { web: { kind: 'waiting', reason: 'PodInitializing' } },
      { restartPolicy: 'Never', initContainers: [{ name: 'i' }] },
    );
    for (const run of pod.initContainers) run.state = down(1);
    expect(podPhase(pod)).to.equal('Failed');
  });
});
