import { expect } from 'chai';
import {
  type Accepted,
  both,
  container,
  describeOutcomes,
  init,
  old,
  outcome,
  pull,
  type Refused,
  recent,
  volume,
} from '../testing/virtual-kubelet-outcome.ts';

const args =
  'ACI does not support providing args without specifying the command. Please supply both ' +
  'command and args to the pod spec.';
const inits = (what: string) => `azure container instances initContainers do not support ${what}`;
const gpu = "the pod requires GPU resource, but ACI doesn't provide GPU enabled container group in region japaneast";
const unsupported = 'pod web requires volume v which is of an unsupported type';

const refused: Refused = [
  ['args alone', container({ args: ['x'] }), both, args],
  [
    'a lifecycle hook',
    container({ lifecycle: { preStop: { exec: { command: ['x'] } } } }),
    recent,
    'ACI does not support lifecycle hooks',
  ],
  ['a startup probe', container({ startupProbe: { exec: {} } }), recent, 'ACI does not support startupProbe'],
  ['a GPU', container({ resources: { limits: { 'nvidia.com/gpu': '1' } } }), both, gpu],
  ['no GPU', container({ resources: { limits: { 'nvidia.com/gpu': '0' } } }), both, 'GPU must be a integer number'],
  [
    'a tcp probe',
    container({ livenessProbe: { tcpSocket: { port: 80 } } }),
    both,
    'probe must specify one of "exec" and "httpGet"',
  ],
  [
    'two probes in one',
    container({ readinessProbe: { exec: {}, httpGet: { port: 80 } } }),
    both,
    'probe may not specify more than one of "exec" and "httpGet"',
  ],
  [
    'an unknown port',
    container({ readinessProbe: { httpGet: { port: 'www' } } }),
    both,
    'unable to find named port: www',
  ],
  ['init args alone', init({ args: ['x'], ports: [{}] }), recent, args],
  ['init ports', init({ ports: [{}] }), recent, inits('ports')],
  ['init requests', init({ resources: { requests: { cpu: '1' } } }), recent, inits('resources requests')],
  ['init limits', init({ resources: { limits: { cpu: '1' } } }), recent, inits('resources limits')],
  ['init liveness', init({ livenessProbe: {} }), recent, inits('livenessProbe')],
  ['init readiness', init({ readinessProbe: {} }), recent, inits('readinessProbe')],
  ['init hooks', init({ lifecycle: {} }), recent, inits('lifecycle hooks')],
  ['init startup', init({ startupProbe: {} }), recent, inits('startupProbe')],
  ['containers before volumes', { ...container({ args: ['x'] }), ...volume({ hostPath: {} }) }, both, args],
  ['pull secrets before volumes', { ...pull('no'), ...volume({ hostPath: {} }) }, both, 'secret "no" not found'],
  ['volumes before init containers', { ...init({ ports: [{}] }), ...volume({ hostPath: {} }) }, both, unsupported],
  [
    'the first container',
    {
      containers: [
        { name: 'a', image: 'i', args: ['x'] },
        { name: 'b', image: 'i', livenessProbe: {} },
      ],
    },
    both,
    args,
  ],
  [
    'hooks before probes',
    container({ lifecycle: { postStart: { exec: {} } }, startupProbe: {}, livenessProbe: {} }),
    recent,
    'ACI does not support lifecycle hooks',
  ],
];

const accepted: Accepted = [
  ['hooks', container({ lifecycle: { preStop: { exec: {} } } }), old],
  ['a startup probe', container({ startupProbe: { exec: {} } }), old],
  ['http and exec probes', container({ livenessProbe: { httpGet: { port: 80 } }, readinessProbe: { exec: {} } }), both],
  [
    'what is not read',
    { hostNetwork: true, hostPID: true, hostAliases: [{}], ...container({ securityContext: {} }) },
    both,
  ],
  ['init containers that break every rule', init({ args: ['x'], ports: [{}], lifecycle: {} }), old],
  ['a plain init container', init({ command: ['true'] }), both],
];

describeOutcomes('a Pod with a container', { refused, accepted });

const inaccessible =
  "The image 'mine.azurecr.io/app' in container group 'default-web' is not accessible. Please check the image " +
  'and registry credential.';

describe('a Pod that Azure refuses', () => {
  it('has the error of Azure in many lines in aks-1.6', async () => {
    const { message = '' } = await outcome('aks-1.6', container({ image: 'mine.azurecr.io/app' }));
    expect(message.split('\n')[0]).to.match(/^PUT https:\/\/management\.azure\.com\//);
    expect(message).to.include('ERROR CODE: InaccessibleImage').and.to.include(inaccessible);
  });

  it('has the error of Azure that a dropped volume is mounted', async () => {
    const spec = {
      ...volume({ secret: { secretName: 'no' } }),
      ...container({ volumeMounts: [{ name: 'v', mountPath: '/v' }] }),
    };
    const { message } = await outcome('aks-1.4.8', spec);
    expect(message).to.include(`Code="VolumesNotFound" Message="Volumes 'v' in container 'web' are not found."`);
  });

  it('has the error of Azure that a limit is above all requests', async () => {
    const { message } = await outcome(
      'aks-1.4.8',
      container({ resources: { requests: { cpu: '500m' }, limits: { cpu: '2' } } }),
    );
    expect(message).to.include(
      "The 'Cpu' limit '2' in container 'web' is greater than the total request '0.5' of container group " +
        "'default-web'.",
    );
  });
});
