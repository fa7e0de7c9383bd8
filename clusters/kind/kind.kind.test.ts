import { cuttableProxy } from '../../harness/api/testing/cuttable-proxy.ts';
import { settingsFrom } from '../control-plane/settings.ts';
import { describeProvider } from '../provider.contract.ts';
import { kind } from './provider.ts';
import { realKind } from './testing/real-kind.ts';

const options = await realKind(settingsFrom());

describeProvider(kind(options), {
  cuttable: cuttableProxy,
  failing: {
    provider: kind({ ...options, image: 'plimsoll.invalid/no-such-image:v1.37.0' }),
    says: new RegExp(
      '^the node image plimsoll\\.invalid/no-such-image:v1\\.37\\.0 is not here and cannot be pulled: ' +
        '.*; name an image .*--image$',
      's',
    ),
  },
});
