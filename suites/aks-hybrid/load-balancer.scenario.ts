import { deployment, guarantee, scenario, service } from '../../harness/index.ts';
import { aksHybrid } from './documents.ts';

export default scenario({
  title: 'A LoadBalancer Service gets an address from the cluster’s own balancer',
  level: 'extended',
  about: 'kubernetes',
  requires: ['load-balancer'],
  given: ['load-balancer.yaml'],
  documented: guarantee({
    source: aksHybrid('Load balancer (ロードバランサー)'),
    description: 'Services of type LoadBalancer can be used as they are: the balancer’s machine takes the address.',
    expect: [deployment('web').isAvailable(), service('web').hasExternalAddress(), service('web').leadsToPodsOf('web')],
  }),
});
