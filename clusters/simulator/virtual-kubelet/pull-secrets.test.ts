import {
  type Accepted,
  both,
  container,
  describeOutcomes,
  old,
  pull,
  type Refused,
  recent,
} from '../testing/virtual-kubelet-outcome.ts';

const pullType = 'image pull secret type is not one of kubernetes.io/dockercfg or kubernetes.io/dockerconfigjson';
const inaccessible =
  "The image 'mine.azurecr.io/app' in container group 'default-web' is not accessible. Please check the image " +
  'and registry credential.';

const refused: Refused = [
  ['pull secret missing', pull('no'), both, 'secret "no" not found'],
  ['pull secret of another type', pull('storage'), both, pullType],
  ['an empty dockercfg', pull('cfg-empty'), both, 'no dockercfg present in secret'],
  ['an empty dockerconfigjson', pull('json-empty'), both, 'no dockerconfigjson present in secret'],
  ['a dockerconfigjson without auths', pull('json-malformed'), both, 'malformed dockerconfigjson in secret'],
  [
    'credentials without user',
    pull('json-no-user'),
    both,
    'no username present in auth config for server: mine.azurecr.io',
  ],
  [
    'credentials of auth alone',
    pull('json-auth'),
    recent,
    'no username present in auth config for server: mine.azurecr.io',
  ],
  [
    'an image out of reach',
    container({ image: 'mine.azurecr.io/app' }),
    old,
    `containerinstance.ContainerGroupsClient#CreateOrUpdateSender: Failure sending request: StatusCode=400 ` +
      `-- Original Error: Code="InaccessibleImage" Message="${inaccessible}"`,
  ],
];

const accepted: Accepted = [
  ['an image with credentials', { ...container({ image: 'mine.azurecr.io/app' }), ...pull('json-user') }, both],
  [
    'an image with credentials of auth alone',
    { ...container({ image: 'mine.azurecr.io/app' }), ...pull('json-auth') },
    old,
  ],
];

describeOutcomes('a Pod with a pull secret', { refused, accepted });
