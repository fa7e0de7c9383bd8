import { expect } from 'chai';
import type { Service } from '../../../harness/kubernetes.ts';
import { balancing } from '../testing/balancing.ts';
import { cleanupFinalizer } from './balanced-service.ts';

const front: Service = {
  metadata: { name: 'web', namespace: 'shop', uid: 'u' },
  spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
};
const cleaning: Service = { ...front, metadata: { ...front.metadata, finalizers: [cleanupFinalizer] } };
const dying: Service = { ...cleaning, metadata: { ...cleaning.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
const annotated = (annotations: Record<string, string>): Service => ({
  ...cleaning,
  metadata: { ...cleaning.metadata, annotations },
});
const withPort = (port: number): Service => ({ ...cleaning, spec: { ...front.spec, ports: [{ port }] } });

const noted = ['port null', 'targets n1', 'EnsuredLoadBalancer', 'ingress 127.1.2.3'];
const ensured = ['EnsuringLoadBalancer', 'finalizer', 'open', ...noted];
const removed = ['DeletingLoadBalancer', 'close', 'finalizer away', 'port null', 'targets null', 'DeletedLoadBalancer'];

describe('balancers', () => {
  const table: readonly (readonly [string, readonly Service[], readonly string[]])[] = [
    ['ensures one in the order of the service controller', [front], ensured],
    ['does not do it again when something else changes', [front, { ...cleaning, status: {} }], ensured],
    [
      'does not do it again when it has noted something itself',
      [front, annotated({ 'plimsoll.dev/load-balancer-targets': 'n1' })],
      ensured,
    ],
    [
      'does it again when an annotation changes, and keeps what is open',
      [front, annotated({ a: 'b' })],
      [...ensured, 'EnsuringLoadBalancer', 'finalizer', ...noted],
    ],
    ['deletes it before the Service goes', [front, dying], [...ensured, ...removed]],
    ['deletes it once', [front, dying, { ...dying, status: {} }], [...ensured, ...removed]],
    [
      'deletes it when the Service is of another type now',
      [front, { ...cleaning, spec: { type: 'ClusterIP' } }],
      [...ensured, ...removed, 'ingress none'],
    ],
    [
      'ensures it again when the Service wants one again',
      [front, { ...cleaning, spec: { type: 'ClusterIP' } }, { ...front, spec: { type: 'ClusterIP' } }, front],
      [...ensured, ...removed, 'ingress none', ...ensured],
    ],
    [
      'lets a Service go whose balancer went with a process before this one',
      [dying],
      removed.filter((step) => step !== 'DeletingLoadBalancer' && step !== 'close'),
    ],
    [
      'opens other ports when the Service has others',
      [front, withPort(81)],
      [...ensured, 'EnsuringLoadBalancer', 'finalizer', 'close', ...ensured.slice(2)],
    ],
    [
      'leaves a Service alone that has a class',
      [{ ...front, spec: { ...front.spec, loadBalancerClass: 'example.com/x' } }],
      [],
    ],
    ['leaves a Service alone that is of another type', [{ ...front, spec: { type: 'NodePort' } }], []],
  ];
  for (const [does, services, steps] of table) {
    it(does, async () => {
      await using all = balancing();
      const seen: string[] = [];
      for (const service of services) seen.push(...(await all.see(service)));
      expect(seen).to.deep.equal(steps);
    });
  }

  it('reports another listening port', async () => {
    await using all = balancing({ listening: 8080 });
    expect(await all.see(front)).to.include.members(['port 8080', 'ListeningElsewhere']);
  });

  it('closes the ports of a Service that has gone without asking', async () => {
    await using all = balancing();
    await all.see(front);
    expect(await all.gone(front)).to.deep.equal(['close']);
  });

  it('sends to other nodes when there are others', async () => {
    await using all = balancing();
    await all.see(front);
    expect(await all.haveNodes(['n1'])).to.deep.equal([]);
    expect(await all.haveNodes(['n2', 'n1'])).to.deep.equal(['targets n1,n2', 'UpdatedLoadBalancer']);
    expect(await all.haveNodes([])).to.deep.equal(['targets ', 'UnAvailableLoadBalancer']);
  });

  it('reports that there are no nodes', async () => {
    await using all = balancing({ nodes: [] });
    expect(await all.see(front)).to.deep.equal([
      ...['EnsuringLoadBalancer', 'finalizer', 'UnAvailableLoadBalancer', 'open'],
      ...['port null', 'targets ', 'EnsuredLoadBalancer', 'ingress 127.1.2.3'],
    ]);
  });
});

describe('balancers whose cloud refuses a Service', () => {
  const refused = [
    ...['EnsuringLoadBalancer', 'finalizer'],
    'Error syncing load balancer: failed to ensure load balancer: no such port',
  ];
  const check = ({ spec, metadata }: Service) => {
    if (spec?.ports?.[0]?.port !== 80 || metadata?.annotations?.bad) throw new Error('no such port');
  };

  it('try it again after 5 s, 10 s, … 300 s', async () => {
    await using all = balancing({ check });
    expect(await all.see(withPort(1))).to.deep.equal(refused);
    for (const seconds of [5, 10, 20, 40, 80, 160, 300, 300]) {
      await all.clock.advance(seconds * 1000 - 1);
      expect(await all.done()).to.deep.equal([]);
      await all.clock.advance(1);
      expect(await all.done()).to.deep.equal(refused);
    }
  });

  it('ensure a corrected Service immediately, and drop the old retry', async () => {
    await using all = balancing({ check });
    await all.see(withPort(1));
    expect(await all.see(cleaning)).to.deep.equal(ensured);
    await all.clock.advance(600_000);
    expect(await all.done()).to.deep.equal([]);
  });

  it('have nothing to update when nodes come and go', async () => {
    await using all = balancing({ check });
    await all.see(withPort(1));
    expect(await all.haveNodes(['n2'])).to.deep.equal([]);
  });

  it('report a failed update', async () => {
    await using all = balancing({ check });
    await all.see(front);
    expect(await all.see(annotated({ bad: 'yes' }))).to.deep.equal(refused);
    expect(await all.haveNodes(['n2', 'n1'])).to.deep.equal([
      'Error updating load balancer with new hosts [n1 n2] [node names limited, total number of ' +
        'nodes: 2], error: no such port',
      ...refused,
    ]);
  });

  it('let it go', async () => {
    await using all = balancing({ check });
    await all.see(withPort(1));
    expect(await all.see({ ...dying, ...withPort(1), metadata: dying.metadata ?? {} })).to.include(
      'DeletedLoadBalancer',
    );
    await all.clock.advance(600_000);
    expect(await all.done()).to.deep.equal([]);
  });
});
