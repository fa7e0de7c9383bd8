import { expect } from 'chai';
import { manualClock } from '../../../harness/testing/manual-clock.ts';
import { simulatedCloud } from '../cloud/cloud.ts';
import type { GroupRequest } from './container-group.ts';
import { containerGroups } from './container-groups.ts';

const container = (
  name: string,
  command: readonly string[] = [],
  mounts: GroupRequest['containers'][number]['mounts'] = [],
) => ({
  ...{ name, command, mounts },
  image: 'busybox',
  env: {},
  cpu: { request: 1 },
});
const sh = (script: string) => ['sh', '-c', script];

function request(group: Partial<GroupRequest>): GroupRequest {
  const { name = 'shop-web' } = group;
  return {
    name,
    tags: {
      podName: 'web',
      namespace: 'shop',
      nodeName: 'virtual',
      uid: name,
      creationTimestamp: '2026-01-01T00:00:00Z',
    },
    restartPolicy: 'Always',
    initContainers: [],
    containers: [container('web')],
    volumes: [],
    credentials: [],
    ...group,
  };
}

describe('containerGroups', () => {
  it('starts containers later than it accepts them, and gives addresses from .4 on', async () => {
    using azure = started();
    for (const name of ['a', 'b', 'c']) await azure.groups.put(request({ name }));
    expect(azure.groups.get('a'))
      .to.include({ provisioningState: 'Pending' })
      .and.not.to.have.any.keys('ipAddress', 'state');
    await azure.clock.advance(3_000);
    expect(azure.groups.list().map(({ ipAddress }) => ipAddress)).to.deep.equal([
      '10.239.0.4',
      '10.239.0.5',
      '10.239.0.6',
    ]);
    expect(azure.groups.get('a')).to.include({ provisioningState: 'Succeeded', state: 'Running' });

    void azure.groups.delete('b');
    await azure.clock.advance(1_000);
    await azure.groups.put(request({ name: 'd' }));
    await azure.clock.advance(3_000);
    expect(azure.groups.get('d')?.ipAddress).to.equal('10.239.0.5');
  });

  it('shares a share between groups, and an emptyDir within one', async () => {
    using azure = started();
    const volumes: GroupRequest['volumes'] = [
      { name: 'share', kind: 'azureFile', account: 'acc', share: 'files' },
      { name: 'own', kind: 'emptyDir' },
    ];
    const mounts = [
      { name: 'share', mountPath: '/share' },
      { name: 'own', mountPath: '/own' },
    ];
    const writes = container('web', sh('echo hello > /share/f; echo mine > /own/f; sleep infinity'), mounts);
    const reads = container('web', sh('cat /share/f; cat /own/f 2>/dev/null || echo none; sleep infinity'), mounts);
    await azure.groups.put(request({ name: 'a', containers: [writes], volumes }));
    await azure.clock.advance(3_100);
    await azure.groups.put(request({ name: 'b', containers: [reads], volumes }));
    await azure.clock.advance(3_100);
    expect(azure.cloud.shares.share('acc', 'files').read('f')).to.match(/^hello/);
    expect(await lines(azure.groups.log('b', 'web')?.read())).to.deep.equal(['hello\n', 'none\n']);
  });

  it('runs init containers one after the other before the others', async () => {
    using azure = started();
    const mounts = [{ name: 'own', mountPath: '/own' }];
    const inits = [sh('sleep 2; echo one > /own/f'), sh('echo two >> /own/f')];
    const last = container('web', sh('cat /own/f; sleep infinity'), mounts);
    await azure.groups.put(
      request({
        initContainers: inits.map((script, index) => container(`init-${index}`, script, mounts)),
        containers: [last],
        volumes: [{ name: 'own', kind: 'emptyDir' }],
      }),
    );
    await azure.clock.advance(3_500);
    expect(azure.groups.get('shop-web')?.containers[0]).not.to.have.property('instanceView');
    await azure.clock.advance(3_000);
    expect(await lines(azure.groups.log('shop-web', 'web')?.read())).to.deep.equal(['one\n', 'two\n']);
  });

  const endings = [
    ['Never', 'exit 3', 'Failed', 'Terminated', 0],
    ['Never', 'true', 'Succeeded', 'Terminated', 0],
    ['OnFailure', 'true', 'Succeeded', 'Terminated', 0],
    ['OnFailure', 'sleep 0.7; exit 3', 'Running', 'Running', 1],
    ['Always', 'sleep 0.7', 'Running', 'Running', 1],
  ] as const;
  for (const [restartPolicy, script, state, current, restarts] of endings) {
    it(`makes ${script} with ${restartPolicy} a group that is ${state}`, async () => {
      using azure = started();
      await azure.groups.put(request({ restartPolicy, containers: [container('web', sh(script))] }));
      await azure.clock.advance(5_000);
      const group = azure.groups.get('shop-web');
      expect(group?.state).to.equal(state);
      expect(group?.containers[0]?.instanceView).to.include({ restartCount: restarts });
      expect(group?.containers[0]?.instanceView?.currentState?.state).to.equal(current);
    });
  }

  it('starts from scratch what is put with another image, and leaves alone what is put again', async () => {
    using azure = started();
    await azure.groups.put(request({}));
    await azure.clock.advance(10_000);
    await azure.groups.put(request({}));
    expect(azure.groups.get('shop-web')?.state).to.equal('Running');
    await azure.groups.put(request({ containers: [{ ...container('web'), image: 'other' }] }));
    expect(azure.groups.get('shop-web')?.provisioningState).to.equal('Pending');
  });
});

function started() {
  const clock = manualClock();
  const cloud = simulatedCloud({ clock });
  const groups = containerGroups({ cloud, startsWithin: 3_000 });
  return { clock, cloud, groups, [Symbol.dispose]: () => groups[Symbol.dispose]() };
}

async function lines(read: AsyncIterable<string> | undefined): Promise<string[]> {
  return Array.fromAsync(read ?? []);
}
