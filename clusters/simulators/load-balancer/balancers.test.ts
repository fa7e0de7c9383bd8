import { expect } from 'chai';
import type { ApiClient } from '../../../harness/api/client.ts';
import { clockAt } from '../../../harness/clock.ts';
import { balancers } from './balancers.ts';
import type { FrontEnd } from './front-end.ts';
import { cleanupFinalizer, type Service } from './service.ts';

const front: Service = {
  metadata: { name: 'web', namespace: 'shop', uid: 'u' },
  spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
};
const cleaning: Service = { ...front, metadata: { ...front.metadata, finalizers: [cleanupFinalizer] } };
const dying: Service = { ...cleaning, metadata: { ...cleaning.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };

const ensured = [
  'EnsuringLoadBalancer',
  'finalizer',
  'open',
  'annotation null',
  'EnsuredLoadBalancer',
  'ingress 127.1.2.3',
];

describe('balancers', () => {
  const table: readonly (readonly [string, readonly Service[], readonly string[]])[] = [
    ['ensures one in the order of the service controller', [front], ensured],
    ['does not do it again when something else changes', [front, { ...cleaning, status: {} }], ensured],
    [
      'deletes it before the Service goes',
      [front, dying],
      [...ensured, 'DeletingLoadBalancer', 'close', 'finalizer away', 'DeletedLoadBalancer'],
    ],
    [
      'deletes it when the Service is of another type now',
      [front, { ...cleaning, spec: { type: 'ClusterIP' } }],
      [...ensured, 'DeletingLoadBalancer', 'close', 'finalizer away', 'DeletedLoadBalancer', 'ingress none'],
    ],
    [
      'opens other ports when the Service has others',
      [front, { ...cleaning, spec: { ...front.spec, ports: [{ port: 81 }] } }],
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
    it(does, async () => expect(await stepsFor(services, 80)).to.deep.equal(steps));
  }

  it('says where it listens when it is elsewhere', async () => {
    expect(await stepsFor([front], 8080)).to.include.members(['annotation 8080', 'ListeningElsewhere']);
  });
});

/** What is done, in order, when a watch sees these states of one Service. */
async function stepsFor(services: readonly Service[], listening: number): Promise<string[]> {
  const steps: string[] = [];
  const done = () => steps.splice(0);
  const api = {
    patch: async (_: unknown, __: unknown, { body }: { body: unknown }) => void steps.push(patchInWords(body as Patch)),
  };
  const open = async (): Promise<FrontEnd> => {
    steps.push('open');
    return {
      address: '127.1.2.3',
      ports: [{ port: 80, listening }],
      [Symbol.asyncDispose]: async () => void steps.push('close'),
    };
  };
  const all = balancers({
    api: api as unknown as ApiClient,
    clock: clockAt(1),
    events: { record: (_, { reason }) => void steps.push(reason) },
    open,
    signal: new AbortController().signal,
  });
  const seen: string[] = [];
  for (const object of services) {
    all.see({ type: 'MODIFIED', object });
    await new Promise(setImmediate);
    seen.push(...done());
  }
  await all[Symbol.asyncDispose]();
  return seen;
}

interface Patch {
  metadata?: { finalizers?: string[]; annotations?: Record<string, string | null> };
  status?: { loadBalancer: { ingress: { ip: string }[] | null } };
}

function patchInWords({ metadata, status }: Patch): string {
  if (status) return `ingress ${status.loadBalancer.ingress?.[0]?.ip ?? 'none'}`;
  if (metadata?.finalizers) return 'finalizer';
  if (metadata?.annotations) return `annotation ${Object.values(metadata.annotations)[0]}`;
  return 'finalizer away';
}
