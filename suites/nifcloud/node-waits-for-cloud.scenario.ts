import { aNodeWaitedForItsCloud, guarantee, matching, pod, scenario, workers, zonesOf } from '../../harness/index.ts';
import { nifcloud } from './documents.ts';

export default scenario({
  title: 'A new node takes Pods once the cloud’s controller has set what and where it is',
  level: 'core',
  about: 'nifcloud-cloud-controller-manager',
  requires: ['machines', 'zones'],
  exclusive: true,
  given: [],

  async when({ until, apply, machines, view }) {
    const [zone = ''] = zonesOf(view);
    await apply('node-waits-for-cloud.yaml', { NODES: `[${workers(view).join(', ')}]` });
    await until(pod('web').isUnschedulable());
    await machines.add({ zone });
  },

  documented: guarantee({
    source: nifcloud('Building the cluster (クラスタの構築)'),
    description:
      'With an external cloud provider a node is tainted until the controller has set providerID, addresses and zone.',
    expect: [
      aNodeWaitedForItsCloud({
        providerID: matching(/^nifcloud:\/\/\/[^/]+\/[^/]+$/, 'nifcloud:///<zone>/<machine>'),
      }),
      pod('web').isRunning(),
    ],
  }),
});
