import { expect } from 'chai';
import type { KnownKind, KubernetesObject } from '../../api/resources.ts';
import { stateInWords } from './state-in-words.ts';

describe('stateInWords', () => {
  for (const [kind, object, words] of [
    ['CSINode', { spec: { drivers: [{ name: 'ebs' }, { name: 'efs' }] } }, 'drivers ebs, efs'],
    ['CSINode', { spec: { drivers: null } }, 'drivers none'],
    ['CSIDriver', { spec: { fsGroupPolicy: 'File' } }, 'fsGroupPolicy File'],
    ['EndpointSlice', { endpoints: null }, 'ready none'],
    [
      'EndpointSlice',
      {
        endpoints: [
          { addresses: ['10.0.0.1'], conditions: { ready: true } },
          { addresses: ['10.0.0.2'], conditions: { ready: false } },
        ],
      },
      'ready 10.0.0.1',
    ],
    ['PersistentVolumeClaim', { spec: { volumeName: 'pv' }, status: { phase: 'Bound' } }, 'Bound to pv'],
    [
      'PersistentVolume',
      { spec: { claimRef: { namespace: 'ours', name: 'data' } }, status: { phase: 'Released' } },
      'Released, for ours/data',
    ],
    [
      'VolumeAttachment',
      {
        spec: { source: { persistentVolumeName: 'pv' }, nodeName: 'a' },
        status: { attached: false, attachError: { message: 'the limit is reached' } },
      },
      'pv not attached to a: the limit is reached',
    ],
    ['StatefulSet', { spec: { replicas: 3 }, status: { readyReplicas: 2 } }, '2 of 3 Pods ready, 0 updated'],
    [
      'Node',
      {
        spec: { unschedulable: true, taints: [{ key: 'k', value: 'v', effect: 'NoSchedule' }] },
        status: { conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' }] },
      },
      'NotReady (NodeStatusUnknown), unschedulable, taint k=v:NoSchedule',
    ],
    ['Namespace', {}, undefined],
  ] as const)
    it(`describes a ${kind}: ${words ?? 'nothing'}`, () => {
      expect(stateInWords(kind as KnownKind, object as KubernetesObject)).to.equal(words);
    });

  it('describes a terminating object', () => {
    const leaving = { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' }, status: { phase: 'Lost' } };
    expect(stateInWords('PersistentVolumeClaim', leaving as KubernetesObject)).to.equal('Terminating, Lost');
  });
});
