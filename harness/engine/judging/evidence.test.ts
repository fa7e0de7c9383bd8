import { expect } from 'chai';
import { withoutSecretData } from './evidence.ts';

describe('withoutSecretData', () => {
  it('keeps the keys, and nothing of what they hold, not even the copy that kubectl keeps', () => {
    const secret = {
      metadata: {
        name: 'account',
        namespace: 'n',
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"key":"aHVudGVyMg=="}}' },
        managedFields: [{ manager: 'plimsoll' }],
      },
      type: 'Opaque',
      data: { key: 'aHVudGVyMg==' },
      stringData: { key: 'hunter2' },
    };
    expect(withoutSecretData(secret)).to.deep.equal({
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'Opaque',
      metadata: { name: 'account', namespace: 'n' },
      data: { key: '(left out)' },
    });
  });
});
