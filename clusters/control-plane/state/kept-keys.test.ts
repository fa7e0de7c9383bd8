import { expect } from 'chai';
import { isKept } from './kept-keys.ts';

describe('isKept', () => {
  for (const key of [
    '/registry/clusterroles/admin',
    '/registry/namespaces/default',
    '/registry/flowschemas/exempt',
    '/registry/prioritylevelconfigurations/system',
    '/registry/ranges/serviceips',
    '/registry/services/specs/default/kubernetes',
    '/registry/serviceaccounts/kube-system/deployment-controller',
  ]) {
    it(`keeps ${key}`, () => expect(isKept(key)).to.equal(true));
  }

  for (const key of [
    '/registry/configmaps/kube-system/extension-apiserver-authentication',
    '/registry/configmaps/default/kube-root-ca.crt',
    '/registry/leases/kube-system/apiserver-x',
    '/registry/masterleases/127.0.0.1',
    '/registry/services/endpoints/default/kubernetes',
    '/registry/endpointslices/default/kubernetes',
    '/registry/events/default/x',
    '/registry/secrets/kube-system/x',
    '/registry/serviceaccounts/default/default',
    '/registry/serviceaccounts/kube-system/default',
    '/registry/health',
    'compact_rev_key',
  ]) {
    it(`does not keep ${key}`, () => expect(isKept(key)).to.equal(false));
  }
});
