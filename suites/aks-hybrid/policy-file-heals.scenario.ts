import { guarantee, pod, scenario } from '../../harness/index.ts';
import { aksHybrid } from './documents.ts';

export default scenario({
  title: 'With fsGroupPolicy File the same Pod writes to its volume once it is re-created',
  level: 'core',
  about: 'akshci-csi-driver',
  requires: ['vm-nodes'],
  exclusive: true,
  given: ['class-default.yaml', 'default-class-denies-non-root.yaml'],

  async when({ until, apply, remove }) {
    await until(pod('controldb-0').isCrashLooping({ restarts: 1 }));
    await apply('policy-file.yaml');
    await remove('Pod', 'controldb-0');
  },

  documented: guarantee({
    source: aksHybrid(
      'Change the spec of the CSI driver, from v1.20 (CSI Driver の Spec を変更 (v1.20 以降 で利用可能))',
    ),
    description: 'The volume is given to the Pod’s fsGroup, though class and claim are as they were.',
    expect: [
      pod('controldb-0').isRunning(),
      pod('controldb-0').hasNotRestarted(),
      pod('controldb-0').logs('2775 2000\nstarted'),
    ],
  }),
});
