import { aNodeWaitedForItsCloud, guarantee, pod, scenario, workers, zonesOf } from '../../harness/index.ts';
import { nifcloud } from './documents.ts';

export default scenario({
  title: 'A new node takes Pods once the cloud’s controller has told what and where it is',
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

  documented: [
    guarantee({
      source: nifcloud('クラスタの構築'),
      description:
        'A kubelet with an external cloud provider waits: until the controller has set providerID, addresses and zone, its node is tainted.',
      expect: [aNodeWaitedForItsCloud({ providerID: /^nifcloud:\/\/\/[^/]+\/[^/]+$/ }), pod('web').isRunning()],
    }),
  ],
});
