import { expect } from 'chai';
import { ApiError } from '../../api/client.ts';
import { ManifestError } from '../../errors.ts';
import { refusal } from './apply.ts';
import { parseManifest } from './manifest.ts';

const [written] = parseManifest(
  `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      imag: nginx
      ports:
        - containerPort: eighty
`,
  'suites/s/web.yaml',
);

describe('refusal', () => {
  for (const [what, code, status, expected] of [
    [
      'a field that does not validate',
      422,
      {
        message: 'Pod "web" is invalid: spec.containers[0].image: Required value',
        details: { causes: [{ field: 'spec.containers[0].image', message: 'Required value' }] },
      },
      'suites/s/web.yaml:7 (document 1, Pod/web, spec.containers[0].image): Pod "web" is invalid',
    ],
    [
      'a field that strict decoding does not know',
      400,
      { message: 'strict decoding error: unknown field "spec.containers[0].imag"' },
      'suites/s/web.yaml:8 (document 1, Pod/web, spec.containers[0].imag): strict decoding error',
    ],
    [
      'a field that apply does not know',
      500,
      {
        message:
          'failed to create typed patch object (n/web; /v1, Kind=Pod): ' +
          '.spec.containers[name="web"].imag: field not declared in schema',
      },
      'suites/s/web.yaml:8 (document 1, Pod/web, spec.containers[name="web"].imag): ' +
        'failed to create typed patch object',
    ],
    [
      'a field of another type',
      500,
      {
        message:
          'failed to create typed patch object (n/web; /v1, Kind=Pod): ' +
          '.spec.containers[name="web"].ports[0].containerPort: expected numeric (int or float), got string',
      },
      'suites/s/web.yaml:10 (document 1, Pod/web, spec.containers[name="web"].ports[0].containerPort)',
    ],
    ['the whole object', 400, { message: 'no' }, 'suites/s/web.yaml:1 (document 1, Pod/web): no'],
  ] as const)
    it(`names the place of ${what}, with the API server's message`, () => {
      const error = refused(code, status);
      expect(error).to.be.instanceOf(ManifestError).with.property('message').that.includes(expected);
      expect(error).to.have.property('cause').that.is.instanceOf(ApiError);
    });

  it('does not touch errors that the manifest did not cause', () => {
    for (const code of [401, 403, 409, 500, 503]) expect(refused(code, { message: 'no' })).to.be.instanceOf(ApiError);
    const other = new Error('connection closed');
    expect(written && refusal(other, written)).to.equal(other);
  });
});

function refused(code: number, status: object): unknown {
  return written && refusal(new ApiError({ kind: 'Status', status: 'Failure', ...status }, code), written);
}
