import { event, node, using } from '../testing/cluster-of.ts';
import { itConcludes } from '../testing/it-concludes.ts';

const on = (spec: object = {}) => ({ spec: { nodeName: 'worker1', ...spec } });
const refused = 'pod web requires volume data which is of an unsupported type';
const virtual = node('worker1', { labels: { type: 'virtual-kubelet' } });

describe('explain, of provider', () =>
  itConcludes([
    [
      'a provider that refuses',
      { ...on(using('data')), status: { phase: 'Pending', reason: 'ProviderFailed', message: refused } },
      { Node: [virtual] },
      'provider',
      `worker1 refuses it (ProviderFailed): ${refused}; data is claim data, and virtual nodes mount no claims`,
    ],
    [
      'a provider that succeeded too late',
      { ...on(), status: { phase: 'Pending', reason: 'ProviderFailed', message: 'no secret' } },
      { Node: [virtual], Event: [event('Pod/web', 'ProviderCreateSuccess', { message: 'done', type: 'Normal' })] },
      'provider',
      'worker1 refuses it (ProviderFailed): no secret; a later attempt succeeded, and its status is no longer updated',
    ],
    [
      'what a virtual node lacks',
      on(),
      {
        Node: [virtual],
        Event: [event('Pod/web', 'MandatoryConfigMapNotFound', { message: 'configmap "c" not found' })],
      },
      'provider',
      'worker1 cannot make it (MandatoryConfigMapNotFound): configmap "c" not found',
    ],
  ]));
