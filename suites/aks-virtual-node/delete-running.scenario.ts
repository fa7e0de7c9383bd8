import { guarantee, matching, pod, scenario } from '../../harness/index.ts';
import { virtualKubelet } from './documents.ts';

export default scenario({
  title: 'A running Pod is deleted in the provider, and gone after its grace period',
  level: 'extended',
  about: 'azure-aci',
  requires: ['virtual-node'],
  given: ['delete-running.yaml'],

  async when({ until, remove }) {
    await until(pod('web').runsOnVirtualNode());
    await remove('Pod', 'web');
  },

  documented: guarantee({
    source: virtualKubelet('node/podcontroller.go and node/pod.go at v1.6.0 and v1.11.0'),
    description: 'The provider deletes the Pod first; the Pod itself stays Terminating for its grace period.',
    expect: [
      pod('web').isGone(),
      pod('web').wasSeen(
        matching(
          /^Terminating, Running, container web ended with 0 \(NotFound\)/,
          'terminating, with its container ended by the provider (NotFound)',
        ),
      ),
      pod('web').hadEvent({
        type: 'Normal',
        reason: 'ProviderDeleteSuccess',
        from: matching(/^.+\/pod-controller$/, 'the pod-controller of its node'),
        message: 'Delete pod in provider successfully',
      }),
    ],
  }),
});
