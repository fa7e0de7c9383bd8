import { expect } from 'chai';
import { resources } from '../../../harness/api/resources.ts';
import { manualClock } from '../../../harness/testing/manual-clock.ts';
import { type MemoryApi, memoryApi, type Stored } from '../testing/memory-api.ts';
import { connectorManifests, runConnector } from './connector.ts';

describe('runConnector', () => {
  it('runs one process while a Pod is Ready, with the address of that Pod', async () => {
    const clock = manualClock();
    const api = memoryApi(clock);
    const seen: string[] = [];
    const start = async (address: string) => {
      seen.push(`start ${address}`);
      return { [Symbol.dispose]: () => void seen.push(`stop ${address}`) };
    };
    const connector = await runConnector(withApply(api), { version: '1.4.8', start, clock, log });
    const happens = async (change: () => unknown) => {
      await change();
      await clock.advance(1);
      return seen.splice(0);
    };

    expect(await happens(() => undefined)).to.deep.equal([]);
    expect(await happens(() => api.create(resources.Pod, pod('a', '10.224.0.4', 'False')))).to.deep.equal([]);
    expect(await happens(() => edit(api, 'a', ready))).to.deep.equal(['start 10.224.0.4']);
    expect(await happens(() => api.create(resources.Pod, pod('b', '10.224.0.5', 'True')))).to.deep.equal([]);
    expect(await happens(() => edit(api, 'a', deleted))).to.deep.equal(['stop 10.224.0.4', 'start 10.224.0.5']);
    expect(await happens(() => remove(api, 'b'))).to.deep.equal(['stop 10.224.0.5']);
    expect(await happens(() => api.create(resources.Pod, pod('c', '10.224.0.6', 'True')))).to.deep.equal([
      'start 10.224.0.6',
    ]);
    expect(await happens(() => connector[Symbol.asyncDispose]())).to.deep.equal(['stop 10.224.0.6']);
  });

  it('tries a start that failed again, after longer and longer, while the address is wanted', async () => {
    const clock = manualClock();
    const api = memoryApi(clock);
    const tried: string[] = [];
    let refusals = 3;
    const start = async (address: string) => {
      tried.push(`${clock.elapsed() / 1000} s ${address}`);
      if (refusals-- > 0) throw new Error('no port is free');
      return { [Symbol.dispose]: () => undefined };
    };
    await using _connector = await runConnector(withApply(api), { version: '1.4.8', start, clock, log });
    await api.create(resources.Pod, pod('a', '10.224.0.4', 'True'));
    await clock.advance(100_000);
    expect(tried.splice(0)).to.deep.equal(['0 s 10.224.0.4', '10 s 10.224.0.4', '30 s 10.224.0.4', '70 s 10.224.0.4']);

    refusals = 1;
    await remove(api, 'a');
    await api.create(resources.Pod, pod('b', '10.224.0.5', 'True'));
    await clock.advance(1);
    await remove(api, 'b');
    await clock.advance(100_000);
    expect(tried).to.deep.equal(['100 s 10.224.0.5']);
  });

  it("is a Deployment of one Pod with the provider's image that needs a node of another type", async () => {
    const clock = manualClock();
    const api = memoryApi(clock);
    const start = async () => ({ [Symbol.dispose]: () => undefined });
    await using _connector = await runConnector(withApply(api), { version: '1.6.4', start, clock, log });
    const { spec } = api.all('deployments')[0] ?? {};
    expect(spec).to.deep.include({ replicas: 1, selector: { matchLabels: { app: 'aci-connector-linux' } } });
    expect(JSON.stringify(spec)).to.include('mcr.microsoft.com/oss/virtual-kubelet/virtual-kubelet:1.6.4');
    expect(JSON.stringify(spec)).to.include('{"key":"type","operator":"NotIn","values":["virtual-kubelet"]}');
    expect(api.all('serviceaccounts')).to.have.length(1);
  });
});

describe('connectorManifests', () => {
  it('run another image where kubelets are real', () => {
    const { deployment } = connectorManifests('1.6.4', { image: 'small:1', command: ['sleep', '1'] });
    const [container] = deployment.spec.template.spec.containers;
    expect(container).to.deep.include({ name: 'aci-connector-linux', image: 'small:1', command: ['sleep', '1'] });
  });
});

const log = () => undefined;

/** Server-side apply, as far as objects that are not there yet are concerned. */
function withApply(api: MemoryApi): MemoryApi {
  const patch: MemoryApi['patch'] = (resource, _reference, { body }) => api.create(resource, body as Stored);
  return { ...api, patch };
}

function pod(name: string, podIP: string, status: 'True' | 'False'): Stored {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'kube-system', labels: { app: 'aci-connector-linux' } },
    status: { phase: 'Running', podIP, conditions: [{ type: 'Ready', status }] },
  };
}

const ready = (pod: Stored) => Object.assign(pod.status ?? {}, { conditions: [{ type: 'Ready', status: 'True' }] });
const deleted = (pod: Stored) => Object.assign(pod.metadata ?? {}, { deletionTimestamp: '2026-01-01T00:00:00Z' });
const path = (name: string) => `/api/v1/namespaces/kube-system/pods/${name}`;
const edit = (api: MemoryApi, name: string, change: (pod: Stored) => void) => api.edit(path(name), change);
const remove = (api: MemoryApi, name: string) => api.request('DELETE', path(name), { body: {} });
