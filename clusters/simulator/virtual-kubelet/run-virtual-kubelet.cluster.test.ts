import { expect } from 'chai';
import { resources } from '../../../harness/api/resources.ts';
import type { Event, Node, Pod } from '../../../harness/kubernetes.ts';
import { settingsFrom } from '../../control-plane/settings.ts';
import { once, type RealControlPlane, realControlPlane } from '../../testing/real-control-plane.ts';
import { deployment } from '../testing/virtual-kubelet-deployment.ts';
import { containerGroups } from './container-groups.ts';
import { profiles } from './profiles.ts';
import { runVirtualKubelet } from './run-virtual-kubelet.ts';

const pace = 10;
const nodeName = 'virtual-node-aci-linux';

describe('runVirtualKubelet on a real control plane', () => {
  for (const name of ['aks-1.4.8', 'aks-1.6'] as const) {
    describe(name, () => {
      const undo = new AsyncDisposableStack();
      let plane: RealControlPlane;
      let process: Disposable;
      let start: () => Promise<Disposable>;

      before(async () => {
        const profile = profiles[name];
        plane = undo.use(await realControlPlane(pace, settingsFrom()));
        const { cluster, cloud } = plane;
        const groups = undo.use(containerGroups({ cloud, startsWithin: 3_000 }));
        start = () => runVirtualKubelet(cluster.api, { profile, cloud, groups, address: '10.224.0.115' });
        process = await start();
        undo.defer(() => process[Symbol.dispose]());
        await once<Node>(cluster.api, resources.Node, ([node]) => node?.spec?.taints?.length === 1);
        await cluster.api.create(resources.Deployment, deployment('refused', 4, { volumes: [unsupported] }));
        await cluster.api.create(resources.Deployment, deployment('web', 1, {}));
      });
      after(() => undo.disposeAsync());

      it('registers a node as AKS shows it', async () => {
        const [, row = ''] = (await plane.kubectl('get', 'nodes')).split('\n');
        expect(row).to.match(new RegExp(`^${nodeName} +Ready +agent +\\S+ +${profiles[name].kubeletVersion}$`));
        expect(await plane.kubectl('get', 'node', nodeName, '-o', 'jsonpath={.spec.taints}')).to.equal(
          '[{"effect":"NoSchedule","key":"virtual-kubelet.io/provider","value":"azure"}]',
        );
        expect(await plane.kubectl('get', 'node', nodeName, '-o', 'jsonpath={.status.capacity}')).to.equal(
          '{"cpu":"10k","memory":"4Ti","pods":"5k"}',
        );
        const { metadata } = await plane.cluster.api.get<Node>(resources.Node, { name: nodeName });
        const managers = (metadata?.managedFields ?? []).map(({ manager }) => manager);
        expect(managers).to.include('virtual-kubelet').and.not.to.include('node');
      });

      it('refuses four replicas with an unsupported volume, each with one Event whose count rises', async () => {
        const { api } = plane.cluster;
        await once<Event>(
          api,
          resources.Event,
          (events) => refusals(events).filter(({ count = 0 }) => count > 5).length === 4,
        );
        const rows = (await plane.kubectl('get', 'pods', '-l', 'app=refused', '--no-headers')).trim().split('\n');
        for (const row of rows) expect(row).to.match(/^refused-\S+ +0\/1 +ProviderFailed +0 +\S+$/);
        const [{ metadata } = {}] = (await pods()).filter(({ metadata }) => metadata?.labels?.app === 'refused');
        const described = await plane.kubectl('describe', 'pod', metadata?.name ?? '');
        const message = `pod ${metadata?.name} requires volume data which is of an unsupported type`;
        expect(described).to.match(new RegExp(`Node: +${nodeName}/\n`));
        expect(described)
          .to.match(/Status: +Pending\nReason: +ProviderFailed\n/)
          .and.to.include(message);
        expect(described).to.match(
          new RegExp(
            `Warning +ProviderCreateFailed +\\S+ \\(x\\d+ over \\S+\\) +${nodeName}/pod-controller +${message}`,
          ),
        );
        expect(refusals(await once<Event>(api, resources.Event, () => true))).to.have.length(4);
      });

      it('runs a Pod, and answers kubectl logs', async () => {
        const pod = await running();
        expect(pod.status).to.include({
          phase: 'Running',
          podIP: '10.239.0.4',
          hostIP: '10.224.0.115',
          qosClass: 'BestEffort',
        });
        expect(pod.status?.podIPs).to.deep.equal([{ ip: '10.239.0.4' }]);
        expect(pod.status?.startTime === undefined).to.equal(name === 'aks-1.4.8');
        const fields = pod.metadata?.managedFields?.find(({ subresource }) => subresource === 'status');
        expect(fields?.manager).to.equal('virtual-kubelet');
        const described = await plane.kubectl('describe', 'pod', pod.metadata?.name ?? '');
        const started = new RegExp(
          `Normal +Started +\\S+ +${nodeName}/pod-controller +spec.containers.web.: Started container`,
        );
        expect(started.test(described), described).to.equal(name === 'aks-1.6');
        expect(await plane.kubectl('logs', pod.metadata?.name ?? '')).to.equal('hello\n');
        const refused = (await pods()).find(({ metadata }) => metadata?.labels?.app === 'refused');
        expect(await plane.kubectl('logs', refused?.metadata?.name ?? '')).to.match(
          /^Error from server \(NotFound\): the server could not find the requested resource \( pods\/log refused-/,
        );
      });

      it('takes back the label that is put on a quiet Pod', async () => {
        const { metadata } = await running();
        const { api } = plane.cluster;
        // A label stays that came before two polls with the same report; then the next one is reverted.
        for (let value = 1, isBack = false; !isBack; value++) {
          await plane.cloud.clock.sleep(15_000);
          const label = `mine=${value}`;
          expect(await plane.kubectl('label', '--overwrite', 'pod', metadata?.name ?? '', label)).to.include('labeled');
          const isWithout = (all: readonly Pod[]) =>
            all.every(({ metadata }) => metadata?.labels?.mine !== String(value));
          const taken = once<Pod>(api, resources.Pod, isWithout).then(() => true);
          isBack = await Promise.race([taken, plane.cloud.clock.sleep(30_000).then(() => false)]);
        }
      });

      it('removes a refused Pod immediately, and one that ran after its grace period', async () => {
        const { api } = plane.cluster;
        await api.delete(resources.Deployment, { namespace: 'default', name: 'refused' }, background);
        await once<Pod>(api, resources.Pod, (all) => all.length === 1);
        const { metadata } = await running();
        const began = Date.now();
        await api.delete(resources.Deployment, { namespace: 'default', name: 'web' }, background);
        await once<Event>(api, resources.Event, (events) =>
          events.some(({ reason }) => reason === 'ProviderDeleteSuccess'),
        );
        await once<Pod>(api, resources.Pod, (all) => all.every((pod) => pod.metadata?.uid !== metadata?.uid));
        expect(Date.now() - began).to.be.at.least(30_000 / pace - 100);
      });

      it('is NotReady some time after it is stopped, and Ready when it is back', async () => {
        const { api } = plane.cluster;
        const is = (status: string) => (nodes: readonly Node[]) =>
          nodes.some((node) => node.status?.conditions?.some((one) => one.type === 'Ready' && one.status === status));
        process[Symbol.dispose]();
        const [node] = await once<Node>(api, resources.Node, is('Unknown'));
        expect(node?.status?.conditions?.map(({ type, status }) => `${type}=${status}`)).to.include.members([
          'Ready=Unknown',
          'OutOfDisk=False',
          'PIDPressure=Unknown',
        ]);
        process = await start();
        await once<Node>(api, resources.Node, is('True'));
      });

      async function pods(): Promise<readonly Pod[]> {
        return (await plane.cluster.api.list<Pod>(resources.Pod)).items;
      }

      async function running(): Promise<Pod> {
        const isRunning = ({ metadata, status }: Pod) => metadata?.labels?.app === 'web' && status?.phase === 'Running';
        const all = await once<Pod>(plane.cluster.api, resources.Pod, (pods) => pods.some(isRunning));
        return all.find(isRunning) ?? {};
      }
    });
  }
});

const refusals = (events: readonly Event[]) => events.filter(({ reason }) => reason === 'ProviderCreateFailed');
const background = { propagationPolicy: 'Background' };
const unsupported = { name: 'data', hostPath: { path: '/' } };
