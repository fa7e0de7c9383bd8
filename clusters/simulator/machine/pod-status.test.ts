import { expect } from 'chai';
import type { PodSpec } from '../../../harness/kubernetes.ts';
import { assigned, at, down, later, running, up } from '../testing/pods-in-states.ts';
import { kubeletTexts, podPhase, podStatus } from './pod-status.ts';
import type { ContainerState, RunningPod } from './running-pod.ts';

describe('podStatus', () => {
  it('shows what a newly assigned pod waits for', () => {
    const status = statusOf(assigned(['web', 'log']));
    expect(status).to.deep.include({ phase: 'Pending', hostIP: '10.224.0.4', startTime: at, observedGeneration: 3 });
    expect(status).not.to.have.any.keys('podIP', 'podIPs', 'initContainerStatuses');
    expect(inShort(status)).to.deep.equal([
      'PodReadyToStartContainers=False PodSandboxNotReady: no pod sandbox exists',
      'Initialized=True',
      'Ready=False ContainersNotReady: containers with unready status: [web log]',
      'ContainersReady=False ContainersNotReady: containers with unready status: [web log]',
      'PodScheduled=True',
    ]);
    expect(status.containerStatuses[0]).to.deep.equal({
      name: 'web',
      image: 'nginx',
      imageID: '',
      state: { waiting: { reason: 'ContainerCreating' } },
      lastState: {},
      ready: false,
      restartCount: 0,
      started: false,
    });
  });

  it('gives no reason for a missing sandbox before 1.37', () => {
    expect(inShort(podStatus(assigned(['web']), kubeletTexts('1.36.3'), at))[0]).to.equal(
      'PodReadyToStartContainers=False',
    );
  });

  it('shows a pod with running containers as ready', () => {
    const status = statusOf(running({ web: up }));
    expect(status).to.deep.include({ phase: 'Running', podIP: '10.224.0.9', podIPs: [{ ip: '10.224.0.9' }] });
    expect(inShort(status)).to.deep.equal([
      'PodReadyToStartContainers=True',
      'Initialized=True',
      'Ready=True',
      'ContainersReady=True',
      'PodScheduled=True',
    ]);
    expect(status.containerStatuses[0]).to.deep.include({
      image: 'docker.io/library/nginx:latest',
      ready: true,
      started: true,
      state: { running: { startedAt: at } },
    });
    expect(status.containerStatuses[0]?.imageID).to.match(/^docker\.io\/library\/nginx@sha256:[0-9a-f]{64}$/);
  });

  it('keeps the time of a condition until it changes', () => {
    const pod = running({ web: up });
    statusOf(pod, at);
    const [sandbox, , ready] = statusOf(withState(pod, down(1)), later).conditions;
    expect([sandbox?.lastTransitionTime, ready?.lastTransitionTime]).to.deep.equal([at, later]);
  });

  it('waits for init containers', () => {
    const pod = assigned(['web'], { initContainers: [{ name: 'prepare', image: 'busybox' }] });
    const status = statusOf(pod);
    expect(status.phase).to.equal('Pending');
    expect(inShort(status)[1]).to.equal(
      'Initialized=False ContainersNotInitialized: containers with incomplete status: [prepare]',
    );
    expect(status.containerStatuses[0]?.state).to.deep.equal({ waiting: { reason: 'PodInitializing' } });
  });

  it('is Running while a crashed container waits for its next start', () => {
    const pod = running({ web: { kind: 'waiting', reason: 'CrashLoopBackOff', message: 'back-off 10s' } });
    for (const run of pod.containers) run.lastState = down(1);
    const status = statusOf(pod);
    expect(status.phase).to.equal('Running');
    expect(status.containerStatuses[0]).to.deep.include({
      state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } },
      lastState: {
        terminated: { exitCode: 1, reason: 'Error', startedAt: at, finishedAt: later, containerID: 'containerd://1' },
      },
    });
  });

  it('counts a sidecar among the containers that must run', () => {
    const pod = running({ web: up }, { initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] });
    expect(inShort(statusOf(pod))[2]).to.include('[proxy]');
    for (const run of pod.initContainers) run.state = up;
    expect(inShort(statusOf(pod))[2]).to.equal('Ready=True');
  });
});

function withState(pod: RunningPod, state: ContainerState): RunningPod {
  for (const run of pod.containers) run.state = state;
  return pod;
}

function statusOf(pod: RunningPod, now = at) {
  return podStatus(pod, kubeletTexts('1.37.2'), now);
}

function inShort({ conditions }: ReturnType<typeof podStatus>): string[] {
  return conditions.map(
    ({ type, status, reason, message }) =>
      `${type}=${status}${reason ? ` ${reason}` : ''}${message ? `: ${message}` : ''}`,
  );
}

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
