import { expect } from 'chai';
import { normalized } from './differences.ts';

const alike: readonly (readonly [string, string, string])[] = [
  ['nodes', 'Running, on worker1', 'Running, on worker3'],
  ['ids of machines', 'Running, on moc-lw1x7k2mqgd', 'Running, on moc-lw2h9t4sjzb'],
  [
    'names of Pods',
    '1 of 1 Pods: app-cd8fb7bd5-6c25h: Running, on node131',
    '1 of 1 Pods: app-cd8fb7bd5-7tgfv: Running, on node121',
  ],
  ['the order of Pods', 'web-0: Running, on worker2; web-1: Running', 'web-1: Running; web-0: Running, on worker2'],
  [
    'groups of Pods',
    '4 of 4 Pods: 4 × Running, on worker1',
    '4 of 4 Pods: 2 × Running, on worker1; 2 × Running, on worker2',
  ],
  [
    'addresses',
    'endpoints 10.239.0.18; Pods 10.239.0.18',
    'endpoints 10.244.1.4, 10.244.1.5; Pods 10.244.1.4, 10.244.1.5',
  ],
  ['volumes', 'Bound to pvc-9539847c-5ec0-47b2-8415-2af11d6969ce', 'Bound to pvc-7e4110dc-1c1b-4cd7-bc30-7c4fa893415c'],
  ['zones', 'its Pods are in ap-northeast-1c', 'its Pods are in ap-northeast-1a'],
  ['namespaces', '200: plimsoll-service-serves-share-1vsbov', '200: plimsoll-service-serves-share-9ma9a5'],
  ['how often', 'Warning BackOff from kubelet ×3: x', 'Warning BackOff from kubelet ×7: x'],
  ['restarts', 'Running, restarts: agent 2', 'Running, restarts: agent 3'],
];
const different: readonly (readonly [string, string, string])[] = [
  ['phases', 'Running, on worker1', 'Pending, on worker1'],
  ['reasons', 'Warning FailedMount from kubelet ×1: x', 'Warning FailedAttachVolume from kubelet ×1: x'],
  ['kinds of nodes', 'Running, on virtual-node-aci-linux', 'Running, on worker1'],
  ['messages', 'mkdir: permission denied', 'mkdir: read-only file system'],
  ['modes', 'mode 2775', 'mode 0755'],
  ['readiness', 'Running, not Ready, on worker1', 'Running, on worker1'],
];

describe('normalized', () => {
  for (const [what, one, other] of alike)
    it(`takes ${what} for alike`, () => expect(normalized(one)).to.equal(normalized(other)));
  for (const [what, one, other] of different)
    it(`distinguishes ${what}`, () => expect(normalized(one)).to.not.equal(normalized(other)));
});
