import { limitation, matching, pod, scenario, volume } from '../../harness/index.ts';
import { aksHybrid } from './documents.ts';

export default scenario({
  title: 'A container that is not root cannot write to a volume of the default class',
  level: 'core',
  about: 'akshci-csi-driver',
  requires: ['vm-nodes'],
  given: ['class-default.yaml', 'default-class-denies-non-root.yaml', 'default-class-denies-non-root.control.yaml'],

  // The same as root.
  control: [pod('control').isRunning(), pod('control').logs('started')],

  documented: limitation({
    source: aksHybrid('The problem that occurs (発生している問題)'),
    description:
      'The default class names no fsType, so kubelets leave its volumes to root with mode 755: the container crashes.',
    expect: [
      volume('logs-controldb-0').hasFsType(undefined),
      pod('controldb-0').isCrashLooping({ restarts: 2 }),
      pod('controldb-0').logs('755 0'),
      pod('controldb-0').logs(matching(/permission denied/i, 'that permission is denied')),
    ],
    // A container that is about to fail runs for a moment, too.
    lifted: [pod('controldb-0').isRunning(), pod('controldb-0').logs('started')],
  }),
});
