import type { ScenarioReport } from '../../harness/report.ts';

/** What a scenario finds when a pod is refused for another reason than the documented one. */
export const refusedPod: Pick<ScenarioReport, 'verdict' | 'timeline' | 'evidence'> = {
  verdict: {
    kind: 'failed',
    findings: [
      { summary: 'Pod control is running', met: true, saw: 'Running, on virtual-node-aci-linux' },
      {
        summary: 'Pods of Deployment web are refused with "requires volume data which is of an unsupported type"',
        met: false,
        saw: 'web-7d55d7679b-ftb5n: Pending, ProviderFailed: the requested resource is not available in the location "westeurope" at this moment',
        final: true,
      },
      { summary: 'Claim data is Bound', met: true, saw: 'Bound to data-7f3a' },
    ],
  },
  timeline: [
    { at: '2026-03-04T05:06:10.020Z', object: 'PersistentVolumeClaim/data', state: 'Pending' },
    { at: '2026-03-04T05:06:10.090Z', object: 'PersistentVolumeClaim/data', state: 'Bound' },
    { at: '2026-03-04T05:06:10.130Z', object: 'Pod/web-7d55d7679b-ftb5n', state: 'Pending, on virtual-node-aci-linux' },
    {
      at: '2026-03-04T05:06:10.730Z',
      object: 'Pod/web-7d55d7679b-ftb5n',
      state:
        'Pending, ProviderFailed: the requested resource is not available in the location "westeurope" at this moment',
    },
  ],
  evidence: {
    objects: [
      {
        name: 'Pod/web-7d55d7679b-ftb5n',
        object: {
          metadata: { namespace: 'plimsoll-7f3a-pvc-is-refused', name: 'web-7d55d7679b-ftb5n', labels: { app: 'web' } },
          kind: 'Pod',
          apiVersion: 'v1',
          status: { reason: 'ProviderFailed', phase: 'Pending' },
          spec: { nodeName: 'virtual-node-aci-linux', containers: [{ name: 'web', image: 'registry.example/web:1' }] },
        },
      },
    ],
    events: [
      {
        at: '2026-03-04T05:06:10Z',
        type: 'Normal',
        reason: 'Scheduled',
        object: 'Pod/web-7d55d7679b-ftb5n',
        from: 'default-scheduler',
        count: 1,
        message: 'Successfully assigned plimsoll-7f3a-pvc-is-refused/web-7d55d7679b-ftb5n to virtual-node-aci-linux',
      },
      {
        at: '2026-03-04T05:06:29Z',
        type: 'Warning',
        reason: 'ProviderCreateFailed',
        object: 'Pod/web-7d55d7679b-ftb5n',
        from: 'virtual-node-aci-linux/pod-controller',
        count: 7,
        message: 'the requested resource is not available in the location "westeurope" at this moment',
      },
    ],
  },
};
