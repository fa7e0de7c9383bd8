import { claim, limitation, matching, pod, scenario } from '../../harness/index.ts';
import { ebsDriver } from './documents.ts';

const refusal = {
  type: 'Warning',
  reason: 'ProvisioningFailed',
  from: matching(/^ebs\.csi\.aws\.com_/, 'the provisioner of EBS'),
  message: matching(
    /rpc error: code = InvalidArgument desc = Volume capabilities .*not supported/,
    'the volume capabilities are not supported',
  ),
} as const;

export default scenario({
  title: 'EBS has no volume that several nodes write to',
  level: 'extended',
  about: 'ebs-csi-driver',
  requires: ['vm-nodes'],
  given: ['class-immediate.yaml', 'ebs-rwx-refused.yaml'],

  // The same for one node at a time.
  control: [claim('control').isBound()],

  documented: limitation({
    source: ebsDriver('pkg/driver/controller.go at v1.64.0'),
    description: 'A claim of a file system with ReadWriteMany is refused, and its Pod waits.',
    expect: [
      claim('shared').isPending(),
      claim('shared').hasEvent(refusal),
      pod('web').isUnschedulable(
        matching(/pod has unbound immediate PersistentVolumeClaims/, 'its claim is not bound'),
      ),
    ],
    lifted: [claim('shared').isBound()],
  }),
});
