import { limitation, scenario, service } from '../../harness/index.ts';
import { cloudController } from './documents.ts';

const [fourPorts, udp, accounting] = [service('four-ports'), service('udp'), service('accounting')];
const isRefused = (refused: typeof udp, why: string) => [
  refused.hasEvent({
    ...{ type: 'Warning', reason: 'SyncLoadBalancerFailed', from: 'service-controller' },
    message: `Error syncing load balancer: failed to ensure load balancer: ${why}`,
  }),
  refused.hasFinalizer('service.kubernetes.io/load-balancer-cleanup'),
  refused.hasNoExternalAddress(),
];

export default scenario({
  title: 'A load balancer has at most three ports, TCP alone, and one of two ways to be paid for',
  level: 'extended',
  about: 'nifcloud-cloud-controller-manager',
  requires: ['load-balancer'],
  given: ['load-balancer.yaml', 'load-balancer-invalid.yaml'],

  // One port, TCP, paid by use.
  control: [service('nginx').hasExternalAddress()],

  documented: limitation({
    source: cloudController('pkg/cloudprovider/providers/nifcloud at v1.2.0'),
    description: 'Services with four ports, with UDP or with an unknown accounting type stay without an address.',
    expect: [
      ...isRefused(fourPorts, 'cannot create load balancer with 4 ports. max port count is 3'),
      ...isRefused(udp, 'only TCP load balancer is supported'),
      ...isRefused(
        accounting,
        'annotation service.beta.kubernetes.io/nifcloud-load-balancer-accounting-type=3 is invalid',
      ),
    ],
    lifted: [fourPorts.hasExternalAddress(), udp.hasExternalAddress(), accounting.hasExternalAddress()],
  }),
});
