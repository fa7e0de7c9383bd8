import { limitation, pod, scenario } from '../../harness/index.ts';
import { virtualKubelet } from './documents.ts';

export default scenario({
  title: 'A Pod whose ConfigMap is not there waits on the virtual node without a reason',
  level: 'extended',
  about: 'azure-aci',
  requires: ['virtual-node'],
  given: ['env-from-missing-configmap.yaml'],

  // The same with a ConfigMap that is there.
  control: [pod('control').runsOnVirtualNode()],

  documented: limitation({
    source: virtualKubelet('internal/podutils/env.go at v1.6.0 and v1.11.0'),
    description: 'A ConfigMap that the environment needs is named by an event only; the status stays plain Pending.',
    expect: [
      pod('web').waitsInSilence(),
      pod('web').hasEvent({
        type: 'Warning',
        reason: 'MandatoryConfigMapNotFound',
        from: '<node>/pod-controller',
        message: 'configmap "missing-settings" not found',
        times: 2,
      }),
      pod('web').hasNoEvent('ProviderCreateFailed'),
    ],
    lifted: [pod('web').isRunning()],
  }),
});
