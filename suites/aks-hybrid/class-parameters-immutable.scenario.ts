import { guarantee, matching, refused, scenario, type Wording } from '../../harness/index.ts';
import { kubernetes } from './documents.ts';

const manifest = 'class-parameters-immutable.yaml';
const isRefused = (version: string, message: Wording) => ({
  source: kubernetes(`pkg/apis/storage/validation/validation.go at ${version}`),
  description: 'An fsType cannot be added to a class: it takes a new class, and claims of that class.',
  expect: [refused(manifest, { status: 422, message })],
});
const forbidden = /: parameters: Forbidden: updates to parameters are forbidden\.$/;
const immutable = /: parameters: Invalid value: .+: field is immutable$/s;

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
    guarantee({ versions: '<1.36', ...isRefused('v1.35', matching(forbidden, 'updates to parameters are forbidden')) }),
    guarantee({ versions: '>=1.36', ...isRefused('v1.36', matching(immutable, 'the field parameters is immutable')) }),
  ],
});
