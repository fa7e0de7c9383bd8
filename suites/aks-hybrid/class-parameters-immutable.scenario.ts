import { guarantee, matching, refused, scenario } from '../../harness/index.ts';
import { kubernetes } from './documents.ts';

const manifest = 'class-parameters-immutable.yaml';
const description = 'An fsType cannot be added to a class: it takes a new class, and claims of that class.';

export default scenario({
  title: 'The parameters of a StorageClass cannot be changed',
  level: 'extended',
  about: 'kubernetes',
  requires: [],
  given: ['class-default.yaml'],

  async when({ attempt }) {
    await attempt('class-parameters-immutable.yaml');
  },

  documented: [
    guarantee({
      versions: '<1.36',
      source: kubernetes('pkg/apis/storage/validation/validation.go at v1.35'),
      description,
      expect: [
        refused(manifest, {
          status: 422,
          message: matching(
            /: parameters: Forbidden: updates to parameters are forbidden\.$/,
            'updates to parameters are forbidden',
          ),
        }),
      ],
    }),
    guarantee({
      versions: '>=1.36',
      source: kubernetes('pkg/apis/storage/validation/validation.go at v1.36'),
      description,
      expect: [
        refused(manifest, {
          status: 422,
          message: matching(
            /: parameters: Invalid value: .+: field is immutable$/s,
            'the field parameters is immutable',
          ),
        }),
      ],
    }),
  ],
});
