import { expect } from 'chai';
import type { AciState, ContainerGroup } from './container-group.ts';
import { podStatus } from './pod-status.ts';
import { profiles } from './profiles.ts';

const created = '2026-01-01T00:00:00Z';
const running: AciState = { state: 'Running', detailStatus: '', startTime: '2026-01-01T00:00:05.123Z' };

function report(group: Partial<ContainerGroup>, profile = profiles['aks-1.6'] as (typeof profiles)['aks-1.6']) {
  return podStatus(
    {
      id: '/groups/shop-web',
      name: 'shop-web',
      tags: { podName: 'web', namespace: 'shop', nodeName: 'virtual', uid: 'u', creationTimestamp: created },
      provisioningState: 'Succeeded',
      state: 'Running',
      ipAddress: '10.239.0.4',
      containers: [one('web', running)],
      ...group,
    },
    { profile, hostIP: '10.224.0.4' },
  );
}

function statusOf(...args: Parameters<typeof report>) {
  const answer = report(...args);
  return answer.kind === 'complete' ? answer.status : expect.fail(answer.reason);
}

const one = (name: string, currentState?: AciState) => ({
  name,
  image: 'i',
  instanceView: { restartCount: 2, events: [], ...(currentState && { currentState }) },
});

describe('podStatus', () => {
  const phases: readonly (readonly [provisioning: string, state: string, phase: string, conditions: number])[] = [
    ['Succeeded', 'Running', 'Running', 3],
    ['Succeeded', 'Succeeded', 'Succeeded', 3],
    ['Succeeded', 'Failed', 'Failed', 0],
    ['Succeeded', 'Canceled', 'Failed', 0],
    ['Succeeded', 'Pending', 'Pending', 0],
    ['Succeeded', 'Stopped', 'Unknown', 0],
    ['Failed', 'Running', 'Failed', 0],
    ['Creating', 'Running', 'Pending', 0],
    ['Repairing', 'Running', 'Pending', 0],
    ['Accepted', 'Running', 'Pending', 0],
    ['Unhealthy', 'Running', 'Unknown', 0],
    ['Deleting', 'Running', 'Unknown', 0],
  ];
  for (const [provisioningState, state, phase, conditions] of phases) {
    it(`is ${phase} of ${provisioningState}/${state}, with ${conditions} conditions`, () => {
      const status = statusOf({ provisioningState, state });
      expect(status.phase).to.equal(phase);
      expect(status.conditions).to.have.length(conditions);
      expect(status.containerStatuses?.[0]?.ready).to.equal(true);
    });
  }

  const start = '2026-01-01T00:00:05Z';
  const end = '2026-01-01T00:00:09Z';
  const times = { startTime: start, finishTime: end };
  const ended = { startedAt: start, finishedAt: end };
  const completed = { terminated: { exitCode: 0, reason: 'Completed', ...ended } };
  const states: readonly (readonly [aci: AciState, old: object, recent: object])[] = [
    [running, { running: { startedAt: start } }, { running: { startedAt: start } }],
    [{ state: 'Succeeded', detailStatus: '', exitCode: 7, ...times }, completed, completed],
    [
      { state: 'Terminated', detailStatus: 'Error', exitCode: 1, ...times },
      { waiting: { reason: 'Terminated', message: 'Error' } },
      completed,
    ],
    ...['Failed', 'Canceled'].map((state): (typeof states)[number] => {
      const failed = { terminated: { exitCode: 1, reason: state, message: 'why', ...ended } };
      return [{ state, detailStatus: 'why', exitCode: 1, ...times }, failed, failed];
    }),
    ...['Waiting', 'Pending', 'Other'].map((state): (typeof states)[number] => {
      const waiting = { waiting: { reason: state, message: 'why' } };
      return [{ state, detailStatus: 'why', ...times }, waiting, waiting];
    }),
  ];
  for (const [aci, old, recent] of states) {
    it(`reports a container that is ${aci.state}`, () => {
      const statuses = (['aks-1.4.8', 'aks-1.6'] as const).map(
        (name) => statusOf({ containers: [one('web', aci)] }, profiles[name] as never).containerStatuses?.[0],
      );
      expect(statuses.map((status) => status?.state)).to.deep.equal([old, recent]);
      expect(statuses.map((status) => status?.started)).to.deep.equal([undefined, aci.state === 'Running']);
      expect(statuses[0]).to.include({ restartCount: 2, ready: aci.state === 'Running' });
    });
  }

  it('is Ready since the latest start, and not Ready since the creation', () => {
    const later = { ...running, startTime: '2026-01-01T00:01:00Z' };
    const ready = statusOf({ containers: [one('a', running), one('b', later)] });
    expect(ready.startTime).to.equal(start);
    expect(ready.conditions?.[0]).to.deep.equal({ type: 'Ready', status: 'True', lastTransitionTime: later.startTime });
    const over = { ...later, state: 'Terminated' };
    const unready = statusOf({ containers: [one('a', running), one('b', over)] });
    expect(unready.conditions?.[0]).to.deep.equal({ type: 'Ready', status: 'False', lastTransitionTime: created });
  });

  const nothing = { provisioningState: 'Pending' };
  const { ipAddress: _address, ...unaddressed } = { ipAddress: '', ...nothing };
  const incomplete = [
    ['aks-1.6', { containers: [{ name: 'web', image: 'i' }] }, 'container web properties InstanceView cannot be nil'],
    ['aks-1.6', { containers: [one('web')] }, 'container web properties CurrentState cannot be nil'],
    [
      'aks-1.4.8',
      { containers: [one('web', { state: 'Waiting', detailStatus: '' })] },
      'container web properties CurrentState StartTime cannot be nil',
    ],
  ] as const;
  for (const [name, group, reason] of incomplete) {
    it(`is incomplete while ${reason}`, () => {
      expect(report({ ...unaddressed, ...group }, profiles[name] as never)).to.deep.equal({
        kind: 'incomplete',
        reason,
      });
    });
  }

  it('is incomplete in aks-1.4.8 while the group has no address', () => {
    const group = { ...podGroup() };
    expect(podStatus(group, { profile: profiles['aks-1.4.8'], hostIP: '' })).to.deep.equal({
      kind: 'incomplete',
      reason: 'IPAddress cannot be nil for container group shop-web',
    });
    expect(podStatus(group, { profile: profiles['aks-1.6'], hostIP: '' })).to.have.property('kind', 'complete');
  });
});

function podGroup(): ContainerGroup {
  return {
    id: '/groups/shop-web',
    name: 'shop-web',
    tags: { podName: 'web', namespace: 'shop', nodeName: 'virtual', uid: 'u', creationTimestamp: created },
    provisioningState: 'Succeeded',
    state: 'Running',
    containers: [one('web', running)],
  };
}
