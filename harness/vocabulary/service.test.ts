import { expect } from 'chai';
import { workers } from './nodes.ts';
import { service } from './service.ts';
import { fakeView, podOn, virtual } from './testing/fake-view.ts';

const web = {
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { replicas: 2, selector: { matchLabels: { app: 'web' } } },
};
const pods = ['10.241.0.4', '10.241.0.5'].map((podIP, at) =>
  podOn(virtual, { metadata: { name: `web-${at}` }, status: { podIP } }),
);
const slice = (...endpoints: object[]) => ({
  kind: 'EndpointSlice',
  metadata: { name: 'front-1', labels: { 'kubernetes.io/service-name': 'front' } },
  endpoints,
});
const at = (address: string, ready = true) => ({ addresses: [address], conditions: { ready } });

describe('service', () => {
  const front = service('front');

  it('has an external address once its status names one', () => {
    const view = (ingress: object[]) =>
      fakeView([{ kind: 'Service', metadata: { name: 'front' }, status: { loadBalancer: { ingress } } }]);
    expect(front.hasExternalAddress().look(view([{ ip: '20.0.0.1' }]))).to.include({ met: true, saw: '20.0.0.1' });
    expect(front.hasExternalAddress().look(view([{ hostname: 'lb.example' }])).met).to.equal(true);
    expect(front.hasExternalAddress().look(view([]))).to.include({ met: false, saw: '<pending>' });
  });

  it('has no external address while its status names none', () => {
    const view = (ingress: object[]) =>
      fakeView([{ kind: 'Service', metadata: { name: 'front' }, status: { loadBalancer: { ingress } } }]);
    expect(front.hasNoExternalAddress().look(view([]))).to.include({ met: true, saw: '<pending>' });
    expect(front.hasNoExternalAddress().look(view([{ ip: '20.0.0.1' }]))).to.include({ met: false, saw: '20.0.0.1' });
    expect(front.hasNoExternalAddress().look(fakeView([])).met).to.equal(false);
  });

  it('has a finalizer', () => {
    const has = (...finalizers: string[]) =>
      front.hasFinalizer('keep').look(fakeView([{ kind: 'Service', metadata: { name: 'front', finalizers } }])).met;
    expect([has('other', 'keep'), has('other'), has()]).to.deep.equal([true, false, false]);
  });

  const node = (name: string, labels = {}) => ({ kind: 'Node', metadata: { name, labels } });
  const master = node('master111', { 'node-role.kubernetes.io/control-plane': '' });

  for (const [targets, met] of [
    ['node121,node111', true],
    ['node111', false],
    ['master111,node111,node121', false],
    ['', false],
    [undefined, false],
  ] as const)
    it(`targets the workers, given ${targets}: ${met}`, () => {
      const annotations = targets === undefined ? {} : { 'plimsoll.dev/load-balancer-targets': targets };
      const view = fakeView([
        { kind: 'Service', metadata: { name: 'front', annotations } },
        ...[node('node111'), node('node121'), master],
      ]);
      const expectation = front.targets(workers);
      expect(expectation.summary).to.equal('Service front is balanced over exactly the workers of the cluster');
      expect(expectation.look(view).met).to.equal(met);
    });

  it('targets nothing where there are no workers', () => {
    const annotations = { 'plimsoll.dev/load-balancer-targets': '' };
    const view = fakeView([{ kind: 'Service', metadata: { name: 'front', annotations } }, master]);
    expect(front.targets(workers).look(view).met).to.equal(false);
  });

  for (const [title, met, endpoints] of [
    ['the Pods, in any order', true, [at('10.241.0.5'), at('10.241.0.4')]],
    ['one Pod too few', false, [at('10.241.0.4')]],
    ['one address too many', false, [at('10.241.0.4'), at('10.241.0.5'), at('10.224.0.4')]],
    ['a Pod that is not ready', false, [at('10.241.0.4'), at('10.241.0.5', false)]],
  ] as const)
    it(`leads to ${title}: ${met}`, () => {
      expect(front.leadsToPodsOf('web').look(fakeView([web, ...pods, slice(...endpoints)])).met).to.equal(met);
    });

  it('leads nowhere while the Deployment is not complete', () => {
    const view = fakeView([web, ...pods.slice(1), slice(at('10.241.0.5'))]);
    expect(front.leadsToPodsOf('web').look(view).met).to.equal(false);
  });

  it('asks for a probe of what it wants answered', () => {
    expect(front.answers('/a', 'b').probes).to.deep.equal([{ service: 'front', port: 80, path: '/a' }]);
  });

  for (const [answer, met] of [
    [{ status: 200, body: 'ours\n' }, true],
    [{ status: 200, body: 'ours and more' }, false],
    [{ status: 404, body: 'ours' }, false],
    [{ error: 'connection refused' }, false],
    [undefined, false],
  ] as const)
    it(`is met by an answer of ${JSON.stringify(answer)}: ${met}`, () => {
      const seen = front.answers('/', '<namespace>').look(fakeView([], answer && { answer }));
      expect(seen.met).to.equal(met);
    });

  it('shortens a long page', () => {
    const answer = { status: 200, body: 'x'.repeat(1000) };
    expect(front.answers('/', 'y').look(fakeView([], { answer })).saw).to.equal(`200: ${'x'.repeat(200)}…`);
  });
});
