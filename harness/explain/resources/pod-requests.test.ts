import { expect } from 'chai';
import { pod } from '../testing/cluster-of.ts';
import { requestsOf } from './pod-requests.ts';

const container = (cpu: string, restartPolicy?: 'Always') => ({
  name: cpu,
  resources: { requests: { cpu } },
  ...(restartPolicy && { restartPolicy }),
});

/** Containers, init containers, further fields of the Pod, thousandths of a core. */
const rows = [
  [[container('1'), container('500m')], [], {}, 1500],
  [[container('1')], [container('3')], {}, 3000],
  [[container('1')], [container('3'), container('2')], {}, 3000],
  [[container('1')], [container('1', 'Always')], {}, 2000],
  [[container('1')], [container('1', 'Always'), container('3')], {}, 4000],
  [[container('1')], [container('3'), container('1', 'Always')], {}, 3000],
  [[container('1')], [], { overhead: { cpu: '250m' } }, 1250],
  [[container('1')], [], { resources: { requests: { cpu: '4' } } }, 4000],
] as const;

describe('requestsOf', () => {
  for (const [containers, initContainers, more, cpu] of rows)
    it(`sets ${cpu}m aside for ${JSON.stringify({ containers, initContainers, ...more })}`, () => {
      const spec = { containers: [...containers], initContainers: [...initContainers], ...more };
      expect(requestsOf(pod('web', { spec })).cpu).to.equal(cpu);
    });
});
