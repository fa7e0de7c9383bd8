import { guarantee, lastZone, pod, scenario } from '../../harness/index.ts';
import { efsDriver, efsIsShared, multiAz, written } from './documents.ts';

export default scenario({
  title: 'Pods of every zone share a volume of EFS',
  level: 'core',
  about: 'efs-csi-driver',
  requires: ['zones'],
  given: ['class-efs.yaml', 'claim-efs.yaml'],

  async when({ until, apply, view }) {
    await apply('efs-any-zone.writer.yaml', { ZONE: lastZone(view) });
    await until(pod('writer').logs(written));
    await apply('efs-any-zone.readers.yaml');
  },

  documented: [
    guarantee({
      versions: '<3',
      source: multiAz('With EFS (EFSの場合)'),
      description:
        'The volume has no node affinity, so Pods may run in any zone; its handle names file system and access point.',
      expect: efsIsShared(/^fs-[0-9a-f]+::fsap-[0-9a-f]+$/, 'fs-…::fsap-…'),
    }),
    guarantee({
      versions: '>=3',
      source: efsDriver('CHANGELOG-3.x.md'),
      description:
        'Now that the driver knows zones, the volume still has no node affinity; its handle begins with efs:.',
      expect: efsIsShared(/^efs:fs-[0-9a-f]+::fsap-[0-9a-f]+$/, 'efs:fs-…::fsap-…'),
    }),
  ],
});
