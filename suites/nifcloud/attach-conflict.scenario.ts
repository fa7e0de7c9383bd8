import { deployment, limitation, matching, pod, scenario, takesPodsWith, zoneOf } from '../../harness/index.ts';
import { diskDriverName, reconciler } from './documents.ts';

const inUse = String.raw`for volume "pvc-\S+" Volume is already used by pod\(s\) app-\S+`;
const conflict = (how: string) => ({
  description: 'The disk stays with the node that has it; a second Pod on another node waits for it.',
  expect: [
    deployment('app').runs(),
    pod('second').hasEvent({
      type: 'Warning',
      reason: 'FailedAttachVolume',
      from: 'attachdetach-controller',
      message: matching(new RegExp(`^${how} ${inUse}$`), `“${how}”, as a Pod of app uses the volume`),
    }),
  ],
  lifted: [pod('second').isRunning()],
});

export default scenario({
  title: 'A disk in use is not attached to a second node',
  level: 'extended',
  about: 'kubernetes',
  needs: ['nifcloud-csi-driver'],
  requires: ['machines', 'zones'],
  exclusive: true,
  given: ['class.yaml', 'claim.yaml', 'app.yaml'],

  async when({ until, apply, machines, view }) {
    await until(deployment('app').runs());
    const other = await machines.add({ zone: zoneOf(view, 'app') });
    await until(takesPodsWith(diskDriverName, other));
    await apply('attach-conflict.yaml', { NODE: other });
  },
  control: [pod('control').isRunning()],

  documented: [
    limitation({ versions: '<1.37', source: reconciler('v1.36'), ...conflict('Multi-Attach error') }),
    limitation({ versions: '>=1.37', source: reconciler('v1.37'), ...conflict('Waiting for detach') }),
  ],
});
