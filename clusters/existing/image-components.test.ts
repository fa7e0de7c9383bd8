import { expect } from 'chai';
import { imageName } from './detect-cluster.ts';

describe('imageName', () => {
  const digest = '@sha256:0123';
  const table: Readonly<Record<string, readonly [string, string | undefined]>> = {
    'public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:v1.64.0': [
      'public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver',
      '1.64.0',
    ],
    'localhost:5000/azurefile-csi': ['localhost:5000/azurefile-csi', undefined],
    [`localhost:5000/azurefile-csi:v1.35.0${digest}`]: ['localhost:5000/azurefile-csi', '1.35.0'],
    [`nfsplugin${digest}`]: ['nfsplugin', undefined],
    'nfsplugin:latest': ['nfsplugin', undefined],
    'nfsplugin:v4.9': ['nfsplugin', undefined],
    'azuredisk-csi:v1.34.0-windows-hp': ['azuredisk-csi', '1.34.0'],
    'eks/aws-efs-csi-driver:v2.1.0-eksbuild.1': ['eks/aws-efs-csi-driver', '2.1.0'],
    'csi-provisioner:v6.3.0-rc.1': ['csi-provisioner', '6.3.0-rc.1'],
    'csi-provisioner:1.0.0': ['csi-provisioner', '1.0.0'],
  };
  for (const [image, [repository, version]] of Object.entries(table))
    it(`reads from ${image} ${version ?? 'no version'}`, () => {
      expect(imageName(image)).to.deep.equal({ repository, version });
    });
});
