import { deployment, guarantee, scenario, service, workers } from '../../harness/index.ts';
import { nifcloud } from './documents.ts';

const nginx = service('nginx');
const event = (reason: string, message: string) =>
  nginx.hasEvent({ type: 'Normal', reason, message, from: 'service-controller' });

export default scenario({
  title: 'A LoadBalancer Service gets a load balancer of the cloud in front of every worker',
  level: 'core',
  about: 'nifcloud-cloud-controller-manager',
  requires: ['load-balancer', 'load-balancer-targets'],
  given: ['load-balancer.yaml'],
  documented: guarantee({
    source: nifcloud('type: LoadBalancer'),
    description:
      'The Service gets an external address; the workers are the balancing targets, and the masters are not.',
    expect: [
      deployment('nginx').isAvailable(),
      event('EnsuringLoadBalancer', 'Ensuring load balancer'),
      event('EnsuredLoadBalancer', 'Ensured load balancer'),
      nginx.hasFinalizer('service.kubernetes.io/load-balancer-cleanup'),
      nginx.hasExternalAddress(),
      nginx.targets(workers),
    ],
  }),
});
