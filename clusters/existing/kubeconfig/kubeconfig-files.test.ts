import { expect } from 'chai';
import { kubeconfigFiles } from './kubeconfig-files.ts';

describe('kubeconfigFiles', () => {
  const table: readonly (readonly [string, string | undefined, Record<string, string>, readonly string[]])[] = [
    ['the file that is named', 'mine', { KUBECONFIG: 'other', HOME: '/home/me' }, ['mine']],
    ['those of KUBECONFIG, each once', undefined, { KUBECONFIG: 'a::b:a', HOME: '/home/me' }, ['a', 'b']],
    ['the one in the home directory', undefined, { KUBECONFIG: '', HOME: '/home/me' }, ['/home/me/.kube/config']],
  ];
  for (const [what, named, environment, files] of table)
    it(`takes ${what}`, () => {
      expect(kubeconfigFiles(named, environment)).to.deep.equal(files);
    });
});
